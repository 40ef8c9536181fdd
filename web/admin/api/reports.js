/** @typedef {import('./client.js').ApiClient} ApiClient */

/**
 * What a report is and what can be chosen of it.
 * @typedef {{name: string, title: string, description: string, formats: string[],
 *   columns: {name: string, description?: string, isDefault: boolean}[],
 *   filters: {name: string, description?: string, values?: string[]}[]}} Report
 */

/**
 * All reports.
 * @param {ApiClient} api
 * @returns {Promise<Report[]>}
 */
export async function readCatalogue(api) {
  return (await api.get('reports')).items;
}
