import { isRunning, startExport } from '../api/exports.js';
import { element } from '../app/dom.js';
import { awaitedExports } from './awaited-exports.js';
import { AwaitedExport } from './awaited-export.js';

/** The corner of every page that shows the exports this tab waits for: progress, cancel, and the download when they are ready. */
export class ExportTray {
  #node;
  #api;
  #refusal = null;
  /** @type {Map<string, AwaitedExport>} */
  #shown = new Map();

  /** Called with a job when it was started or has ended, so that a list can follow. */
  onChange = () => {};

  constructor(node, api) {
    this.#api = api;
    this.#node = node;
    node.setAttribute('role', 'region');
    node.setAttribute('aria-label', 'Exports of this tab');
    node.hidden = true;
  }

  /** Takes up the exports that the tab was waiting for before a reload. */
  resume() {
    for (const id of awaitedExports.all()) this.#follow(id);
  }

  /** Starts an export and waits for it. A request that the API refuses is told here; then the answer is null. */
  async start(request) {
    this.#clearEnded();
    try {
      const job = await startExport(this.#api, request);
      if (isRunning(job)) awaitedExports.add(job.id);
      this.#follow(job.id, job);
      this.onChange(job);
      return job;
    } catch (problem) {
      this.#showRefusal(problem);
      return null;
    }
  }

  /** Waits for an export that was started elsewhere. */
  await(job) {
    awaitedExports.add(job.id);
    this.#follow(job.id, job);
  }

  #follow(id, job) {
    if (this.#shown.has(id)) return;
    const awaited = new AwaitedExport(this.#api, id, {
      onEnd: ended => { awaitedExports.remove(id); this.onChange(ended); },
      onClose: () => this.#forget(id),
    });
    this.#shown.set(id, awaited);
    this.#add(awaited.node);
    awaited.follow(job);
  }

  #forget(id) {
    this.#remove(this.#shown.get(id).node);
    this.#shown.delete(id);
  }

  /** Makes room: what has ended, and what was refused, has been seen by whoever starts something new. */
  #clearEnded() {
    this.#refusal?.remove();
    for (const [id, awaited] of this.#shown) if (awaited.hasEnded) this.#forget(id);
  }

  #showRefusal(problem) {
    const notice = element('div', { class: 'tray-entry', role: 'alert' },
      element('p', { class: 'error-text' }, `The export was not started. ${problem.message}`),
      element('div', { class: 'actions' }, element('button', { type: 'button', class: 'plain', on: { click: () => this.#remove(notice) } }, 'Close')));
    this.#refusal = notice;
    this.#add(notice);
  }

  #add(node) {
    this.#node.hidden = false;
    this.#node.append(node);
  }

  #remove(node) {
    node.remove();
    this.#node.hidden = this.#node.childElementCount === 0;
  }
}
