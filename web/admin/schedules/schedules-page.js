import { readCatalogue } from '../api/reports.js';
import { changeSchedule, createSchedule, deleteSchedule, listSchedules, readSchedule } from '../api/schedules.js';
import { confirmed, element } from '../app/dom.js';
import { problemNotice } from '../app/problems.js';
import { refreshTimes } from '../text/times.js';
import { ScheduleRow } from './schedule-row.js';
import { editSchedule } from './schedule-window.js';

/**
 * @typedef {import('../api/client.js').ApiClient} ApiClient
 * @typedef {import('../api/reports.js').Report} Report
 * @typedef {import('../api/schedules.js').Schedule} Schedule
 */

const busyMilliseconds = 3000;
const quietMilliseconds = 30_000;
const heads = ['Schedule', 'When', 'Next run', 'Last result', 'Delivered up to'];

/**
 * Shows the recurring exports.
 * @type {import('../app/pages.js').Show}
 */
export async function show(main, { api }) {
  const page = new SchedulesPage(api, await readCatalogue(api));
  main.replaceChildren(page.node);
  await page.refresh();
}

class SchedulesPage {
  #api;
  #reports;
  /** @type {Map<string, ScheduleRow>} */
  #rows = new Map();
  #timer = 0;
  #body = element('tbody');
  #status = element('p', { class: 'quiet', role: 'status' }, 'Loading…');
  #problem = element('div');
  #empty = element('div', { class: 'empty', hidden: true }, element('strong', {}, 'No schedules yet'),
    'A schedule exports a report again and again, and delivers each file with a signed manifest.');
  #table;

  /**
   * @param {ApiClient} api
   * @param {Report[]} reports
   */
  constructor(api, reports) {
    this.#api = api;
    this.#reports = reports;
    this.#table = element('div', { class: 'wide-content', tabIndex: 0, role: 'group', 'aria-label': 'Table of schedules', hidden: true },
      element('table', { class: 'list' },
        element('thead', {}, element('tr', {},
          ...heads.map(head => element('th', { scope: 'col' }, head)),
          element('th', { scope: 'col' }, element('span', { class: 'visually-hidden' }, 'Actions')))),
        this.#body));
    this.node = element('section', { class: 'schedules' },
      element('div', { class: 'title-row' }, element('h1', { id: 'schedules-title' }, 'Schedules'),
        element('button', { type: 'button', class: 'primary', on: { click: () => this.#edit(null, null) } }, 'New schedule')),
      element('p', { class: 'quiet' },
        'Recurring exports. Each run delivers one file with a signed manifest into the storage container “scheduled”.'),
      this.#status, this.#problem, this.#empty, this.#table);
    document.addEventListener('visibilitychange', () => void this.refresh());
  }

  /** Shows the schedules as they stand, and looks again after a while: soon while one runs or is due. */
  async refresh() {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    try {
      this.#show(await listSchedules(this.#api));
      this.#problem.replaceChildren();
    } catch (problem) {
      this.#problem.replaceChildren(problemNotice(problem));
    }

    this.#status.hidden = true;
    refreshTimes(this.node);
    this.#timer = setTimeout(() => this.refresh(), this.#isBusy() ? busyMilliseconds : quietMilliseconds);
  }

  /** @param {Schedule[]} schedules */
  #show(schedules) {
    const names = new Set(schedules.map(schedule => schedule.name));
    for (const [name, row] of this.#rows) if (!names.has(name)) this.#drop(name, row);
    for (const [index, schedule] of schedules.entries()) {
      const row = this.#rowOf(schedule);
      row.show(schedule);
      const there = this.#body.rows[index] ?? null;
      if (there !== row.node) this.#body.insertBefore(row.node, there);
    }

    this.#empty.hidden = schedules.length > 0;
    this.#table.hidden = schedules.length === 0;
  }

  /** @param {Schedule} schedule */
  #rowOf(schedule) {
    const known = this.#rows.get(schedule.name);
    if (known) return known;
    const row = new ScheduleRow(this.#api, schedule, {
      edit: async ({ name }) => {
        const { value, version } = await readSchedule(this.#api, name);
        this.#edit(value, version);
      },
      pause: one => this.#pause(one),
      remove: one => this.#remove(one),
    });
    this.#rows.set(schedule.name, row);
    return row;
  }

  /**
   * @param {string} name
   * @param {ScheduleRow} row
   */
  #drop(name, row) {
    row.node.remove();
    this.#rows.delete(name);
  }

  #isBusy() {
    const isDue = (/** @type {Schedule} */ { nextRunAt }) => nextRunAt !== undefined && Date.parse(nextRunAt) <= Date.now();
    return [...this.#rows.values()].some(({ schedule }) => schedule.running || isDue(schedule));
  }

  /**
   * @param {Schedule|null} schedule
   * @param {string|null} version
   */
  #edit(schedule, version) {
    editSchedule(this.#reports, schedule, name => this.#rows.has(name), async (name, settings) => {
      await (schedule === null ? createSchedule(this.#api, name, settings) : changeSchedule(this.#api, name, settings, version));
      await this.refresh();
    });
  }

  /**
   * Does what the button said, to the schedule as it stands now.
   * @param {Schedule} schedule
   */
  async #pause({ name, isPaused }) {
    const { value, version } = await readSchedule(this.#api, name);
    await changeSchedule(this.#api, name, { ...value, isPaused: !isPaused }, version);
    await this.refresh();
  }

  /** @param {Schedule} schedule */
  async #remove({ name }) {
    if (!await confirmed(`Delete the schedule ${name}?`, 'It makes no more files. Those it has made stay.', 'Delete the schedule')) return;
    await deleteSchedule(this.#api, name);
    await this.refresh();
  }
}
