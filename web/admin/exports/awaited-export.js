import { ApiProblem } from '../api/client.js';
import { deleteExport, isRunning, readExport } from '../api/exports.js';
import { element } from '../app/dom.js';
import { messageOf } from '../app/problems.js';
import { countOf, sizeText } from '../text/numbers.js';
import { downloadFile } from './download.js';
import { exportTitle, progressText, stateWord } from './export-words.js';

/**
 * @typedef {import('../api/client.js').ApiClient} ApiClient
 * @typedef {import('../api/exports.js').Job} Job
 */

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
  #cancel = button('Cancel', () => void this.#cancelExport());
  #again = button('Download again', () => void this.#download());
  #close;

  /**
   * @param {ApiClient} api
   * @param {string} id
   * @param {{onEnd: () => void, onClose: () => void}} handlers
   */
  constructor(api, id, { onEnd, onClose }) {
    this.#api = api;
    this.#id = id;
    this.#onEnd = onEnd;
    this.#close = button('Close', onClose);
    this.#again.hidden = true;
    this.#close.hidden = true;
    this.node = element('div', { class: 'tray-entry' },
      element('div', { class: 'tray-head' }, this.#title, element('div', { class: 'button-row' }, this.#again, this.#cancel, this.#close)),
      this.#progress.node, this.#message);
  }

  /** True once the export has ended and its file, if there is one, is on its way. */
  get hasEnded() {
    return !this.#close.hidden;
  }

  /**
   * Follows the export to its end, then downloads its file.
   * @param {Job} [known] The export as it was read last.
   */
  async follow(known) {
    if (known) this.#show(known);
    for (let wait = pollMilliseconds; ;) {
      try {
        const job = await readExport(this.#api, this.#id);
        if (!isRunning(job)) return this.#end(job);
        this.#show(job);
        wait = pollMilliseconds;
      } catch (problem) {
        if (isFinal(problem)) return this.#fail(messageOf(problem));
        this.#message.textContent = `${messageOf(problem)} Trying again.`;
        wait = Math.min(wait * 2, slowestPollMilliseconds);
      }

      await new Promise(resolve => setTimeout(resolve, wait));
    }
  }

  /** @param {Job} job */
  #show(job) {
    this.#title.textContent = exportTitle(job);
    this.#progress.show(job);
    this.#message.textContent = '';
  }

  /** @param {Job} job */
  #end(job) {
    if (job.state !== 'SUCCESSFUL') {
      this.#show(job);
      return this.#fail(job.stateMessage, stateWord(job.state), job.state === 'FAILED');
    }

    this.#show(job);
    this.#finish(`Ready: ${countOf(job.rows, 'row')}, ${sizeText(job.fileSize)}. The download has started.`);
    this.#again.hidden = false;
    this.#tryTo(() => downloadFile(job.url));
  }

  /**
   * @param {string} reason
   * @param {string} [word] The state of the export.
   * @param {boolean} [isError]
   */
  #fail(reason, word = 'Failed', isError = true) {
    this.#finish(`${word}. ${reason}`);
    this.#message.classList.toggle('error-text', isError);
  }

  /** @param {string} message */
  #finish(message) {
    this.#progress.node.hidden = true;
    this.#cancel.hidden = true;
    this.#close.hidden = false;
    this.#message.textContent = message;
    this.#onEnd();
  }

  #download() {
    return this.#tryTo(async () => downloadFile((await readExport(this.#api, this.#id)).url));
  }

  #cancelExport() {
    this.#cancel.disabled = true;
    this.#cancel.textContent = 'Cancelling…';
    return this.#tryTo(() => deleteExport(this.#api, this.#id));
  }

  /**
   * Does it, and says so when it fails.
   * @param {() => void|Promise<void>} action
   */
  async #tryTo(action) {
    try {
      await action();
    } catch (problem) {
      this.#message.textContent = messageOf(problem);
    }
  }
}

/** An export's progress as a bar and in words. */
export class ProgressBar {
  #bar = element('progress', { max: 100 });
  #text = element('span', { class: 'progress-text' });
  node = element('div', { class: 'progress' }, this.#bar, this.#text);

  /** @param {Job} job */
  show(job) {
    this.#bar.setAttribute('aria-label', `Progress of ${exportTitle(job)}`);
    if (job.percent === null) this.#bar.removeAttribute('value');
    else this.#bar.value = job.percent;
    this.#text.textContent = progressText(job);
  }
}

/**
 * @param {string} label
 * @param {() => void} click
 */
function button(label, click) {
  return element('button', { type: 'button', class: 'plain', on: { click } }, label);
}

/**
 * True for a refusal that asking again does not change: 4xx other than "too many requests".
 * @param {unknown} problem
 */
function isFinal(problem) {
  return problem instanceof ApiProblem && problem.status >= 400 && problem.status < 500 && problem.status !== 429;
}
