import { deleteExport, isRunning, readExport } from '../api/exports.js';
import { confirmed, element } from '../app/dom.js';
import { messageOf } from '../app/problems.js';
import { countOf, countText, sizeText } from '../text/numbers.js';
import { timeElement } from '../text/times.js';
import { ProgressBar } from './awaited-export.js';
import { curlLine, downloadFile, webAddress } from './download.js';
import { exportTitle, rangeText, stateWord } from './export-words.js';

/** @typedef {import('../api/exports.js').Job} Job */

/** One export in the list, with what can be done with it. */
export class ExportRow {
  #api;
  #tray;
  #onChange;
  #progress = new ProgressBar();
  #message = element('span', { class: 'row-message', role: 'status' });
  #shown = '';
  node = element('tr');

  /**
   * @param {import('../api/client.js').ApiClient} api
   * @param {import('./export-tray.js').ExportTray} tray
   * @param {Job} job
   * @param {() => Promise<void>} onChange Called when one of the row's buttons has changed something.
   */
  constructor(api, tray, job, onChange) {
    this.#api = api;
    this.#tray = tray;
    this.#onChange = onChange;
    this.job = job;
    this.show(job);
  }

  /**
   * Shows the export as it stands now; does nothing when nothing changed, so that the keyboard keeps its place.
   * @param {Job} job
   */
  show(job) {
    this.job = job;
    this.#progress.show(job);
    const { url, urlExpiresAt, progress, rows, percent, ...lasting } = job;
    const text = JSON.stringify(lasting);
    if (text === this.#shown) return;
    this.#shown = text;
    this.node.replaceChildren(...this.#cells(job));
  }

  /** @param {Job} job */
  #cells(job) {
    const isDone = job.state === 'SUCCESSFUL';
    return [
      element('th', { scope: 'row' }, exportTitle(job), quiet(rangeText(job)),
        job.schedule ? quiet('Schedule ', element('bdi', {}, job.schedule)) : null),
      cell('State', element('span', { class: `badge ${job.state.toLowerCase()}` }, stateWord(job.state)),
        isRunning(job) ? this.#progress.node : null,
        job.stateMessage ? quiet(job.stateMessage) : null),
      cell('Asked by', element('bdi', {}, job.requestedBy)),
      numberCell('Rows', isDone ? countText(job.rows) : '–'),
      numberCell('Size', isDone ? sizeText(job.fileSize) : '–'),
      cell('Started', timeElement(job.createdAt)),
      cell('Expires', isDone ? timeElement(job.expiresAt) : '–'),
      element('td', { class: 'row-actions' }, element('div', { class: 'button-row' }, ...this.#buttons(job)), this.#message),
    ];
  }

  /** @param {Job} job */
  #buttons(job) {
    const named = `${exportTitle(job)}, started ${job.createdAt}`;
    const button = (/** @type {string} */ label, /** @type {() => void|Promise<void>} */ action) => element('button',
      { type: 'button', class: 'plain', 'aria-label': `${label}: ${named}`, on: { click: () => void this.#attempt(action) } }, label);
    if (isRunning(job)) {
      return [button('Wait and download', () => this.#tray.await(this.job)), button('Cancel', () => deleteExport(this.#api, job.id))];
    }

    if (job.state !== 'SUCCESSFUL') return [];
    return [
      button('Download', () => this.#download()),
      button('Copy curl', () => this.#copyCurl()),
      button('Delete', () => this.#delete()),
    ];
  }

  async #download() {
    downloadFile((await readExport(this.#api, this.job.id)).url);
  }

  async #copyCurl() {
    const { url } = await readExport(this.#api, this.job.id);
    await navigator.clipboard.writeText(curlLine(webAddress(url)));
    this.#message.textContent = 'Copied. The link in it works for 15 minutes.';
  }

  async #delete() {
    const what = `${exportTitle(this.job)}, ${countOf(this.job.rows, 'row')}.`;
    const question = `${what} The file is deleted for every administrator; the same report can be exported again.`;
    if (await confirmed('Delete this file?', question, 'Delete the file')) await deleteExport(this.#api, this.job.id);
  }

  /** @param {() => void|Promise<void>} action */
  async #attempt(action) {
    this.#message.textContent = '';
    try {
      await action();
      await this.#onChange();
    } catch (problem) {
      this.#message.textContent = messageOf(problem);
    }
  }
}

/**
 * @param {string} title
 * @param {...import('../app/dom.js').Child} content
 */
function cell(title, ...content) {
  return element('td', { 'data-title': title }, ...content);
}

/**
 * @param {string} title
 * @param {string} text
 */
function numberCell(title, text) {
  return element('td', { 'data-title': title, class: 'number' }, text);
}

/** @param {...import('../app/dom.js').Child} content */
function quiet(...content) {
  return element('span', { class: 'quiet block' }, ...content);
}
