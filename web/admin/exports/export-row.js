import { deleteExport, isRunning, readExport } from '../api/exports.js';
import { confirmed } from '../app/confirmation.js';
import { element } from '../app/dom.js';
import { countText, sizeText } from '../text/numbers.js';
import { dayText, timeElement } from '../text/times.js';
import { curlLine } from './curl-line.js';
import { exportTitle, stateWord } from './export-words.js';
import { downloadFile } from './file-download.js';
import { ProgressBar } from './progress-bar.js';

/** One export in the list, with what can be done with it. */
export class ExportRow {
  #api;
  #tray;
  #onChange;
  #progress = new ProgressBar();
  #message = element('span', { class: 'row-message', role: 'status' });
  #shown = '';
  node = element('tr');

  constructor(api, tray, job, onChange) {
    this.#api = api;
    this.#tray = tray;
    this.#onChange = onChange;
    this.show(job);
  }

  /** Shows the export as it stands now; does nothing when nothing changed, so that the keyboard keeps its place. */
  show(job) {
    this.job = job;
    this.#progress.show(job);
    const { url, urlExpiresAt, progress, rows, percent, ...lasting } = job;
    const text = JSON.stringify(lasting);
    if (text === this.#shown) return;
    this.#shown = text;
    this.node.replaceChildren(...this.#cells(job));
  }

  #cells(job) {
    const isDone = job.state === 'SUCCESSFUL';
    const cell = (title, content, kind) => element('td', { 'data-title': title, class: kind }, ...[content].flat());
    return [
      element('th', { scope: 'row' }, exportTitle(job), element('span', { class: 'quiet block' }, rangeText(job)), job.schedule ? element('span', { class: 'quiet block' }, 'Schedule ', element('bdi', {}, job.schedule)) : null),
      cell('State', [element('span', { class: `badge ${job.state.toLowerCase()}` }, stateWord(job.state)),
        isRunning(job) ? this.#progress.node : null,
        job.stateMessage ? element('span', { class: 'quiet block' }, job.stateMessage) : null]),
      cell('Asked by', element('bdi', {}, job.requestedBy)),
      cell('Rows', isDone ? countText(job.rows) : '–', 'number'),
      cell('Size', isDone ? sizeText(job.fileSize) : '–', 'number'),
      cell('Started', timeElement(job.createdAt)),
      cell('Expires', isDone ? timeElement(job.expiresAt) : '–'),
      element('td', { class: 'row-actions' }, element('div', { class: 'button-row' }, ...this.#buttons(job)), this.#message),
    ];
  }

  #buttons(job) {
    const named = `${exportTitle(job)}, started ${job.createdAt}`;
    const button = (label, action, settings = {}) => element('button', { type: 'button', class: 'plain', 'aria-label': `${label}: ${named}`, ...settings, on: { click: () => this.#attempt(action) } }, label);
    if (isRunning(job)) {
      return [button('Wait and download', () => this.#tray.await(this.job)), button('Cancel', () => deleteExport(this.#api, job.id))];
    }

    if (job.state !== 'SUCCESSFUL') return [];
    return [button('Download', () => this.#download()), button('Copy curl', () => this.#copyCurl()), button('Delete', () => this.#delete())];
  }

  async #download() {
    downloadFile((await readExport(this.#api, this.job.id)).url);
  }

  async #copyCurl() {
    const { url } = await readExport(this.#api, this.job.id);
    await navigator.clipboard.writeText(curlLine(url));
    this.#message.textContent = 'Copied. The link in it works for 15 minutes.';
  }

  async #delete() {
    if (await confirmed('Delete this file?', `${exportTitle(this.job)}, ${countText(this.job.rows)} rows. The file is gone for everybody; the same report can be exported again.`, 'Delete the file')) {
      await deleteExport(this.#api, this.job.id);
    }
  }

  async #attempt(action) {
    this.#message.textContent = '';
    try {
      await action();
      await this.#onChange();
    } catch (problem) {
      this.#message.textContent = problem.message;
    }
  }
}

function rangeText({ since, until }) {
  const from = since && new Date(since).getUTCFullYear() > 1970 ? dayText(since) : null;
  if (!until) return from ? `since ${from}` : 'all time';
  return from ? `${from} to ${dayText(until)}` : `up to ${dayText(until)}`;
}
