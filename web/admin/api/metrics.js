import { ApiProblem } from './client.js';

/** @typedef {import('./client.js').ApiClient} ApiClient */

/**
 * Measures that are plain numbers.
 * @typedef {'recipeRuns'|'runResults'|'recipes'|'users'|'repositoriesSearched'|'repositoriesChanged'|'filesChanged'|'hoursSaved'|'failures'
 *   |'commits'|'repositoriesCommitted'|'completionRate'|'recipesWithCommits'} MeasureName
 *
 * Measures of some rows; one without meaning there is absent. The maps count by state; states with none are absent.
 * @typedef {Partial<Record<MeasureName, number>>
 *   & {failuresByState?: Record<string, number>, commitsByState?: Record<string, number>}} Measures
 *
 * Rows of one organization, recipe or user; `key` is what the reports filter by, absent for runs without organization.
 * @typedef {{key?: string, name?: string, total: Measures, series: Measures[], lastActivityAt?: string}} MetricsGroup
 *
 * How a measure is called and counted.
 * @typedef {{name: string, title: string, unit?: string, definition: string}} MeasureText
 *
 * The API's response: `periods` are the first days of the periods of `series`, `previous` is the same number of days before.
 * @typedef {{since: string, until: string, interval: Interval, asOf: string, lastActivityAt?: string, periods: string[],
 *   total: Measures, series: Measures[], previous: {since: string, until: string, total: Measures}, groupCount: number,
 *   groups: MetricsGroup[], measures: MeasureText[]}} Metrics
 *
 * @typedef {'day'|'week'|'month'} Interval
 * @typedef {'organization'|'recipe'|'user'} Dimension What rows can be filtered and grouped by.
 */

/**
 * Counts what happened.
 * @param {ApiClient} api
 * @param {import('./client.js').Query} query `since`, `until`, `interval`, `groupBy`, `sort`, `first` and filters.
 * @param {AbortSignal} [signal]
 * @returns {Promise<Metrics>}
 */
export function readMetrics(api, query, signal) {
  return api.get('metrics', query, signal);
}

/**
 * How many days are counted, when the API says that it is still at it; null for every other problem.
 * @param {unknown} problem
 */
export function daysCounted(problem) {
  return problem instanceof ApiProblem && problem.status === 503 ? problem.building ?? null : null;
}

/**
 * Values of a dimension that hold a text, the most used first.
 * @param {ApiClient} api
 * @param {Dimension} dimension
 * @param {string} text
 * @param {AbortSignal} [signal]
 * @returns {Promise<{value: string, name: string, runs: number}[]>}
 */
export async function readMetricsValues(api, dimension, text, signal) {
  return (await api.get('metrics/values', { field: dimension, q: text }, signal)).values;
}
