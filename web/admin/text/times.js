import { element } from '../app/dom.js';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const localTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const mediumDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const shortDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const units = [['year', 31_557_600], ['month', 2_629_800], ['week', 604_800], ['day', 86_400], ['hour', 3600], ['minute', 60]];

/** `3 hours ago`, `in 5 minutes`, from the largest unit that fits. */
export function relativeText(instant, now = Date.now()) {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  for (const [unit, length] of units) if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  return seconds <= 0 ? 'just now' : 'in a moment';
}

/** `2026-01-28 08:46:57.012 UTC`: the exact instant. */
export function utcText(instant) {
  return new Date(instant).toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/** The instant in the reader's own time zone. */
export function localText(instant) {
  return localTime.format(new Date(instant));
}

/** `2026-01-28`: the UTC day. */
export function dayText(instant) {
  return new Date(instant).toISOString().slice(0, 10);
}

/** `28 Jan 2026`: the UTC day in words. */
export function dateText(instant) {
  return mediumDate.format(new Date(instant));
}

/** `28 Jan`: the UTC day where there is little room. */
export function shortDateText(instant) {
  return shortDate.format(new Date(instant));
}

/**
 * A `time` element that shows an instant; the exact UTC instant is its hover text and its `datetime`.
 * @param {'relative'|'utc'|'local'} style
 */
export function timeElement(instant, style = 'relative') {
  if (!instant) return element('span', {}, '–');
  const node = element('time', { dateTime: new Date(instant).toISOString(), title: utcText(instant) });
  node.dataset.style = style;
  writeTime(node, Date.now());
  return node;
}

/** Brings the relative times below `root` up to date. */
export function refreshTimes(root) {
  const now = Date.now();
  for (const node of root.querySelectorAll('time[data-style=relative]')) writeTime(node, now);
}

function writeTime(node, now) {
  const style = node.dataset.style;
  node.textContent = style === 'utc' ? utcText(node.dateTime) : style === 'local' ? localText(node.dateTime) : relativeText(node.dateTime, now);
}
