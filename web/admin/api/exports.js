/** @typedef {import('./client.js').ApiClient} ApiClient */

/**
 * What an export is asked for with.
 * @typedef {{report: string, format: string, since?: string, until?: string, filters?: Record<string, string[]>, columns?: string[],
 *   first?: number, compression?: string, bom?: boolean, spreadsheetSafe?: boolean}} ExportRequest
 *
 * @typedef {'QUEUED'|'IN_PROGRESS'|'SUCCESSFUL'|'FAILED'|'CANCELED'|'EXPIRED'} JobState
 *
 * An export job as the pages show it.
 * @typedef {{id: string, report: string, format: string, state: JobState, stateMessage: string, rows: number, percent: number|null,
 *   fileSize: number, fileName: string, url: string|null, urlExpiresAt?: string|null, progress?: object|null, requestedBy: string,
 *   createdAt: string, endedAt: string|null, expiresAt: string|null, since: string|null, until: string|null, schedule: string|null}} Job
 */

/**
 * Starts an export.
 * @param {ApiClient} api
 * @param {ExportRequest} request
 */
export async function startExport(api, request) {
  return jobOf(await api.post('exports', request));
}

/**
 * An export as it stands, with a fresh link when its file is there.
 * @param {ApiClient} api
 * @param {string} id
 */
export async function readExport(api, id) {
  return jobOf(await api.get(`exports/${encodeURIComponent(id)}`));
}

/**
 * Cancels a running export, deletes the file of a finished one.
 * @param {ApiClient} api
 * @param {string} id
 */
export function deleteExport(api, id) {
  return api.delete(`exports/${encodeURIComponent(id)}`);
}

/**
 * One page of the exports, newest first.
 * @param {ApiClient} api
 * @param {string|null} [after] The cursor of the page before.
 * @returns {Promise<{jobs: Job[], next: string|null}>}
 */
export async function listExports(api, after) {
  const page = await api.get('exports', { after, first: 25 });
  return { jobs: page.items.map(jobOf), next: page.cursor };
}

/**
 * True while the export will still change.
 * @param {Pick<Job, 'state'>} job
 */
export function isRunning(job) {
  return job.state === 'QUEUED' || job.state === 'IN_PROGRESS';
}

/**
 * @param {any} resource
 * @returns {Job}
 */
function jobOf(resource) {
  const progress = resource.progress ?? {};
  return {
    ...resource,
    stateMessage: resource.stateMessage ?? '',
    rows: resource.state === 'SUCCESSFUL' ? resource.rowCount : progress.rows ?? 0,
    percent: resource.state === 'SUCCESSFUL' ? 100 : progress.percent ?? null,
  };
}
