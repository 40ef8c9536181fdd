/** @typedef {import('./client.js').ApiClient} ApiClient */

/**
 * An audit event as the page shows it.
 * @typedef {{id: string, timestamp: string, user: string, target: string, action: string, actionType: string, description: string,
 *   outcome: string, sourceAddress?: string, userAgent?: string, issuer?: string, subject?: string, origin?: string}} AuditEvent
 *
 * Rows of a list, with the cursor behind the last of them.
 * @typedef {{rows: AuditEvent[], cursor: string|null, hasMore: boolean, searchedBackTo: string|null}} AuditPage
 */

/**
 * One page of audit events, newest first.
 * @param {ApiClient} api
 * @param {import('./client.js').Query} query Filters, `since`, `until`, `first`, `after`.
 * @param {AbortSignal} [signal]
 * @returns {Promise<AuditPage>}
 */
export async function browseAuditLogs(api, query, signal) {
  const page = await api.get('audit-logs', query, signal);
  return {
    rows: page.items.map((/** @type {any} */ { userId, ...event }) => ({ ...event, user: userId })),
    cursor: page.cursor,
    hasMore: page.hasNextPage,
    searchedBackTo: page.searchedBackTo,
  };
}
