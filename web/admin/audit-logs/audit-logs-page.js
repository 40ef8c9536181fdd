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
  #status = new TableStatus(() => this.#rows.goOn());
  #table = new VirtualTable('Audit logs, newest first', (event, column) => cellContent(event, column, this.#view.time), showEvent);

  constructor(api, tray) {
    this.#api = api;
    const wide = matchMedia('(min-width: 48rem)').matches;
    this.node = element('section', { class: 'audit-logs' },
      element('div', { class: 'title-row' },
        element('h1', {}, 'Audit logs'),
        exportButtons(format => tray.start({ report: 'audit-logs', format, ...this.#exportFilters() }))),
      this.#presets,
      element('details', { class: 'filter-box', open: wide }, element('summary', {}, 'Filters'), this.#form.node),
      element('div', { class: 'table-bar' }, this.#status.node, element('div', { class: 'table-settings' }, this.#timeChoice.node, this.#columnChoice.node)),
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
    if (!before || before.hidden.join() !== view.hidden.join()) this.#table.columns = columns.filter(column => !view.hidden.includes(column.name));
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

function sameRows(one, other) {
  return JSON.stringify([one.filters, one.range]) === JSON.stringify([other.filters, other.range]);
}
