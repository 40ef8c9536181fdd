import { element } from '../app/dom.js';
import { foreignText, linkedText } from '../text/linked-text.js';
import { localText, timeElement, utcText } from '../text/times.js';

/** @typedef {import('../api/audit-logs.js').AuditEvent} AuditEvent */

/** A cell shows so much of a text; the whole of it stands in the event's own window. */
const cellTextLimit = 400;

/**
 * What the cell of a column shows of an event.
 * @param {AuditEvent} event
 * @param {import('./columns.js').ColumnName} column
 * @param {import('../text/times.js').TimeStyle} timeStyle
 */
export function cellContent(event, column, timeStyle) {
  switch (column) {
    case 'time': return timeElement(event.timestamp, timeStyle);
    case 'outcome': return outcomeBadge(event.outcome);
    case 'description': return linkedText(event.description, cellTextLimit);
    default: return foreignText(event[column] ?? '');
  }
}

/**
 * An outcome in colour and in words.
 * @param {string} outcome
 */
function outcomeBadge(outcome) {
  return element('span', { class: `badge ${outcome.toLowerCase()}` }, outcome);
}

/**
 * Shows everything about one event in a window of its own.
 * @param {AuditEvent} event
 */
export function showEvent(event) {
  /** @type {[name: string, value: import('../app/dom.js').Child][]} */
  const entries = [
    ['User', foreignText(event.user)],
    ['Subject', event.subject && foreignText(event.subject)],
    ['Issuer', event.issuer && foreignText(event.issuer)],
    ['Origin', event.origin && foreignText(event.origin)],
    ['Target', foreignText(event.target)],
    ['Action type', event.actionType],
    ['Action', foreignText(event.action)],
    ['Description', linkedText(event.description)],
    ['Time (UTC)', utcText(event.timestamp)],
    ['Time (local)', localText(event.timestamp)],
    ['Outcome', outcomeBadge(event.outcome)],
    ['Source address', event.sourceAddress],
    ['User agent', event.userAgent && foreignText(event.userAgent)],
    ['Id', element('code', {}, event.id)],
  ];
  /** @type {HTMLElement} */
  const close = element('button', { type: 'button', class: 'primary', autofocus: true, on: { click: () => dialog.close() } }, 'Close');
  const dialog = element('dialog', { class: 'window', 'aria-labelledby': 'event-window-title', on: { close: () => dialog.remove() } },
    element('h2', { id: 'event-window-title' }, 'Audit event'),
    element('div', { class: 'details-box', tabIndex: 0, role: 'group', 'aria-label': 'The event' },
      element('dl', { class: 'details-list' },
        ...entries.filter(([, value]) => value).flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]))),
    element('div', { class: 'actions' }, close));
  document.body.append(dialog);
  dialog.showModal();
}
