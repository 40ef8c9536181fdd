import { element, field, newId } from '../app/dom.js';
import { foreignText } from '../text/linked-text.js';
import { readView, writeView } from './view.js';

/**
 * @typedef {import('./view.js').View} View
 * @typedef {{name: string, query: string}} SavedView `query` as {@link writeView} makes it.
 */

const storageKey = 'reporting.insightsViews';
const mostViews = 30;
const longestName = 60;

/** @type {SavedView[]} */
const readyMade = [
  { name: 'Everything', query: '' },
  { name: 'Security recipes', query: '?recipe=*security*' },
  { name: 'This month', query: '?range=this-month' },
  { name: 'Last quarter', query: '?range=last-quarter' },
];

/** Views by name: the ready-made ones, and those that the reader keeps in this browser. Each is a link, which can be shared. */
export class SavedViews {
  #onChoose;
  /** @type {View} */
  #view = readView('');
  node = element('nav', { class: 'presets', 'aria-label': 'Views' });

  /** @param {(view: View) => void} onChoose */
  constructor(onChoose) {
    this.#onChoose = onChoose;
  }

  /** @param {View} view The view that is shown. */
  show(view) {
    this.#view = view;
    const own = readSaved();
    const save = element('button', { type: 'button', class: 'plain', on: { click: () => this.#save() } }, 'Save this view…');
    this.node.replaceChildren(
      ...readyMade.map(saved => this.#link(saved)),
      own.length > 0 ? element('span', { class: 'separator', 'aria-hidden': 'true' }) : '',
      ...own.map(saved => element('span', { class: 'own-view' }, this.#link(saved), element('button', {
        type: 'button', class: 'plain', 'aria-label': `Remove the view ${saved.name}`, on: { click: () => this.#remove(saved.name) },
      }, '×'))),
      save);
  }

  /** @param {SavedView} saved */
  #link({ name, query }) {
    const view = readView(query);
    const click = (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      this.#onChoose(view);
    };
    const isCurrent = writeView(view) === writeView(this.#view);
    const href = location.pathname + writeView(view);
    return element('a', { class: 'preset', href, 'aria-current': isCurrent ? 'true' : undefined, on: { click } }, foreignText(name));
  }

  #save() {
    const titleId = newId('title');
    const name = element('input', { type: 'text', required: true, maxLength: longestName, autocomplete: 'off' });
    const keep = (/** @type {Event} */ event) => {
      event.preventDefault();
      const text = name.value.trim();
      if (text === '') return;
      writeSaved([...readSaved().filter(saved => saved.name !== text), { name: text, query: writeView(this.#view) }]);
      dialog.close();
      this.show(this.#view);
    };
    /** @type {HTMLDialogElement} */
    const dialog = element('dialog', { class: 'window small', 'aria-labelledby': titleId, on: { close: () => dialog.remove() } },
      element('h2', { id: titleId }, 'Save this view'),
      element('form', { on: { submit: keep } },
        field('Name', name, 'It is kept in this browser; to give it to others, send them its address.'),
        element('div', { class: 'actions' },
          element('button', { type: 'button', on: { click: () => dialog.close() } }, 'Cancel'),
          element('button', { type: 'submit', class: 'primary' }, 'Save'))));
    document.body.append(dialog);
    dialog.showModal();
    name.focus();
  }

  /** @param {string} name */
  #remove(name) {
    writeSaved(readSaved().filter(saved => saved.name !== name));
    this.show(this.#view);
    this.node.querySelector('a')?.focus();
  }
}

/**
 * The views kept in this browser; what is there and no view is left out.
 * @returns {SavedView[]}
 */
function readSaved() {
  try {
    const saved = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(saved) ? saved.filter(one => typeof one?.name === 'string' && typeof one.query === 'string') : [];
  } catch {
    return [];
  }
}

/** @param {SavedView[]} views */
function writeSaved(views) {
  localStorage.setItem(storageKey, JSON.stringify(views.slice(-mostViews)));
}
