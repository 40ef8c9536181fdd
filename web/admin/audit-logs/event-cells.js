import { element } from '../app/dom.js';
import { foreignText, linkedText } from '../text/linked-text.js';
import { timeElement } from '../text/times.js';

/** A cell shows so much of a text; the whole of it stands in the event's own window. */
const cellTextLimit = 400;

/**
 * What each column's cell shows of an event.
 * @param {object} event
 * @param {string} timeStyle How times are shown.
 */
export function cellContent(event, columnName, timeStyle) {
  switch (columnName) {
    case 'time': return timeElement(event.timestamp, timeStyle);
    case 'outcome': return outcomeBadge(event.outcome);
    case 'description': return linkedText(event.description, cellTextLimit);
    default: return foreignText(event[columnName] ?? '');
  }
}

/** An outcome in colour and in words. */
export function outcomeBadge(outcome) {
  return element('span', { class: `badge ${outcome.toLowerCase()}` }, outcome);
}
