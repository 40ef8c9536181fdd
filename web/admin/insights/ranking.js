import { readMetrics } from '../api/metrics.js';
import { element } from '../app/dom.js';
import { foreignText } from '../text/linked-text.js';
import { countText, measureText } from '../text/numbers.js';
import { ChartPanel, rowsLink } from './chart-panel.js';
import { unitOf } from './kpis.js';
import { definitionsOf, titleOf } from './trends.js';
import { rowsAddress, spanOf, writeView } from './view.js';

/**
 * @typedef {import('../api/metrics.js').Dimension} Dimension
 * @typedef {import('../api/metrics.js').MeasureName} MeasureName
 * @typedef {import('../api/metrics.js').Metrics} Metrics
 * @typedef {import('../api/metrics.js').MetricsGroup} MetricsGroup
 * @typedef {import('./view.js').View} View
 *
 * `usual`: the measure that orders it until the reader chooses another. `isWithout`: rows of zero are left out.
 * @typedef {{name: string, title: string, head: string, dimension: Dimension, usual: MeasureName, columns: MeasureName[],
 *   report: string, isWithoutZero?: boolean}} RankingSettings
 */

const shown = 10;

/** As many values as a filter of the rows behind a number is filled in with. */
const mostValues = 50;

/** @type {RankingSettings[]} */
export const rankings = [
  { name: 'organizations', title: 'Organizations', head: 'Organization', dimension: 'organization', usual: 'recipeRuns',
    report: 'recipe-runs', columns: ['recipeRuns', 'users', 'repositoriesChanged', 'hoursSaved', 'commits', 'failures'] },
  { name: 'people', title: 'Top users', head: 'User', dimension: 'user', usual: 'recipeRuns', report: 'recipe-runs',
    columns: ['recipeRuns', 'recipes', 'repositoriesChanged', 'hoursSaved', 'commits', 'failures'] },
  { name: 'recipes', title: 'Top recipes', head: 'Recipe', dimension: 'recipe', usual: 'recipeRuns', report: 'recipe-runs',
    columns: ['recipeRuns', 'users', 'repositoriesChanged', 'hoursSaved', 'failures'] },
  { name: 'committed', title: 'Top recipes with commits', head: 'Recipe', dimension: 'recipe', usual: 'commits', report: 'usage',
    columns: ['commits', 'completionRate', 'repositoriesCommitted', 'hoursSaved'], isWithoutZero: true },
];

/** Groups by a measure: a chart of it, and a table whose headings order both. A name narrows the page to that group. */
export class Ranking {
  #settings;
  #panel;
  #onChange;
  #asked = '';
  #table = element('div', { class: 'panel-table', tabIndex: 0, role: 'region' });
  #note = element('p', { class: 'quiet small' });
  /** @type {Metrics|null} */
  metrics = null;
  node;

