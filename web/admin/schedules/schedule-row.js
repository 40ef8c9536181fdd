import { readExport } from '../api/exports.js';
import { element } from '../app/dom.js';
import { messageOf } from '../app/problems.js';
import { downloadFile } from '../exports/download.js';
import { countOf } from '../text/numbers.js';
import { timeElement } from '../text/times.js';
import { cronWords } from './cron-words.js';
import { contentWords, resultWord, windowWords, zonedText } from './schedule-words.js';

/**
 * @typedef {import('../app/dom.js').Child} Child
 * @typedef {import('../api/schedules.js').RunResult} RunResult
 * @typedef {import('../api/schedules.js').Schedule} Schedule
 * @typedef {(schedule: Schedule) => void|Promise<void>} ScheduleAction
 */

/** One schedule in the list, with what can be done with it. */
export class ScheduleRow {
  #api;
  #pause;
  #message = element('span', { class: 'row-message', role: 'status' });
  #shown = '';
  #actions;
  node = element('tr');

  /**
   * @param {import('../api/client.js').ApiClient} api
   * @param {Schedule} schedule
   * @param {{edit: ScheduleAction, pause: ScheduleAction, remove: ScheduleAction}} actions What the row's buttons do with the schedule.
   */
  constructor(api, schedule, { edit, pause, remove }) {
    this.#api = api;
    this.schedule = schedule;
    const button = (/** @type {string} */ label, /** @type {ScheduleAction} */ action) => {
      const click = () => void this.#attempt(() => action(this.schedule));
      return element('button', { type: 'button', class: 'plain', 'aria-label': `${label}: ${schedule.name}`, on: { click } }, label);
    };
    this.#pause = button('Pause', pause);
    this.#actions = element('td', { class: 'row-actions' },
      element('div', { class: 'button-row' }, button('Edit', edit), this.#pause, button('Delete', remove)), this.#message);
    this.show(schedule);
  }

  /**
   * Shows the schedule as it stands now; the buttons stay, and so does the keyboard's place.
   * @param {Schedule} schedule
   */
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

  /** @param {Schedule} schedule */
  #cells(schedule) {
    return [
      element('th', { scope: 'row' }, element('bdi', {}, schedule.name), quiet(contentWords(schedule))),
      cell('When', sentenceStart(cronWords(schedule.cron)), quiet(schedule.timeZone)),
      cell('Next run', ...nextRun(schedule)),
      cell('Last result', ...this.#lastResult(schedule.lastResult)),
      cell('Delivered up to', timeElement(schedule.windowStart), quiet(windowWords(schedule))),
    ];
  }

  /**
   * @param {RunResult|undefined} result
   * @returns {Child[]}
   */
  #lastResult(result) {
    if (!result) return [element('span', { class: 'quiet' }, 'None yet')];
    return [
      element('span', { class: `badge ${result.state.toLowerCase()}` }, resultWord(result.state)), ' ', timeElement(result.slot),
      result.rows === undefined ? null : quiet(countOf(result.rows, 'row')),
      result.file ? this.#file(result.file, result.exportId) : null,
      result.message ? quiet(result.message) : null,
    ];
  }

  /**
   * The delivered file's name; a press downloads what was delivered, as long as the export has it.
   * @param {string} file
   * @param {string|undefined} exportId
   */
  #file(file, exportId) {
    const name = file.split('/').at(-1) ?? file;
    if (!exportId) return quiet(name);
    const click = () => void this.#attempt(() => this.#download(exportId));
    return element('button', { type: 'button', class: 'file-link', title: file, on: { click } }, name);
  }

  /** @param {string} exportId */
  async #download(exportId) {
    const { url } = await readExport(this.#api, exportId);
    if (url) downloadFile(url);
    else this.#message.textContent = 'The export’s own file is gone; the delivered one is in the container “scheduled”.';
  }

  /** @param {() => void|Promise<void>} action */
  async #attempt(action) {
    this.#message.textContent = '';
    try {
      await action();
    } catch (problem) {
      this.#message.textContent = messageOf(problem);
    }
  }
}

/**
 * @param {Schedule} schedule
 * @returns {Child[]}
 */
function nextRun({ running, isPaused, nextRunAt, timeZone }) {
  const now = running ? [element('span', { class: 'badge in_progress' }, 'Running'), runningSlot(running)] : [];
  if (isPaused) return [...now, element('span', { class: 'badge' }, 'Paused')];
  if (!nextRunAt) return running ? now : ['–'];
  const then = element('span', { class: running ? 'block' : undefined }, running ? 'then ' : null, timeElement(nextRunAt));
  return [...now, then, quiet(zonedText(nextRunAt, timeZone))];
}

/** @param {{slot: string, attempt: number}} running */
function runningSlot({ slot, attempt }) {
  return element('span', { class: 'quiet block' }, 'due ', timeElement(slot), attempt > 1 ? `, attempt ${attempt}` : null);
}

/**
 * @param {string} title
 * @param {...Child} content
 */
function cell(title, ...content) {
  return element('td', { 'data-title': title }, ...content);
}

/** @param {string} words */
function sentenceStart(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {string} text */
function quiet(text) {
  return text ? element('span', { class: 'quiet block' }, text) : null;
}
