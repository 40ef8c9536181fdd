/**
 * An export job as the pages show it.
 * @typedef {{id: string, report: string, format: string, state: 'QUEUED'|'IN_PROGRESS'|'SUCCESSFUL'|'FAILED'|'CANCELED'|'EXPIRED', stateMessage: string,
 *   rows: number, percent: ?number, fileSize: number, fileName: string, url: ?string, requestedBy: string, createdAt: string, endedAt: ?string,
 *   expiresAt: ?string, since: ?string, until: ?string, schedule: ?string}} Job
 */

/** Starts an export. @returns {Promise<Job>} */
export async function startExport(api, request) {
  return jobOf(await api.post('exports', request));
}

/** An export as it stands, with a fresh link when its file is there. @returns {Promise<Job>} */
export async function readExport(api, id) {
  return jobOf(await api.get(`exports/${encodeURIComponent(id)}`));
}

/** Cancels a running export, deletes the file of a finished one. */
export function deleteExport(api, id) {
  return api.delete(`exports/${encodeURIComponent(id)}`);
}

/** One page of the exports, newest first. @returns {Promise<{jobs: Job[], next: ?string}>} */
export async function listExports(api, after, first = 25) {
  const answer = await api.get('exports', { after, first });
  return { jobs: answer.items.map(jobOf), next: answer.cursor };
}

/** True while the export will still change. */
export function isRunning(job) {
  return job.state === 'QUEUED' || job.state === 'IN_PROGRESS';
}

function jobOf(answer) {
  const progress = answer.progress ?? {};
  return {
    ...answer,
    stateMessage: answer.stateMessage ?? '',
    rows: answer.state === 'SUCCESSFUL' ? answer.rowCount : progress.rows ?? 0,
    percent: answer.state === 'SUCCESSFUL' ? 100 : progress.percent ?? null,
  };
}
