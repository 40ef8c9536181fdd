import { deleteExport, isRunning, readExport } from '../api/exports.js';
import { element } from '../app/dom.js';
import { countOf, sizeText } from '../text/numbers.js';
import { exportTitle, stateWord } from './export-words.js';
import { downloadFile } from './file-download.js';
import { ProgressBar } from './progress-bar.js';

const pollMilliseconds = 1000;
const slowestPollMilliseconds = 15_000;

/** One export that this tab waits for. */
export class AwaitedExport {
  #api;
  #id;
  #onEnd;
  #progress = new ProgressBar();
  #title = element('strong', {}, 'Export');
  #message = element('p', { role: 'status' });
  #cancel = element('button', { type: 'button', class: 'plain', on: { click: () => this.#cancelExport() } }, 'Cancel');
  #again = element('button', { type: 'button', class: 'plain', hidden: true, on: { click: () => this.#download() } }, 'Download again');
  #close;

  constructor(api, id, { onEnd, onClose }) {
    this.#api = api;
    this.#id = id;
    this.#onEnd = onEnd;
    this.#close = element('button', { type: 'button', class: 'plain', hidden: true, on: { click: onClose } }, 'Close');
    this.node = element('div', { class: 'tray-entry' },
      element('div', { class: 'tray-head' }, this.#title, element('div', { class: 'button-row' }, this.#again, this.#cancel, this.#close)),
      this.#progress.node, this.#message);
  }

  /** True once the export has ended and its file, if there is one, is on its way. */
  get hasEnded() {
    return !this.#close.hidden;
  }

  /** Follows the export to its end, then downloads its file. */
  async follow(job) {
    let wait = pollMilliseconds;
    for (;;) {
      try {
        if (job) this.#show(job);
        job = await readExport(this.#api, this.#id);
        if (!isRunning(job)) return this.#end(job);
        wait = pollMilliseconds;
      } catch (problem) {
        if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) return this.#end({ id: this.#id, state: 'FAILED', stateMessage: problem.message });
        this.#message.textContent = `${problem.message} Trying again.`;
        wait = Math.min(wait * 2, slowestPollMilliseconds);
      }

      await new Promise(resolve => setTimeout(resolve, wait));
    }
  }

  #show(job) {
    this.#title.textContent = exportTitle(job);
    this.#progress.show(job);
    this.#message.textContent = '';
  }

  #end(job) {
    if (job.report) this.#show(job);
    this.#progress.node.hidden = true;
    this.#cancel.hidden = true;
    this.#close.hidden = false;
    const isReady = job.state === 'SUCCESSFUL';
    this.#again.hidden = !isReady;
    this.#message.textContent = isReady
      ? `Ready: ${countOf(job.rows, 'row')}, ${sizeText(job.fileSize)}. The download has started.`
      : `${stateWord(job.state)}. ${job.stateMessage}`;
    this.#message.classList.toggle('error-text', job.state === 'FAILED');
    this.#onEnd(job);
    if (isReady) downloadFile(job.url);
  }

  async #download() {
    await this.#doOrTell(async () => downloadFile((await readExport(this.#api, this.#id)).url));
  }

  async #cancelExport() {
    this.#cancel.disabled = true;
    this.#cancel.textContent = 'Cancelling…';
    await this.#doOrTell(() => deleteExport(this.#api, this.#id));
  }

  async #doOrTell(action) {
    try {
      await action();
    } catch (problem) {
      this.#message.textContent = problem.message;
    }
  }
}
