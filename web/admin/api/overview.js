/**
 * What happened week by week, oldest first; null when the API has no overview.
 * @returns {Promise<?{weeks: {week: string, runs: number, failedRuns: number, commits: number, minutesSaved: number, failures: number}[]}>}
 */
export async function readOverview(api) {
  try {
    return await api.get('overview');
  } catch (problem) {
    if (problem.status === 404) return null;
    throw problem;
  }
}
