import { browseAuditLogs } from '../api/audit-logs.js';
import { element } from '../app/dom.js';
import { PagedRows } from '../table/paged-rows.js';
import { VirtualTable } from '../table/virtual-table.js';
import { refreshTimes } from '../text/times.js';
import { ColumnChoice } from './column-choice.js';
import { columns } from './columns.js';
import { cellContent } from './event-cells.js';
import { showEvent } from './event-window.js';
import { exportButtons } from './export-buttons.js';
import { FilterForm } from './filter-form.js';
import { presetLinks } from './presets.js';
import { TableStatus } from './table-status.js';
import { TimeChoice } from './time-choice.js';
import { queryOf, readView, writeView } from './view.js';

const minute = 60_000;

/** What somebody downloads as CSV from a page is opened in a spreadsheet more often than not. */
const spreadsheetOptions = { bom: true, spreadsheetSafe: true };

/** Shows the audit logs as the address asks; done when the first rows are there. */
export function show(main, { api, tray }) {
  const page = new AuditLogsPage(api, tray);
  main.replaceChildren(page.node);
  return page.showAddress();
}

/** Holds the page's parts together: a change of any part makes a new view, the view goes into the address, and all parts follow it. */
class AuditLogsPage {
  #api;
  #view;
  #query;
  #rows;
  #form = new FilterForm(change => this.#change(change));
  #columnChoice = new ColumnChoice(hidden => this.#change({ hidden }));
  #timeChoice = new TimeChoice(time => this.#change({ time }));
  #presets = element('div');
  #filterBox;
  #filterTitle = element('summary', {}, 'Filters');
  #clear = element('button', { type: 'button', class: 'plain', hidden: true, on: { click: () => this.#change({ filters: {}, range: {} }) } }, 'Clear filters');
  #status = new TableStatus(() => this.#rows.goOn());
  #table = new VirtualTable('Audit logs, newest first', (event, column) => cellContent(event, column, this.#view.time), showEvent, 'Nothing that was logged fits these filters.');

  constructor(api, tray) {
    this.#api = api;
    const wide = matchMedia('(min-width: 48rem)');
    wide.addEventListener('change', () => { this.#filterBox.open = wide.matches; });
    this.#filterBox = element('details', { class: 'filter-box', open: wide.matches }, this.#filterTitle, this.#form.node);
    this.node = element('section', { class: 'audit-logs' },
      element('div', { class: 'title-row' },
        element('h1', {}, 'Audit logs'),
        exportButtons(format => tray.start({ report: 'audit-logs', format, ...this.#exportFilters(), ...format === 'CSV' ? spreadsheetOptions : {} }))),
      this.#presets,
      this.#filterBox,
      element('div', { class: 'table-bar' }, element('div', { class: 'button-row' }, this.#status.node, this.#clear),
        element('div', { class: 'table-settings' }, this.#timeChoice.node, this.#columnChoice.node)),
      this.#table.node);
    addEventListener('popstate', () => this.showAddress());
    setInterval(() => refreshTimes(this.node), minute);
  }

  /** Shows what the address asks for; done when the first rows are there. */
  showAddress() {
    return this.#showView(readView(location.search));
  }

  #change(change) {
    const view = { ...this.#view, ...change };
    if (writeView(view) === writeView(this.#view)) return;
    history.pushState(null, '', writeView(view));
    this.#showView(view);
  }

  #showView(view) {
    const before = this.#view;
    this.#view = view;
    this.#form.show(view);
    this.#columnChoice.show(view.hidden);
    this.#timeChoice.show(view.time);
    this.#presets.replaceChildren(presetLinks(view, target => this.#change(target)));
    const filterCount = Object.keys(view.filters).length + (Object.keys(view.range).length > 0 ? 1 : 0);
    this.#filterTitle.textContent = filterCount === 0 ? 'Filters' : `Filters (${filterCount})`;
    this.#clear.hidden = filterCount === 0;
    if (!before || shownColumns(before) !== shownColumns(view)) this.#table.columns = columnsOf(view);
    if (before && sameRows(before, view)) return this.#table.redraw();
    return this.#loadRows();
  }

  async #loadRows() {
    this.#rows?.stop();
    this.#query = queryOf(this.#view);
    const query = this.#query;
    const rows = new PagedRows(async (page, signal) => {
      const answer = await browseAuditLogs(this.#api, { ...query, ...page }, signal);
      this.#form.suggest(answer.rows);
      return answer;
    }, () => {
      this.#status.show(rows);
      this.#table.refresh();
    });
    this.#rows = rows;
    this.#table.rows = rows;
    await rows.loadFirst();
  }

  /** Exactly what the table is filtered by, as an export takes it. */
  #exportFilters() {
    const { since, until, ...filters } = this.#query;
    return { since, until, filters: Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, [value]])) };
  }
}

function columnsOf({ hidden, time }) {
  return columns.filter(column => !hidden.includes(column.name)).map(column => ({ ...column, width: time === 'relative' ? column.width : column.exactWidth ?? column.width }));
}

function shownColumns(view) {
  return columnsOf(view).map(column => `${column.name} ${column.width}`).join();
}

function sameRows(one, other) {
  return JSON.stringify([one.filters, one.range]) === JSON.stringify([other.filters, other.range]);
}
