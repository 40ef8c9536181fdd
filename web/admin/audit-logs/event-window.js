import { element } from '../app/dom.js';
import { foreignText, linkedText } from '../text/linked-text.js';
import { localText, utcText } from '../text/times.js';
import { outcomeBadge } from './event-cells.js';

/** Shows everything about one event in a window of its own. */
export function showEvent(event) {
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
  const close = element('button', { type: 'button', class: 'primary', autofocus: true, on: { click: () => dialog.close() } }, 'Close');
  const dialog = element('dialog', { class: 'window', 'aria-labelledby': 'event-window-title', on: { close: () => dialog.remove() } },
    element('h2', { id: 'event-window-title' }, 'Audit event'),
    element('div', { class: 'details-box', tabIndex: 0, role: 'group', 'aria-label': 'The event' },
      element('dl', { class: 'details-list' }, ...entries.filter(([, value]) => value).flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]))),
    element('div', { class: 'actions' }, close));
  document.body.append(dialog);
  dialog.showModal();
}
