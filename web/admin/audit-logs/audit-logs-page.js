import { browseAuditLogs } from '../api/audit-logs.js';
import { element } from '../app/dom.js';
import { PagedRows } from '../table/paged-rows.js';
import { VirtualTable } from '../table/virtual-table.js';
import { refreshTimes } from '../text/times.js';
import { shownColumns } from './columns.js';
import { cellContent, showEvent } from './event-view.js';
import { FilterForm } from './filter-form.js';
import { presetLinks } from './presets.js';
import { ColumnChoice, TimeChoice } from './table-settings.js';
import { TableStatus } from './table-status.js';
import { queryOf, readView, writeView } from './view.js';

/**
 * @typedef {import('../api/audit-logs.js').AuditEvent} AuditEvent
 * @typedef {import('./view.js').View} View
 */

const minute = 60_000;

/** CSV files that are downloaded from a page are mostly opened in a spreadsheet. */
const spreadsheetOptions = { bom: true, spreadsheetSafe: true };

const formats = [
  { name: 'CEF', label: 'Export to CEF', kind: 'primary' },
  { name: 'CSV', label: 'CSV' },
  { name: 'JSONL', label: 'JSON Lines' },
  { name: 'OCSF', label: 'OCSF' },
];

/**
 * Shows the audit logs as the address asks; done when the first rows are there.
 * @type {import('../app/pages.js').Show}
 */
export function show(main, { api, tray }) {
  const page = new AuditLogsPage(api, tray);
  main.replaceChildren(page.node);
  return page.showAddress();
}

/** Holds the page's parts together: a change of any part makes a new view, the view goes into the address, and all parts follow it. */
class AuditLogsPage {
  #api;
  #tray;
  #view = readView('');
  #query = queryOf(this.#view);
  /** @type {PagedRows<AuditEvent>|undefined} */
  #rows;
  #form = new FilterForm(change => this.#change(change));
  #columnChoice = new ColumnChoice(hidden => this.#change({ hidden }));
  #timeChoice = new TimeChoice(time => this.#change({ time }));
  #presets = element('div');
  #filterTitle = element('summary', {}, 'Filters');
  #clear = element('button', { type: 'button', class: 'plain', hidden: true, on: { click: () => this.#clearFilters() } }, 'Clear filters');
  #status = new TableStatus(() => this.#rows?.goOn());
  /** @type {VirtualTable<AuditEvent, import('./columns.js').ColumnName>} */
  #table = new VirtualTable('Audit logs, newest first', (event, column) => cellContent(event, column, this.#view.time), showEvent,
    'Nothing that was logged fits these filters.');

  /**
   * @param {import('../api/client.js').ApiClient} api
   * @param {import('../exports/export-tray.js').ExportTray} tray
   */
  constructor(api, tray) {
    this.#api = api;
    this.#tray = tray;
    const wide = matchMedia('(min-width: 48rem)');
    const filterBox = element('details', { class: 'filter-box', open: wide.matches }, this.#filterTitle, this.#form.node);
    wide.addEventListener('change', () => { filterBox.open = wide.matches; });
    this.node = element('section', { class: 'audit-logs' },
      element('div', { class: 'title-row' }, element('h1', {}, 'Audit logs'), this.#exportButtons()),
      this.#presets,
      filterBox,
      element('div', { class: 'table-bar' }, element('div', { class: 'button-row' }, this.#status.node, this.#clear),
        element('div', { class: 'table-settings' }, this.#timeChoice.node, this.#columnChoice.node)),
      this.#table.node);
    addEventListener('popstate', () => void this.showAddress());
    setInterval(() => refreshTimes(this.node), minute);
  }

  /** Shows what the address asks for; done when the first rows are there. */
  async showAddress() {
    await this.#showView(readView(location.search));
  }

  #clearFilters() {
    this.#change({ filters: {}, range: {} });
  }

  /** @param {Partial<View>} change */
  #change(change) {
    const view = { ...this.#view, ...change };
    if (writeView(view) === writeView(this.#view)) return;
    history.pushState(null, '', location.pathname + writeView(view));
    this.#showView(view);
  }

  /** @param {View} view */
  async #showView(view) {
    const before = this.#rows ? this.#view : null;
    this.#view = view;
    this.#form.show(view);
    this.#columnChoice.show(view.hidden);
    this.#timeChoice.show(view.time);
    this.#presets.replaceChildren(presetLinks(view, target => this.#change(target)));
    const filterCount = Object.keys(view.filters).length + (Object.keys(view.range).length > 0 ? 1 : 0);
    this.#filterTitle.textContent = filterCount === 0 ? 'Filters' : `Filters (${filterCount})`;
    this.#clear.hidden = filterCount === 0;
    if (!before || columnText(before) !== columnText(view)) this.#table.columns = shownColumns(view);
    if (before && sameRows(before, view)) this.#table.redraw();
    else await this.#loadRows();
  }

  async #loadRows() {
    this.#rows?.stop();
    const query = queryOf(this.#view);
    this.#query = query;
    /** @type {PagedRows<AuditEvent>} */
    const rows = new PagedRows(async (range, signal) => {
      const { filters, since, until } = query;
      const page = await browseAuditLogs(this.#api, { ...filters, since, until, ...range }, signal);
      this.#form.suggest(page.rows);
      return page;
    }, () => {
      this.#status.show(rows);
      this.#table.refresh();
    });
    this.#rows = rows;
    this.#table.rows = rows;
    await rows.loadFirst();
  }

  /** A button for each format; each exports exactly what is filtered. */
  #exportButtons() {
    return element('div', { class: 'button-row', role: 'group', 'aria-label': 'Export what is filtered' },
      ...formats.map(({ name, label, kind }) => {
        const addition = kind === 'primary' ? null : element('span', { class: 'visually-hidden' }, ' export');
        return element('button', { type: 'button', class: kind, on: { click: () => void this.#export(name) } }, label, addition);
      }));
  }

  /** @param {string} format */
  #export(format) {
    const { since, until } = this.#query;
    const filters = Object.fromEntries(Object.entries(this.#query.filters).map(([name, value]) => [name, [value]]));
    return this.#tray.start({ report: 'audit-logs', format, since, until, filters, ...format === 'CSV' ? spreadsheetOptions : {} });
  }
}

/** @param {View} view */
function columnText(view) {
  return JSON.stringify(shownColumns(view));
}

/**
 * @param {View} one
 * @param {View} other
 */
function sameRows(one, other) {
  return JSON.stringify([one.filters, one.range]) === JSON.stringify([other.filters, other.range]);
}
