/**
 * A column of the table; `width` is a track of a CSS grid, `exactWidth` the one for times that are written out.
 * @typedef {Exclude<keyof import('../api/audit-logs.js').AuditEvent, 'id'|'timestamp'>|'time'} ColumnName
 * @typedef {import('../table/virtual-table.js').Column<ColumnName> & {exactWidth?: string}} AuditColumn
 */

/**
 * All columns of the table, in order.
 * @type {AuditColumn[]}
 */
export const columns = [
  { name: 'user', title: 'User', width: 'minmax(10rem, 1.4fr)' },
  { name: 'target', title: 'Target', width: 'minmax(7rem, 0.8fr)' },
  { name: 'actionType', title: 'Action type', width: 'minmax(5.5rem, 0.4fr)' },
  { name: 'action', title: 'Action', width: 'minmax(9rem, 1fr)' },
  { name: 'description', title: 'Description', width: 'minmax(12rem, 3fr)' },
  { name: 'time', title: 'Time', width: 'minmax(7.5rem, 0.7fr)', exactWidth: 'minmax(12.5rem, 0.9fr)' },
  { name: 'outcome', title: 'Outcome', width: 'minmax(5rem, 0.4fr)' },
  { name: 'origin', title: 'Origin', width: 'minmax(5rem, 0.5fr)' },
];

/**
 * The columns that an address hides, without names that are no column. At least one column is always shown.
 * @param {string|null} names Names joined by commas.
 */
export function readHidden(names) {
  const given = new Set((names ?? '').split(','));
  const hidden = columns.map(column => column.name).filter(name => given.has(name));
  return hidden.length === columns.length ? [] : hidden;
}

/**
 * The columns that a view shows, as wide as its times need.
 * @param {Pick<import('./view.js').View, 'hidden'|'time'>} view
 */
export function shownColumns({ hidden, time }) {
  return columns.filter(column => !hidden.includes(column.name))
    .map(({ name, title, width, exactWidth = width }) => ({ name, title, width: time === 'relative' ? width : exactWidth }));
}
