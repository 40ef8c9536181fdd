/**
 * A recurring export as the page shows it.
 * @typedef {{name: string, report: string, format: string, cron: string, timeZone: string, over: string, isPaused: boolean, nextRunAt: ?string,
 *   lastResult: ?{slot: string, state: string, message: string, rows: ?number}}} Schedule
 */

/** @returns {Promise<?Schedule[]>} All schedules, by name; null when the API offers none. */
export async function listSchedules(api) {
  try {
    return (await api.get('schedules')).items;
  } catch (problem) {
    if (problem.status === 404) return null;
    throw problem;
  }
}

/** Creates a schedule, or changes it. */
export function saveSchedule(api, name, schedule) {
  return api.put(`schedules/${encodeURIComponent(name)}`, schedule);
}

/** Ends a schedule; the files it made stay. */
export function deleteSchedule(api, name) {
  return api.delete(`schedules/${encodeURIComponent(name)}`);
}