  /**
   * @param {RankingSettings} settings
   * @param {(change: Partial<View>) => void} onChange
   */
  constructor(settings, onChange) {
    this.#settings = settings;
    this.#onChange = onChange;
    this.#panel = new ChartPanel(settings.title, { withTable: false });
    this.#table.setAttribute('aria-label', `${settings.title}, table`);
    this.node = this.#panel.node;
    this.node.classList.add('ranking');
    this.node.append(this.#table, this.#note);
  }

  /**
   * Reads the ranking of a view; asks the API only when something it depends on has changed.
   * @param {import('../api/client.js').ApiClient} api
   * @param {View} view
   * @param {import('../api/client.js').Query} query
   * @param {AbortSignal} signal
   */
  async load(api, view, query, signal) {
    const { dimension, usual, name } = this.#settings;
    const sort = view.sorts[name] ?? usual;
    const full = { ...query, groupBy: dimension, sort, first: view.filters[dimension] ? mostValues : shown };
    const text = JSON.stringify(full);
    if (text === this.#asked) return;
    this.#asked = '';
    const metrics = await readMetrics(api, full, signal);
    if (signal.aborted) return;
    this.metrics = metrics;
    this.#asked = text;
  }

  /**
   * The values that a filter of the page stands for: reports know no patterns and no other writing of a name. Null when they are too many.
   * @returns {string[]|null}
   */
  get keys() {
    const { groups = [], groupCount = 0 } = this.metrics ?? {};
    const keys = groups.map(({ key }) => key ?? '');
    return groupCount > groups.length || keys.includes('') ? null : keys;
  }

  /** The dimension that it groups by. */
  get dimension() {
    return this.#settings.dimension;
  }

  redraw() {
    return this.#panel.draw();
  }

  /**
   * Shows what was read.
   * @param {View} view
   * @param {Parameters<typeof rowsAddress>[2]} rowFilters What the rows behind a number are filtered by.
   */
  async show(view, rowFilters) {
    const { metrics } = this;
    if (metrics === null) return;
    const sort = view.sorts[this.#settings.name] ?? this.#settings.usual;
    const { title, head, columns, isWithoutZero, report, name, dimension } = this.#settings;
    const groups = metrics.groups.filter(({ total }) => !isWithoutZero || (total.commits ?? 0) > 0).slice(0, shown);
    const links = groups.map(({ key }) => rowsAddress(report, spanOf(metrics), { ...rowFilters, [dimension]: key ?? null }));
    const labels = groups.map(labelOf);
    const measure = titleOf(sort, metrics);
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.column : undefined;
    const nothing = element('p', { class: 'quiet' }, 'Nothing in this window.');
    this.#table.replaceChildren(groups.length === 0 ? nothing : element('table', { class: 'plain-table' },
      element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, head),
        ...columns.flatMap(column => [this.#heading(column, sort, view, metrics), ...column === sort ? [shareHeading()] : []]),
        element('th', { scope: 'col' }, element('span', { class: 'visually-hidden' }, 'Rows')))),
      element('tbody', {}, ...groups.map((group, index) => element('tr', {},
        element('th', { scope: 'row' }, this.#name(group, view)),
        ...columns.flatMap(column => [
          element('td', { class: 'number' }, measureText(group.total[column], unitOf(column))),
          ...column === sort ? [shareCell(group.total[column], metrics.total[column], column)] : [],
        ]),
        element('td', {}, rowsLink(links[index] ?? null, labels[index] ?? '')))))));
    // A heading that was pressed keeps the keyboard.
    const heading = focused ? this.#table.querySelector(`[data-column=${focused}]`) : null;
    if (heading instanceof HTMLElement) heading.focus();
    this.#note.textContent = metrics.groupCount > groups.length && !isWithoutZero
      ? `The first ${countText(groups.length)} of ${countText(metrics.groupCount)}, by ${measure.toLowerCase()}.` : '';
    await this.#panel.show(
      { title: `${title} by ${measure.toLowerCase()}`, kind: 'ranking', unit: measure, axis: head, labels, links,
        series: [{ name: measure, values: groups.map(({ total }) => scaled(total[sort], sort)) }] },
      { definitions: definitionsOf(columns, metrics), fileName: `insights-${name}-${metrics.since}-to-${spanOf(metrics).to}` },
      csvRows(this.#settings, groups, metrics));
  }

  /**
   * @param {MeasureName} column
   * @param {MeasureName} sort
   * @param {View} view
   * @param {Metrics} metrics
   */
  #heading(column, sort, view, metrics) {
    const { name, usual } = this.#settings;
    const choose = () => {
      const { [name]: _, ...others } = view.sorts;
      this.#onChange({ sorts: column === usual ? others : { ...others, [name]: column } });
    };
    return element('th', { scope: 'col', class: 'number', 'aria-sort': column === sort ? 'descending' : undefined },
      element('button', { type: 'button', class: 'plain sort', 'data-column': `${name}-${column}`, on: { click: choose } },
        titleOf(column, metrics), element('span', { 'aria-hidden': 'true' }, column === sort ? ' ▼' : '')));
  }

  /**
   * The name of a group as a link to the page narrowed to it; plain text where no filter can say it.
   * @param {MetricsGroup} group
   * @param {View} view
   */
  #name(group, view) {
    const text = foreignText(labelOf(group));
    const { dimension } = this.#settings;
    if (!group.key || (dimension === 'recipe' && group.key.includes('*'))) return text;
    const change = { filters: { ...view.filters, [dimension]: group.key } };
    const click = (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      this.#onChange(change);
    };
    return element('a', { href: location.pathname + writeView({ ...view, ...change }), title: group.key, on: { click } }, text);
  }
}

function shareHeading() {
  return element('th', { scope: 'col', class: 'number' }, 'Share');
}

/**
 * `34 %` of the whole window's number; of a rate there is no share.
 * @param {number|undefined} part
 * @param {number|undefined} whole
 * @param {string} measure
 */
function shareCell(part, whole, measure) {
  const hasShare = unitOf(measure) !== 'ratio' && part !== undefined && whole;
  return element('td', { class: 'number quiet' }, hasShare ? `${countText(Math.round(part / whole * 100))} %` : '–');
}

/** @param {MetricsGroup} group */
function labelOf({ key, name }) {
  return name || key || '(none)';
}

/**
 * @param {number|undefined} value
 * @param {string} measure
 */
function scaled(value, measure) {
  return value !== undefined && unitOf(measure) === 'ratio' ? Math.round(value * 1000) / 10 : value ?? null;
}

/**
 * @param {RankingSettings} settings
 * @param {MetricsGroup[]} groups
 * @param {Metrics} metrics
 */
function csvRows({ head, columns }, groups, metrics) {
  return [[head, `${head} id`, ...columns.map(column => titleOf(column, metrics))],
    ...groups.map(group => [labelOf(group), group.key ?? null, ...columns.map(column => group.total[column] ?? null)])];
}
