/**
 * An audit event as the page shows it.
 * @typedef {{id: string, timestamp: string, user: string, target: string, action: string, actionType: string, description: string, outcome: string, sourceAddress?: string, userAgent?: string, issuer?: string, subject?: string, origin?: string}} AuditEvent
 */

/**
 * One page of audit events, newest first.
 * @param {import('./client.js').ApiClient} api
 * @param {object} query Filters, `since`, `until`, `first`, `after`.
 * @returns {Promise<{rows: AuditEvent[], cursor: ?string, hasMore: boolean, searchedBackTo: ?string}>}
 */
export async function browseAuditLogs(api, query, signal) {
  const answer = await api.get('audit-logs', query, signal);
  return {
    rows: answer.items.map(({ userId, ...event }) => ({ ...event, user: userId })),
    cursor: answer.cursor,
    hasMore: answer.hasNextPage,
    searchedBackTo: answer.searchedBackTo,
  };
}
