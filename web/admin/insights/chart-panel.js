import { element, newId } from '../app/dom.js';
import { measureText } from '../text/numbers.js';
import { foreignText } from '../text/linked-text.js';
import { chartConfiguration, readTheme } from './chart-config.js';
import { loadChartLibrary } from './chart-library.js';
import { downloadCsv, downloadPicture } from './files.js';

/**
 * @typedef {import('./chart-config.js').ChartData} ChartData
 * @typedef {(string|number|null)[][]} Rows The first one is the header.
 */

/** A chart with all that belongs to it: how it is counted, its table, its files, and the way to the rows behind it. */
export class ChartPanel {
  /** @type {ChartData|null} */
  #data = null;
  /** @type {import('chart.js').Chart|null} */
  #chart = null;
  /** @type {Rows} */
  #rows = [];
  #fileName = '';
  #canvas = element('canvas', { role: 'img' });
  #definition = element('div', { class: 'definition' });
  #table = element('div', { class: 'panel-table', tabIndex: 0, role: 'region' });
  #tableBox;
  #buttons;
  node;

  /**
   * @param {string} title
   * @param {{withTable?: boolean}} [settings] `withTable`: false where the panel that holds this one has a table of its own.
   */
  constructor(title, { withTable = true } = {}) {
    const titleId = newId('panel');
    const named = (/** @type {string} */ text) => [text, element('span', { class: 'visually-hidden' }, ` of ${title}`)];
    const button = (/** @type {string} */ label, /** @type {() => void} */ click) =>
      element('button', { type: 'button', class: 'plain', disabled: true, on: { click } }, ...named(label));
    this.#buttons = [button('CSV', () => this.#downloadCsv()), button('Picture', () => void this.#downloadPicture())];
    this.#canvas.setAttribute('aria-label', title);
    this.#table.setAttribute('aria-label', `${title}, table`);
    this.#tableBox = withTable ? element('details', {}, element('summary', {}, ...named('Table')), this.#table) : null;
    this.node = element('section', { class: 'panel', 'aria-labelledby': titleId },
      element('div', { class: 'panel-head' },
        element('h3', { id: titleId }, title), element('div', { class: 'button-row' }, ...this.#buttons)),
      element('div', { class: 'canvas-box' }, this.#canvas),
      element('details', {}, element('summary', {}, 'How is this counted?', element('span', { class: 'visually-hidden' }, ` ${title}`)),
        this.#definition),
      this.#tableBox);
  }

  /**
   * @param {ChartData} data
   * @param {{definitions: {title: string, definition: string}[], fileName: string}} settings
   * @param {Rows} [rows] What the CSV file holds, where that is not the chart's own table.
   */
  async show(data, { definitions, fileName }, rows = csvRows(data)) {
    this.#data = data;
    this.#rows = rows;
    this.#fileName = fileName;
    this.#definition.replaceChildren(...definitions.map(({ title, definition }) =>
      element('p', {}, element('strong', {}, `${title}: `), definition)));
    if (this.#tableBox) this.#table.replaceChildren(tableOf(data));
    this.#canvas.setAttribute('aria-label', summaryOf(data, this.#tableBox !== null));
    for (const button of this.#buttons) button.disabled = false;
    await this.draw();
  }

  /** Draws the chart anew, in the colours that hold now. */
  async draw() {
    const Chart = await loadChartLibrary();
    const data = this.#data;
    if (data === null) return;
    this.#chart?.destroy();
    const open = (/** @type {number} */ index) => {
      const link = data.links[index];
      if (link) location.assign(link);
    };
    this.#chart = new Chart(this.#canvas, chartConfiguration(data, readTheme(), open));
  }

  #downloadCsv() {
    downloadCsv(this.#fileName, this.#rows);
  }

  async #downloadPicture() {
    if (this.#chart) await downloadPicture(this.#fileName, this.#chart, readTheme().surface);
  }
}

/**
 * The chart in a sentence, for those who do not see it.
 * @param {ChartData} data
 * @param {boolean} hasTable
 */
function summaryOf({ title, series, labels }, hasTable) {
  const [first, last] = [labels[0], labels.at(-1)];
  const names = series.length > 1 ? `, ${series.map(({ name }) => name).join(', ')}` : '';
  const highest = Math.max(0, ...series.flatMap(({ values }) => values.map(value => value ?? 0)));
  const span = labels.length === 0 ? 'nothing to show' : `from ${first} to ${last}, at most ${measureText(highest)}`;
  return `Chart: ${title}${names}, ${span}. The table ${hasTable ? 'below' : 'beside it'} holds the same numbers.`;
}

/** @param {ChartData} data */
function tableOf({ axis, labels, links, series }) {
  const hasLinks = links.some(link => link !== null);
  return element('table', { class: 'plain-table' },
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, axis),
      ...series.map(({ name }) => element('th', { scope: 'col', class: 'number' }, name)),
      hasLinks ? element('th', { scope: 'col' }, element('span', { class: 'visually-hidden' }, 'Rows')) : null)),
    element('tbody', {}, ...labels.map((label, index) => element('tr', {}, element('th', { scope: 'row' }, foreignText(label)),
      ...series.map(({ values }) => element('td', { class: 'number' }, measureText(values[index]))),
      hasLinks ? element('td', {}, rowsLink(links[index] ?? null, label)) : null))));
}

/**
 * The way to the rows behind a number.
 * @param {string|null} href
 * @param {string} label What the rows are of.
 */
export function rowsLink(href, label) {
  return href === null ? null : element('a', { href }, 'Rows', element('span', { class: 'visually-hidden' }, ` of ${label}`));
}

/**
 * @param {ChartData} data
 * @returns {Rows}
 */
function csvRows({ axis, labels, series }) {
  return [
    [axis, ...series.map(({ name }) => name)],
    ...labels.map((label, index) => [label, ...series.map(({ values }) => values[index] ?? null)]),
  ];
}
