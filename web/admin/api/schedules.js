/** @typedef {import('./client.js').ApiClient} ApiClient */

/**
 * What an administrator decides about a recurring export.
 * @typedef {{report: string, format: string, columns?: string[], filters?: Record<string, string[]>, compression?: string, bom: boolean,
 *   spreadsheetSafe: boolean, cron: string, timeZone: string, over: string, lagMinutes: number, isPaused: boolean}} ScheduleSettings
 *
 * @typedef {{slot: string, state: 'SUCCESSFUL'|'FAILED'|'SKIPPED', message: string, rows?: number, exportId?: string,
 *   file?: string}} RunResult
 *
 * A recurring export; `over` is `changedAt` or `eventTime`.
 * @typedef {ScheduleSettings & {name: string, createdBy: string, createdAt: string, updatedAt: string, nextRunAt?: string,
 *   windowStart: string, headManifestSha256?: string, running?: {slot: string, exportId: string, attempt: number},
 *   lastResult?: RunResult}} Schedule
 */

/**
 * All schedules, by name.
 * @param {ApiClient} api
 * @returns {Promise<Schedule[]>}
 */
export async function listSchedules(api) {
  return (await api.get('schedules')).items;
}

/**
 * A schedule as it stands, with the version to change.
 * @param {ApiClient} api
 * @param {string} name
 * @returns {Promise<{value: Schedule, version: string|null}>}
 */
export function readSchedule(api, name) {
  return api.getVersioned(pathOf(name));
}

/**
 * Creates a schedule; refused when there is one of that name.
 * @param {ApiClient} api
 * @param {string} name
 * @param {ScheduleSettings} settings
 */
export function createSchedule(api, name, settings) {
  return api.put(pathOf(name), settings, { 'if-none-match': '*' });
}

/**
 * Changes the version of a schedule that was read. What the API alone decides (next run, results) may be in `settings`; it is ignored.
 * @param {ApiClient} api
 * @param {string} name
 * @param {ScheduleSettings} settings
 * @param {string|null} version
 */
export function changeSchedule(api, name, settings, version) {
  return api.put(pathOf(name), settings, version ? { 'if-match': version } : {});
}

/**
 * Ends a schedule; the files it made stay.
 * @param {ApiClient} api
 * @param {string} name
 */
export function deleteSchedule(api, name) {
  return api.delete(pathOf(name));
}

/** @param {string} name */
function pathOf(name) {
  return `schedules/${encodeURIComponent(name)}`;
}
