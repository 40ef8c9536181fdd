import { readExport } from '../api/exports.js';
import { element } from '../app/dom.js';
import { downloadFile } from '../exports/file-download.js';
import { countOf } from '../text/numbers.js';
import { timeElement } from '../text/times.js';
import { cronWords } from './cron-words.js';
import { contentWords, resultWord, windowWords, zonedText } from './schedule-words.js';

/** One schedule in the list, with what can be done with it. */
export class ScheduleRow {
  #api;
  #pause;
  #message = element('span', { class: 'row-message', role: 'status' });
  #shown = '';
  #actions;
  node = element('tr');

  /** @param {{edit: Function, pause: Function, remove: Function}} actions What happens with the schedule when its buttons are pressed. */
  constructor(api, schedule, { edit, pause, remove }) {
    this.#api = api;
    const button = (label, action) => element('button', { type: 'button', class: 'plain', 'aria-label': `${label}: ${schedule.name}`, on: { click: () => this.#attempt(() => action(this.schedule)) } }, label);
    this.#pause = button('Pause', pause);
    this.#actions = element('td', { class: 'row-actions' }, element('div', { class: 'button-row' }, button('Edit', edit), this.#pause, button('Delete', remove)), this.#message);
    this.show(schedule);
  }

  /** Shows the schedule as it stands now; the buttons stay, and so does the keyboard's place. */
  show(schedule) {
    this.schedule = schedule;
    const text = JSON.stringify(schedule);
    if (text === this.#shown) return;
    this.#shown = text;
    const pauseLabel = schedule.isPaused ? 'Resume' : 'Pause';
    this.#pause.textContent = pauseLabel;
    this.#pause.setAttribute('aria-label', `${pauseLabel}: ${schedule.name}`);
    while (this.node.firstChild && this.node.firstChild !== this.#actions) this.node.firstChild.remove();
    this.node.prepend(...this.#cells(schedule));
    if (!this.#actions.isConnected) this.node.append(this.#actions);
  }

  #cells(schedule) {
    const cell = (title, ...content) => element('td', { 'data-title': title }, ...content);
    return [
      element('th', { scope: 'row' }, element('bdi', {}, schedule.name), quiet(contentWords(schedule))),
      cell('When', sentenceStart(cronWords(schedule.cron)), quiet(schedule.timeZone)),
      cell('Next run', ...nextRun(schedule)),
      cell('Last result', ...this.#lastResult(schedule.lastResult)),
      cell('Delivered up to', timeElement(schedule.windowStart), quiet(windowWords(schedule))),
    ];
  }

  #lastResult(result) {
    if (!result) return [element('span', { class: 'quiet' }, 'None yet')];
    return [
      element('span', { class: `badge ${result.state.toLowerCase()}` }, resultWord(result.state)), ' ', timeElement(result.slot),
      result.rows === undefined ? null : quiet(countOf(result.rows, 'row')),
      result.file ? this.#file(result) : null,
      result.message ? quiet(result.message) : null,
    ];
  }

  /** The delivered file's name; a press downloads what was delivered, as long as the export has it. */
  #file({ file, exportId }) {
    const name = file.split('/').at(-1);
    if (!exportId) return quiet(name);
    return element('button', { type: 'button', class: 'file-link', title: file, on: { click: () => this.#attempt(() => this.#download(exportId)) } }, name);
  }

  async #download(exportId) {
    const { url } = await readExport(this.#api, exportId);
    if (url) downloadFile(url);
    else this.#message.textContent = 'The export’s own file is gone; the delivered one is in the container “scheduled”.';
  }

  async #attempt(action) {
    this.#message.textContent = '';
    try {
      await action();
    } catch (problem) {
      this.#message.textContent = problem.message;
    }
  }
}

function nextRun({ running, isPaused, nextRunAt, timeZone }) {
  const now = running ? [element('span', { class: 'badge in_progress' }, 'Running'), element('span', { class: 'quiet block' }, 'due ', timeElement(running.slot), running.attempt > 1 ? `, attempt ${running.attempt}` : null)] : [];
  if (isPaused) return [...now, element('span', { class: 'badge' }, 'Paused')];
  if (!nextRunAt) return running ? now : ['–'];
  return [...now, element('span', { class: running ? 'block' : undefined }, running ? 'then ' : null, timeElement(nextRunAt)), quiet(zonedText(nextRunAt, timeZone))];
}

function sentenceStart(words) {
  return words[0].toUpperCase() + words.slice(1);
}

function quiet(text) {
  return text ? element('span', { class: 'quiet block' }, text) : null;
}
