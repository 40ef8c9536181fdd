import { isRunning, listExports } from '../api/exports.js';
import { element } from '../app/dom.js';
import { problemNotice } from '../app/problems.js';
import { ExportRow } from './export-row.js';

/** @typedef {import('../api/exports.js').Job} Job */

const pollMilliseconds = 2000;

/** @type {{title: string, kind?: string}[]} */
const heads = [
  { title: 'Export' }, { title: 'State' }, { title: 'Asked by' }, { title: 'Rows', kind: 'number' }, { title: 'Size', kind: 'number' },
  { title: 'Started' }, { title: 'Expires' },
];

/** All exports, newest first; follows those that run. */
export class ExportList {
  #api;
  #tray;
  /** @type {Map<string, ExportRow>} */
  #rows = new Map();
  /** @type {string|null} */
  #next = null;
  #timer = 0;
  #body = element('tbody');
  #table;
  #status = element('p', { class: 'quiet', role: 'status' }, 'Loading…');
  #empty = element('div', { class: 'empty', hidden: true }, element('strong', {}, 'No exports yet'),
    'Download a report above. It is listed here for every administrator until its file expires.');
  #problem = element('div');
  #more = element('button', { type: 'button', hidden: true, on: { click: () => void this.#loadMore() } }, 'Show older exports');

  /**
   * @param {import('../api/client.js').ApiClient} api
   * @param {import('./export-tray.js').ExportTray} tray
   */
  constructor(api, tray) {
    this.#api = api;
    this.#tray = tray;
    this.#table = element('div', { class: 'wide-content', tabIndex: 0, role: 'group', 'aria-label': 'Table of exports', hidden: true },
      element('table', { class: 'list' },
        element('thead', {}, element('tr', {},
          ...heads.map(({ title, kind }) => element('th', { scope: 'col', class: kind }, title)),
          element('th', { scope: 'col' }, element('span', { class: 'visually-hidden' }, 'Actions')))),
        this.#body));
    this.node = element('section', { class: 'export-list', 'aria-labelledby': 'exports-title' },
      element('h2', { id: 'exports-title' }, 'Exports'),
      this.#status, this.#problem, this.#empty, this.#table,
      element('div', {}, this.#more));
    document.addEventListener('visibilitychange', () => this.#planRefresh());
  }

  /** Reads the newest exports, and goes on doing so while one of them runs. */
  async refresh() {
    clearTimeout(this.#timer);
    await this.#attempt(async () => {
      const { jobs, next } = await listExports(this.#api);
      if (this.#rows.size === 0) this.#setNext(next);
      for (const job of jobs.toReversed()) this.#show(job, row => this.#body.prepend(row));
      this.#removeMissing(jobs, next);
      this.#status.hidden = true;
      this.#empty.hidden = this.#rows.size > 0;
      this.#table.hidden = this.#rows.size === 0;
    });
    this.#planRefresh();
  }

  async #loadMore() {
    await this.#attempt(async () => {
      const { jobs, next } = await listExports(this.#api, this.#next);
      for (const job of jobs) this.#show(job, row => this.#body.append(row));
      this.#setNext(next);
    });
  }

  /**
   * @param {Job} job
   * @param {(row: HTMLElement) => void} place Where a row goes that is new.
   */
  #show(job, place) {
    const known = this.#rows.get(job.id);
    if (known) {
      known.show(job);
      return;
    }

    const row = new ExportRow(this.#api, this.#tray, job, () => this.refresh());
    this.#rows.set(job.id, row);
    place(row.node);
  }

  /**
   * Takes out what the newest page does not hold any more although it is as new.
   * @param {Job[]} jobs
   * @param {string|null} next
   */
  #removeMissing(jobs, next) {
    const ids = new Set(jobs.map(job => job.id));
    const oldest = next ? jobs.at(-1)?.createdAt ?? '' : '';
    for (const [id, row] of this.#rows) {
      if (ids.has(id) || row.job.createdAt < oldest) continue;
      row.node.remove();
      this.#rows.delete(id);
    }
  }

  /** @param {string|null} next */
  #setNext(next) {
    this.#next = next;
    this.#more.hidden = !next;
  }

  #planRefresh() {
    clearTimeout(this.#timer);
    const isSomethingRunning = [...this.#rows.values()].some(row => isRunning(row.job));
    if (isSomethingRunning && !document.hidden) this.#timer = setTimeout(() => this.refresh(), pollMilliseconds);
  }

  /** @param {() => Promise<void>} action */
  async #attempt(action) {
    try {
      await action();
      this.#problem.replaceChildren();
    } catch (problem) {
      this.#status.hidden = true;
      this.#problem.replaceChildren(problemNotice(problem));
    }
  }
}
