import { element } from '../app/dom.js';
import { countOf } from '../text/numbers.js';
import { dayText } from '../text/times.js';

/**
 * How far the rows have been read.
 * @typedef {Pick<import('../table/paged-rows.js').PagedRows<any>, 'length'|'hasMore'|'isPaused'|'problem'|'searchedBackTo'>} RowState
 */

/** A sentence on how much has been read, spoken by screen readers, with a button to go on where the search stopped. */
export class TableStatus {
  #text = element('span', { role: 'status' });
  #goOn;

  /** @param {() => void} onGoOn */
  constructor(onGoOn) {
    this.#goOn = element('button', { type: 'button', class: 'plain', hidden: true, on: { click: onGoOn } });
    this.node = element('div', { class: 'table-status' }, this.#text, this.#goOn);
  }

  /** @param {RowState} rows */
  show(rows) {
    const text = statusText(rows);
    if (this.#text.textContent !== text) this.#text.textContent = text;
    this.#text.classList.toggle('error-text', rows.problem !== null);
    this.#goOn.hidden = rows.problem === null && !rows.isPaused;
    this.#goOn.textContent = rows.problem === null ? 'Search further back' : 'Try again';
  }
}

/**
 * How much has been read, in one sentence.
 * @param {RowState} rows
 */
export function statusText(rows) {
  if (rows.problem !== null) return rows.problem.message;
  const back = rows.searchedBackTo ? `, searched back to ${dayText(rows.searchedBackTo)}` : '';
  if (rows.isPaused) return rows.length === 0 ? `Nothing found yet${back}.` : `${countOf(rows.length, 'event')}${back}.`;
  if (rows.length === 0) return rows.hasMore ? `Searching${back}…` : 'No events match.';
  if (rows.hasMore) return `${countOf(rows.length, 'event')} so far; scroll for more.`;
  return `${countOf(rows.length, 'event')}.`;
}
