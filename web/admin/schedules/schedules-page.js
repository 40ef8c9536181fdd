import { readCatalogue } from '../api/reports.js';
import { deleteSchedule, listSchedules, saveSchedule } from '../api/schedules.js';
import { confirmed } from '../app/confirmation.js';
import { element } from '../app/dom.js';
import { problemNotice } from '../app/problem-view.js';
import { scheduleRow } from './schedule-row.js';
import { editSchedule } from './schedule-window.js';

/** Shows the recurring exports. */
export async function show(main, { api }) {
  const page = new SchedulesPage(api, await readCatalogue(api));
  main.replaceChildren(page.node);
  await page.refresh();
}

class SchedulesPage {
  #api;
  #reports;
  #body = element('tbody');
  #status = element('p', { class: 'quiet', role: 'status' });
  #problem = element('div');

  constructor(api, reports) {
    this.#api = api;
    this.#reports = reports;
    const heads = ['Name', 'Report', 'When', 'Next run', 'Last result'];
    this.node = element('section', { class: 'schedules' },
      element('div', { class: 'title-row' }, element('h1', { id: 'schedules-title' }, 'Schedules'),
        element('button', { type: 'button', class: 'primary', on: { click: () => this.#edit(null) } }, 'New schedule')),
      element('p', { class: 'quiet' }, 'Recurring exports. Each run delivers one file with a signed manifest into the storage container “scheduled”.'),
      this.#status, this.#problem,
      element('div', { class: 'wide-content', tabIndex: 0, role: 'group', 'aria-label': 'Table of schedules' },
        element('table', { class: 'list' },
          element('thead', {}, element('tr', {}, ...heads.map(head => element('th', { scope: 'col' }, head)), element('th', { scope: 'col' }, element('span', { class: 'visually-hidden' }, 'Actions')))),
          this.#body)));
  }

  async refresh() {
    await this.#attempt(async () => {
      const schedules = await listSchedules(this.#api) ?? [];
      this.#body.replaceChildren(...schedules.map(schedule => scheduleRow(schedule, {
        edit: one => this.#edit(one),
        pause: one => this.#change(() => saveSchedule(this.#api, one.name, { ...one, isPaused: !one.isPaused })),
        remove: one => this.#remove(one),
      })));
      this.#status.textContent = schedules.length === 0 ? 'No schedules yet.' : '';
    });
  }

  #edit(schedule) {
    editSchedule(this.#reports, schedule, async (name, changed) => {
      await saveSchedule(this.#api, name, changed);
      await this.refresh();
    });
  }

  async #remove(schedule) {
    if (!await confirmed(`Delete the schedule ${schedule.name}?`, 'It makes no more files. Those it has made stay.', 'Delete the schedule')) return;
    await this.#change(() => deleteSchedule(this.#api, schedule.name));
  }

  async #change(action) {
    await this.#attempt(async () => {
      await action();
      await this.refresh();
    });
  }

  async #attempt(action) {
    try {
      await action();
      this.#problem.replaceChildren();
    } catch (problem) {
      this.#problem.replaceChildren(problemNotice(problem));
    }
  }
}
