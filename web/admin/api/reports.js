import { ApiProblem } from './client.js';

/** @typedef {import('./client.js').ApiClient} ApiClient */

/**
 * What a report is and what can be chosen of it.
 * @typedef {{name: string, title: string, description: string, formats: string[],
 *   columns: {name: string, description?: string, isDefault: boolean}[],
 *   filters: {name: string, description?: string, values?: string[]}[]}} Report
 *
 * What happened in one week; `week` is its Monday.
 * @typedef {{week: string, runs: number, failedRuns: number, commits: number, minutesSaved: number, failures: number}} Week
 */

/**
 * All reports.
 * @param {ApiClient} api
 * @returns {Promise<Report[]>}
 */
export async function readCatalogue(api) {
  return (await api.get('reports')).items;
}

/**
 * What happened week by week, oldest first; null when the API has no overview.
 * @param {ApiClient} api
 * @returns {Promise<{weeks: Week[]}|null>}
 */
export async function readOverview(api) {
  try {
    return await api.get('overview');
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 404) return null;
    throw problem;
  }
}
