/**
 * A recurring export.
 * @typedef {{name: string, report: string, format: string, columns?: string[], filters?: Record<string, string[]>, compression: string, bom: boolean, spreadsheetSafe: boolean,
 *   cron: string, timeZone: string, over: 'changedAt'|'eventTime', lagMinutes: number, isPaused: boolean, createdBy: string, createdAt: string, updatedAt: string,
 *   nextRunAt?: string, windowStart: string, headManifestSha256?: string, running?: {slot: string, exportId: string, attempt: number},
 *   lastResult?: {slot: string, state: 'SUCCESSFUL'|'FAILED'|'SKIPPED', message: string, rows?: number, exportId?: string, file?: string}}} Schedule
 */

/** @returns {Promise<Schedule[]>} All schedules, by name. */
export async function listSchedules(api) {
  return (await api.get('schedules')).items;
}

/** A schedule as it stands, with the version to change. @returns {Promise<{value: Schedule, version: ?string}>} */
export function readSchedule(api, name) {
  return api.getVersioned(pathOf(name));
}

/** Creates a schedule; refused when there is one of that name. */
export function createSchedule(api, name, schedule) {
  return api.put(pathOf(name), schedule, { 'if-none-match': '*' });
}

/** Changes the version of a schedule that was read. What the API alone decides (next run, results) may be in `schedule`; it is ignored. */
export function changeSchedule(api, name, schedule, version) {
  return api.put(pathOf(name), schedule, version ? { 'if-match': version } : {});
}

/** Ends a schedule; the files it made stay. */
export function deleteSchedule(api, name) {
  return api.delete(pathOf(name));
}

function pathOf(name) {
  return `schedules/${encodeURIComponent(name)}`;
}
