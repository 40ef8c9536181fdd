import { element } from '../app/dom.js';

/** @typedef {'relative'|'utc'|'local'} TimeStyle How times are shown. */

// Not 'auto': it calls two days ago at another time of the day "yesterday", and 20 months ago "last year".
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const localTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const mediumDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const shortDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** @type {[unit: Intl.RelativeTimeFormatUnit, seconds: number][]} */
const units = [['year', 31_557_600], ['month', 2_629_800], ['week', 604_800], ['day', 86_400], ['hour', 3600], ['minute', 60]];

/**
 * `3 hours ago`, `in 5 minutes`, from the largest unit that fits.
 * @param {string} instant
 * @param {number} [now] Milliseconds since 1970.
 */
export function relativeText(instant, now = Date.now()) {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }

  return seconds <= 0 ? 'just now' : 'in a moment';
}

/**
 * `2026-01-28 08:46:57.012 UTC`: the exact instant.
 * @param {string} instant
 */
export function utcText(instant) {
  return new Date(instant).toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/**
 * The instant in the reader's own time zone.
 * @param {string} instant
 */
export function localText(instant) {
  return localTime.format(new Date(instant));
}

/**
 * `2026-01-28`: the UTC day.
 * @param {string|number} instant
 */
export function dayText(instant) {
  return new Date(instant).toISOString().slice(0, 10);
}

/**
 * `28 Jan 2026`: the UTC day in words.
 * @param {string} instant
 */
export function dateText(instant) {
  return mediumDate.format(new Date(instant));
}

/**
 * `28 Jan`: the UTC day where there is little room.
 * @param {string} instant
 */
export function shortDateText(instant) {
  return shortDate.format(new Date(instant));
}

/**
 * A `time` element that shows an instant; the exact UTC instant is its hover text and its `datetime`.
 * @param {string|null|undefined} instant
 * @param {TimeStyle} [style]
 */
export function timeElement(instant, style = 'relative') {
  if (!instant) return element('span', {}, '–');
  const node = element('time', { dateTime: new Date(instant).toISOString(), title: utcText(instant), 'data-style': style });
  writeTime(node, Date.now());
  return node;
}

/**
 * Brings the relative times below `root` up to date.
 * @param {HTMLElement} root
 */
export function refreshTimes(root) {
  const now = Date.now();
  for (const node of root.querySelectorAll('time')) if (node.dataset.style === 'relative') writeTime(node, now);
}

/**
 * @param {HTMLTimeElement} node
 * @param {number} now
 */
function writeTime(node, now) {
  const { style } = node.dataset;
  node.textContent = style === 'utc' ? utcText(node.dateTime)
    : style === 'local' ? localText(node.dateTime)
      : relativeText(node.dateTime, now);
}
