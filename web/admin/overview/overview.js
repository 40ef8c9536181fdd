import { readOverview } from '../api/overview.js';
import { element } from '../app/dom.js';
import { problemNotice } from '../app/problem-view.js';
import { countOf, countText } from '../text/numbers.js';
import { dateText, shortDateText } from '../text/times.js';
import { barChart } from './bar-chart.js';

const day = 86_400_000;
const fewestWeeks = 8;
const charts = [
  { name: 'runs', title: 'Recipe runs', unit: 'runs' },
  { name: 'commits', title: 'Commits', unit: 'commits' },
  { name: 'minutesSaved', title: 'Hours saved', unit: 'hours', value: week => Math.round(week.minutesSaved / 60) },
  { name: 'failures', title: 'Failed actions', unit: 'failures', isBad: true },
];

/**
 * Small charts of the last weeks. Their boxes stand before their figures come, so that nothing below moves away from under a pointer.
 * Goes when the API has no overview.
 */
export class Overview {
  #api;
  #weeks = element('span', { class: 'quiet' }, 'Reading the last 26 weeks\u2026');
  #charts = element('div', { class: 'charts' }, ...charts.map(emptyFigure));
  node = element('section', { class: 'overview', 'aria-labelledby': 'overview-title', 'aria-busy': 'true' },
    element('div', { class: 'heading-row' }, element('h2', { id: 'overview-title' }, 'Overview'), this.#weeks), this.#charts);

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
      this.#weeks.textContent = `${countOf(weeks.length, 'week')}, ${dateText(weeks[0].week)} to ${dateText(lastDayOf(weeks.at(-1).week))}`;
      this.#charts.replaceChildren(...charts.map(chart => figure(chart, weeks)));
    } catch (problem) {
      this.#weeks.textContent = '';
      this.#charts.replaceChildren(problemNotice(problem));
    } finally {
      this.node.setAttribute('aria-busy', 'false');
    }
  }
}

/** Leaves out the weeks before anything happened, but shows at least {@link fewestWeeks}. */
function withoutEmptyBeginning(weeks) {
  const first = weeks.findIndex(week => week.runs + week.commits + week.failures > 0);
  return weeks.slice(Math.max(0, Math.min(first, weeks.length - fewestWeeks)));
}

function figure({ name, title, unit, isBad, value = week => week[name] }, weeks) {
  const bars = weeks.map(week => ({ label: week.week, value: value(week) }));
  const sum = bars.reduce((total, bar) => total + bar.value, 0);
  const description = `${title} per week, from the week of ${bars[0].label} to that of ${bars.at(-1).label}: ${countText(sum)} ${unit} in all, ${countText(Math.max(...bars.map(bar => bar.value)))} in the fullest week.`;
  return box(title, isBad, countText(sum), barChart(bars, description, unit), shortDateText(bars[0].label), shortDateText(bars.at(-1).label));
}

function emptyFigure({ title, isBad }) {
  return box(title, isBad, '\u2026', element('div', { class: 'bars' }), '\u00a0', '');
}

function box(title, isBad, sum, bars, first, last) {
  return element('figure', { class: isBad ? 'chart bad' : 'chart' },
    element('figcaption', {}, element('span', { class: 'quiet' }, title), element('strong', { class: 'chart-sum' }, sum)),
    bars,
    element('div', { class: 'chart-ends quiet', 'aria-hidden': 'true' }, element('span', {}, first), element('span', {}, last)));
}

/** The Sunday of the week that begins on a Monday. */
function lastDayOf(monday) {
  return new Date(Date.parse(monday) + 6 * day).toISOString();
}
