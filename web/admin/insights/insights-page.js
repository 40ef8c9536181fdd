import { daysCounted } from '../api/metrics.js';
import { element } from '../app/dom.js';
import { messageOf } from '../app/problems.js';
import { countOf, countText } from '../text/numbers.js';
import { dateText, refreshTimes, timeElement } from '../text/times.js';
import { ChartPanel } from './chart-panel.js';
import { loadChartLibrary } from './chart-library.js';
import { FilterForm } from './filter-form.js';
import { KpiCards } from './kpis.js';
import { Ranking, rankings } from './ranking.js';
import { SavedViews } from './saved-views.js';
import { definitionsOf, trendData, trends } from './trends.js';
import { dimensions, queryOf, readView, spanOf, writeView } from './view.js';

/** @typedef {import('./view.js').View} View */

const minute = 60_000;

/** As the API asks for: `Retry-After: 5`. */
const retryPause = 5_000;

/**
 * Shows the numbers that the address asks for; done when they are there.
 * @type {import('../app/pages.js').Show}
 */
export function show(main, { api }) {
  // Its code comes while the API counts; a failure shows where a chart is drawn.
  loadChartLibrary().catch(() => {});
  const page = new InsightsPage(api);
  main.replaceChildren(page.node);
  return page.showAddress();
}

/** Holds the page's parts together: a change of any part makes a new view, the view goes into the address, and all parts follow it. */
class InsightsPage {
  #api;
  #view = readView('');
  #loading = new AbortController();
  #form;
  #savedViews = new SavedViews(view => this.#change(view));
  #status = element('p', { class: 'quiet', role: 'status' });
  #clear = element('button', { type: 'button', class: 'plain', hidden: true, on: { click: () => this.#change({ filters: {} }) } },
    'Clear filters');
  #retry = 0;
  #problem = element('div');
  #empty = element('div', { class: 'empty', hidden: true });
  #kpis = new KpiCards();
  #trends = trends.map(trend => ({ trend, panel: new ChartPanel(trend.title) }));
  #rankings = rankings.map(settings => new Ranking(settings, change => this.#change(change)));
  #numbers;

  /** @param {import('../api/client.js').ApiClient} api */
  constructor(api) {
    this.#api = api;
    this.#form = new FilterForm(api, change => this.#change(change));
    this.#numbers = element('div', { class: 'numbers' }, this.#kpis.node,
      element('h2', {}, 'Over time'), element('div', { class: 'panels' }, ...this.#trends.map(({ panel }) => panel.node)),
      element('h2', {}, 'Who and what'), element('div', { class: 'panels wide' }, ...this.#rankings.map(({ node }) => node)));
    const wide = matchMedia('(min-width: 48rem)');
    const filterBox = element('details', { class: 'filter-box', open: wide.matches }, element('summary', {}, 'Filters'), this.#form.node);
    wide.addEventListener('change', () => { filterBox.open = wide.matches; });
    this.node = element('section', { class: 'insights' }, element('h1', {}, 'Insights'), this.#savedViews.node, filterBox,
      element('div', { class: 'button-row' }, this.#status, this.#clear), this.#problem, this.#empty, this.#numbers);
    addEventListener('popstate', () => void this.showAddress());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => void this.#redraw());
    setInterval(() => refreshTimes(this.node), minute);
  }

  /** Shows what the address asks for; done when the numbers are there. */
  showAddress() {
    return this.#showView(readView(location.search));
  }

  /** @param {Partial<View>} change */
  #change(change) {
    const view = { ...this.#view, ...change };
    if (writeView(view) === writeView(this.#view)) return;
    history.pushState(null, '', location.pathname + writeView(view));
    void this.#showView(view);
  }

  /** @param {View} view */
  async #showView(view) {
    this.#view = view;
    this.#form.show(view);
    this.#savedViews.show(view);
    this.#clear.hidden = Object.keys(view.filters).length === 0;
    clearTimeout(this.#retry);
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    this.#numbers.setAttribute('aria-busy', 'true');
    this.#status.textContent = 'Counting…';
    try {
      const query = queryOf(view);
      await Promise.all(this.#rankings.map(ranking => ranking.load(this.#api, view, query, signal)));
      if (!signal.aborted) await this.#showNumbers(view);
    } catch (problem) {
      if (!signal.aborted) this.#showProblem(problem);
    } finally {
      if (!signal.aborted) this.#numbers.setAttribute('aria-busy', 'false');
    }
  }

  /** @param {View} view */
  async #showNumbers(view) {
    const metrics = this.#rankings[0]?.metrics;
    if (!metrics) return;
    const rowFilters = Object.fromEntries(dimensions.filter(name => view.filters[name]).map(name =>
      [name, this.#rankings.find(({ dimension }) => dimension === name)?.keys ?? null]));
    const isEmpty = !metrics.total.runResults && !metrics.total.commits;
    const span = spanOf(metrics);
    this.#problem.replaceChildren();
    const lastActivity = metrics.lastActivityAt ? [' · last activity ', timeElement(metrics.lastActivityAt)] : [];
    this.#status.replaceChildren(`${dateText(span.from)} to ${dateText(span.to)}, UTC days`, ...lastActivity,
      ' · counted ', timeElement(metrics.asOf));
    this.#numbers.hidden = isEmpty;
    this.#empty.hidden = !isEmpty;
    if (isEmpty) return this.#showEmpty(metrics.lastActivityAt);
    this.#kpis.show(metrics);
    await Promise.all([
      ...this.#trends.map(({ trend, panel }) => panel.show(trendData(trend, metrics, rowFilters), {
        definitions: definitionsOf(trend.measures, metrics), fileName: `insights-${trend.name}-${span.from}-to-${span.to}`,
      })),
      ...this.#rankings.map(ranking => ranking.show(view, rowFilters)),
    ]);
  }

  /** @param {string|undefined} lastActivityAt */
  #showEmpty(lastActivityAt) {
    this.#empty.replaceChildren(element('strong', {}, 'Nothing ran in this window'), lastActivityAt === undefined
      ? 'The activity log is empty. Numbers show as soon as recipe runs come in.'
      : element('span', {}, 'The last activity was ', timeElement(lastActivityAt), '. Choose another window, or take filters away.'));
  }

  /** @param {unknown} problem */
  #showProblem(problem) {
    this.#status.textContent = '';
    this.#numbers.hidden = true;
    this.#empty.hidden = true;
    const counted = daysCounted(problem);
    if (counted) return this.#showCounting(counted);
    const again = element('button', { type: 'button', on: { click: () => void this.#showView(this.#view) } }, 'Try again');
    this.#problem.replaceChildren(element('section', { class: 'notice error', role: 'alert' },
      element('strong', {}, 'The numbers could not be read'), element('p', {}, messageOf(problem)), again));
  }

  /**
   * The first count of a long log takes minutes; the page asks again until it is done.
   * @param {{daysReady: number, daysTotal: number}} counted
   */
  #showCounting({ daysReady, daysTotal }) {
    const label = `${countText(daysReady)} of ${countOf(daysTotal, 'day')} are counted. The numbers show as soon as all are.`;
    this.#problem.replaceChildren(element('section', { class: 'notice', role: 'status' },
      element('strong', {}, 'The numbers are being made'),
      element('progress', { value: daysReady, max: Math.max(1, daysTotal), 'aria-label': 'Days counted' }), element('p', {}, label)));
    this.#retry = setTimeout(() => void this.#showView(this.#view), retryPause);
  }

  async #redraw() {
    await Promise.all([...this.#trends.map(({ panel }) => panel.draw()), ...this.#rankings.map(ranking => ranking.redraw())]);
  }
}
