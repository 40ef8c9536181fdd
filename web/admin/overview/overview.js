import { readOverview } from '../api/reports.js';
import { element, svgElement } from '../app/dom.js';
import { problemNotice } from '../app/problems.js';
import { countOf, countText } from '../text/numbers.js';
import { dateText, shortDateText } from '../text/times.js';

/**
 * @typedef {import('../api/reports.js').Week} Week
 * @typedef {{title: string, unit: string, value: (week: Week) => number, isBad?: boolean}} Chart
 */

const day = 86_400_000;
const fewestWeeks = 8;

/** The size of a chart, and the part of a bar's place that stays empty. */
const width = 260;
const height = 72;
const gap = 0.25;

/** @type {Chart[]} */
const charts = [
  { title: 'Recipe runs', unit: 'runs', value: week => week.runs },
  { title: 'Commits', unit: 'commits', value: week => week.commits },
  { title: 'Hours saved', unit: 'hours', value: week => Math.round(week.minutesSaved / 60) },
  { title: 'Failed actions', unit: 'failures', value: week => week.failures, isBad: true },
];

/**
 * Small charts of the last weeks. Their boxes stand before their figures come, so that nothing below moves away from under a pointer.
 * Goes when the API has no overview.
 */
export class Overview {
  #api;
  #weeks = element('span', { class: 'quiet' }, 'Reading the last 26 weeks…');
  #charts = element('div', { class: 'charts' }, ...charts.map(emptyFigure));
  node = element('section', { class: 'overview', 'aria-labelledby': 'overview-title', 'aria-busy': 'true' },
    element('div', { class: 'heading-row' }, element('h2', { id: 'overview-title' }, 'Overview'), this.#weeks), this.#charts);

  /** @param {import('../api/client.js').ApiClient} api */
  constructor(api) {
    this.#api = api;
  }

  async load() {
    try {
      const overview = await readOverview(this.#api);
      if (overview === null || overview.weeks.length === 0) {
        this.node.hidden = true;
        return;
      }

      const weeks = withoutEmptyBeginning(overview.weeks);
      this.#weeks.textContent = `${countOf(weeks.length, 'week')}, ${spanText(weeks)}`;
      this.#charts.replaceChildren(...charts.map(chart => figure(chart, weeks)));
    } catch (problem) {
      this.#weeks.textContent = '';
      this.#charts.replaceChildren(problemNotice(problem));
    } finally {
      this.node.setAttribute('aria-busy', 'false');
    }
  }
}

/**
 * Leaves out the weeks before anything happened, but shows at least {@link fewestWeeks}.
 * @param {Week[]} weeks
 */
export function withoutEmptyBeginning(weeks) {
  const first = weeks.findIndex(week => week.runs + week.commits + week.failures > 0);
  return weeks.slice(Math.max(0, Math.min(first, weeks.length - fewestWeeks)));
}

/**
 * From the Monday of the first week to the Sunday of the last: `5 Jan 2026 to 1 Mar 2026`.
 * @param {Week[]} weeks
 */
export function spanText(weeks) {
  const lastDay = new Date(Date.parse(weeks.at(-1)?.week ?? '') + 6 * day).toISOString();
  return `${dateText(weeks[0]?.week ?? '')} to ${dateText(lastDay)}`;
}

/**
 * @param {Chart} chart
 * @param {Week[]} weeks
 */
function figure({ title, unit, isBad, value }, weeks) {
  const bars = weeks.map(week => ({ label: week.week, value: value(week) }));
  const [first = '', last = ''] = [bars[0]?.label, bars.at(-1)?.label];
  const sum = countText(bars.reduce((total, bar) => total + bar.value, 0));
  const most = countText(Math.max(...bars.map(bar => bar.value)));
  const weekly = `${title} per week, from the week of ${first} to that of ${last}`;
  const description = `${weekly}: ${sum} ${unit} in all, ${most} in the fullest week.`;
  return box(title, isBad, sum, barChart(bars, description, unit), shortDateText(first), shortDateText(last));
}

/** @param {Chart} chart */
function emptyFigure({ title, isBad }) {
  return box(title, isBad, '…', element('div', { class: 'bars' }), '\u00a0', '');
}

/**
 * @param {string} title
 * @param {boolean|undefined} isBad
 * @param {string} sum
 * @param {Element} bars
 * @param {string} first
 * @param {string} last
 */
function box(title, isBad, sum, bars, first, last) {
  return element('figure', { class: isBad ? 'chart bad' : 'chart' },
    element('figcaption', {}, element('span', { class: 'quiet' }, title), element('strong', { class: 'chart-sum' }, sum)),
    bars,
    element('div', { class: 'chart-ends quiet', 'aria-hidden': 'true' }, element('span', {}, first), element('span', {}, last)));
}

/**
 * A small bar chart. It stands as one picture with a description for screen readers; each bar names its value on hover.
 * @param {{label: string, value: number}[]} bars From left to right.
 * @param {string} description The chart in one sentence.
 * @param {string} unit What is counted.
 */
function barChart(bars, description, unit) {
  const highest = Math.max(1, ...bars.map(bar => bar.value));
  const step = width / bars.length;
  const viewBox = `0 0 ${width} ${height}`;
  return svgElement('svg', { viewBox, preserveAspectRatio: 'none', role: 'img', 'aria-label': description, class: 'bars' },
    ...bars.map(({ label, value }, index) => {
      const length = value === 0 ? 0 : Math.max(1.5, value / highest * (height - 2));
      return svgElement('rect', { x: (index + gap / 2) * step, y: height - length - 1, width: step * (1 - gap), height: length },
        svgElement('title', {}, `Week of ${label}: ${countText(value)} ${unit}`));
    }),
    svgElement('line', { x1: 0, y1: height - 0.5, x2: width, y2: height - 0.5 }));
}
