import { countOf, countText } from '../text/numbers.js';

const states = { QUEUED: 'Queued', IN_PROGRESS: 'In progress', SUCCESSFUL: 'Ready', FAILED: 'Failed', CANCELED: 'Cancelled', EXPIRED: 'Expired' };
const reports = { 'recipe-runs': 'Recipe runs', commits: 'Commits', usage: 'Usage', 'audit-logs': 'Audit logs' };
const formats = { JSONL: 'JSON Lines' };

export function stateWord(state) {
  return states[state] ?? state;
}

export function reportWord(name) {
  return reports[name] ?? name;
}

export function formatWord(name) {
  return formats[name] ?? name;
}

/** `Audit logs, CEF`. */
export function exportTitle(job) {
  return `${reportWord(job.report)}, ${formatWord(job.format)}`;
}

/** How far an export is: `1,200 rows, 43 %`. */
export function progressText(job) {
  if (job.state === 'QUEUED') return 'Waiting to start';
  return job.percent === null ? countOf(job.rows, 'row') : `${countText(job.rows)} rows, ${Math.round(job.percent)} %`;
}
