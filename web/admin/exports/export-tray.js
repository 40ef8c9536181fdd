import { isRunning, startExport } from '../api/exports.js';
import { element } from '../app/dom.js';
import { messageOf } from '../app/problems.js';
import { AwaitedExport } from './awaited-export.js';

/**
 * @typedef {import('../api/client.js').ApiClient} ApiClient
 * @typedef {import('../api/exports.js').ExportRequest} ExportRequest
 * @typedef {import('../api/exports.js').Job} Job
 */

/** The ids of the exports that the tab waits for stand here: kept over a reload, gone with the tab. */
const awaitedKey = 'reporting.awaitedExports';

/** The corner of every page that shows the exports this tab waits for: progress, cancel, and the download when they are ready. */
export class ExportTray {
  #node;
  #api;
  /** @type {HTMLElement|null} */
  #refusal = null;
  /** @type {Map<string, AwaitedExport>} */
  #shown = new Map();

  /** Called when an export was started or has ended, so that a list can follow. */
  onChange = () => {};

  /**
   * @param {HTMLElement} node
   * @param {ApiClient} api
   */
  constructor(node, api) {
    this.#api = api;
    this.#node = node;
    node.setAttribute('role', 'region');
    node.setAttribute('aria-label', 'Exports of this tab');
    node.hidden = true;
  }

  /** Takes up the exports that the tab was waiting for before a reload. */
  resume() {
    for (const id of awaitedIds()) this.#follow(id);
  }

  /**
   * Starts an export and waits for it. A request that the API refuses is told here.
   * @param {ExportRequest} request
   */
  async start(request) {
    this.#clearEnded();
    try {
      const job = await startExport(this.#api, request);
      if (isRunning(job)) this.#remember(job.id);
      this.#follow(job.id, job);
      this.onChange();
    } catch (problem) {
      this.#showRefusal(problem);
    }
  }

  /**
   * Waits for an export that was started elsewhere.
   * @param {Job} job
   */
  await(job) {
    this.#remember(job.id);
    this.#follow(job.id, job);
  }

  /** @param {string} id */
  #remember(id) {
    writeAwaited([...awaitedIds().filter(other => other !== id), id]);
  }

  /**
   * @param {string} id
   * @param {Job} [job]
   */
  #follow(id, job) {
    if (this.#shown.has(id)) return;
    const onEnd = () => {
      writeAwaited(awaitedIds().filter(other => other !== id));
      this.onChange();
    };
    const awaited = new AwaitedExport(this.#api, id, { onEnd, onClose: () => this.#forget(id) });
    this.#shown.set(id, awaited);
    this.#add(awaited.node);
    void awaited.follow(job);
  }

  /** @param {string} id */
  #forget(id) {
    const awaited = this.#shown.get(id);
    if (awaited) this.#remove(awaited.node);
    this.#shown.delete(id);
  }

  /** Makes room: the user who starts something new has seen what has ended and what was refused. */
  #clearEnded() {
    this.#refusal?.remove();
    for (const [id, awaited] of this.#shown) if (awaited.hasEnded) this.#forget(id);
  }

  /** @param {unknown} problem */
  #showRefusal(problem) {
    /** @type {HTMLElement} */
    const close = element('button', { type: 'button', class: 'plain', on: { click: () => this.#remove(notice) } }, 'Close');
    const notice = element('div', { class: 'tray-entry', role: 'alert' },
      element('p', { class: 'error-text' }, `The export was not started. ${messageOf(problem)}`),
      element('div', { class: 'actions' }, close));
    this.#refusal = notice;
    this.#add(notice);
  }

  /** @param {HTMLElement} node */
  #add(node) {
    this.#node.hidden = false;
    this.#node.append(node);
  }

  /** @param {HTMLElement} node */
  #remove(node) {
    node.remove();
    this.#node.hidden = this.#node.childElementCount === 0;
  }
}

/**
 * The ids of the exports that the tab waits for, oldest first.
 * @returns {string[]}
 */
function awaitedIds() {
  const ids = JSON.parse(sessionStorage.getItem(awaitedKey) ?? '[]');
  return Array.isArray(ids) ? ids : [];
}

/** @param {string[]} ids */
function writeAwaited(ids) {
  sessionStorage.setItem(awaitedKey, JSON.stringify(ids));
}
