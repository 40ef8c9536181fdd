import { choice, element, field } from './dom.js';

const day = 86_400_000;

/** @type {[value: string, label: string][]} */
const lastOptions = [
  ['', 'All time'], ['7d', 'Last 7 days'], ['30d', 'Last 30 days'], ['90d', 'Last 90 days'], ['365d', 'Last 12 months'],
  ['dates', 'Between dates'],
];

/**
 * A range of time as people choose it: the last so many days, or UTC days from one to another, both included.
 * @typedef {{last?: string, from?: string, to?: string}} Range `last` as `7d`, or `from` and `to` as `2026-01-28`.
 */

/**
 * The instants of a range, for the API: `since` inclusive, `until` exclusive.
 * @param {Range} range
 * @param {number} now Milliseconds since 1970.
 * @returns {{since?: string, until?: string}}
 */
export function instantsOf({ last, from, to }, now = Date.now()) {
  if (isLastDays(last)) return { since: new Date(now - Number.parseInt(last, 10) * day).toISOString() };
  return {
    since: isDay(from) ? new Date(`${from}T00:00:00Z`).toISOString() : undefined,
    until: isDay(to) ? new Date(Date.parse(`${to}T00:00:00Z`) + day).toISOString() : undefined,
  };
}

/**
 * True for a number of days, as `7d`.
 * @param {string|null|undefined} text
 * @returns {text is string}
 */
export function isLastDays(text) {
  return /^\d{1,4}d$/.test(text ?? '');
}

/**
 * True for a day of the calendar: 2026-02-29 is none.
 * @param {string|null|undefined} text
 * @returns {text is string}
 */
export function isDay(text) {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The fields in which a range is chosen. */
export class RangeFields {
  #last;
  #from;
  #to;
  #dates;

  /** @param {(range: Range) => void} [onChange] */
  constructor(onChange = () => {}) {
    const changed = () => {
      this.#showDates();
      onChange(this.value);
    };
    this.#last = choice(lastOptions, '', { on: { change: changed } });
    this.#from = element('input', { type: 'date', on: { change: changed } });
    this.#to = element('input', { type: 'date', on: { change: changed } });
    this.#dates = element('div', { class: 'fields range-dates' },
      field('From (UTC)', this.#from), field('To, that day included', this.#to));
    this.node = element('div', { class: 'fields' }, field('Time range', this.#last), this.#dates);
    this.#showDates();
  }

  /** @returns {Range} */
  get value() {
    if (this.#last.value !== 'dates') return this.#last.value === '' ? {} : { last: this.#last.value };
    return { from: this.#from.value || undefined, to: this.#to.value || undefined };
  }

  set value({ last, from, to }) {
    if (last && !lastOptions.some(([value]) => value === last)) {
      this.#last.append(element('option', { value: last }, `Last ${Number.parseInt(last, 10)} days`));
    }

    this.#last.value = last || (from || to ? 'dates' : '');
    this.#from.value = from ?? '';
    this.#to.value = to ?? '';
    this.#showDates();
  }

  #showDates() {
    this.#dates.hidden = this.#last.value !== 'dates';
  }
}
