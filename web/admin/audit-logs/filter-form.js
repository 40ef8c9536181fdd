import { choice, element, field, newId } from '../app/dom.js';
import { RangeFields } from '../app/range-fields.js';
import { filterNames } from './view.js';

/** @typedef {import('../api/audit-logs.js').AuditEvent} AuditEvent */

const typingPause = 400;
const suggestionsKept = 200;
const actionTypes = ['Create', 'Read', 'Update', 'Delete'];
const outcomes = ['Started', 'Success', 'Failed'];

/** The filters by column, the text search and the range. Tells of a change as soon as it is made; while the user types, after a pause. */
export class FilterForm {
  /** @type {Map<string, HTMLInputElement|HTMLSelectElement>} */
  #controls = new Map();
  /** @type {Map<'user'|'target'|'action', HTMLDataListElement>} */
  #suggestions = new Map();
  #range;
  #timer = 0;

  /** @param {(change: Pick<import('./view.js').View, 'filters'|'range'>) => void} onChange */
  constructor(onChange) {
    const changed = () => {
      clearTimeout(this.#timer);
      onChange({ filters: this.#filters(), range: this.#range.value });
    };
    const typing = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(changed, typingPause);
    };
    const textField = (/** @type {string} */ label, /** @type {'user'|'target'|'action'} */ name) => {
      const list = element('datalist', { id: newId('values') });
      const control = element('input', { type: 'text', list: list.id, autocomplete: 'off', spellcheck: false, on: { change: changed } });
      this.#suggestions.set(name, list);
      this.#controls.set(name, control);
      const node = field(label, control);
      node.append(list);
      return node;
    };
    const choiceField = (/** @type {string} */ label, /** @type {string} */ name, /** @type {string[]} */ values) => {
      const control = choice([['', 'Any'], ...values.map(pairOf)], '', { on: { change: changed } });
      this.#controls.set(name, control);
      return field(label, control);
    };
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      changed();
    };
    const searching = { input: typing, change: changed, search: changed };
    const search = element('input', { type: 'search', placeholder: 'Words in the description', spellcheck: false, on: searching });
    this.#controls.set('text', search);
    this.#range = new RangeFields(changed);
    this.node = element('form', { class: 'fields filters', role: 'search', 'aria-label': 'Filter the audit logs', on: { submit } },
      field('Search', search),
      textField('User', 'user'),
      textField('Target', 'target'),
      textField('Action', 'action'),
      choiceField('Action type', 'actionType', actionTypes),
      choiceField('Outcome', 'outcome', outcomes),
      this.#range.node);
  }

  /**
   * Shows a view's filters, but leaves alone the search field while the user types in it.
   * @param {Pick<import('./view.js').View, 'filters'|'range'>} view
   */
  show({ filters, range }) {
    for (const [name, control] of this.#controls) {
      if (control !== document.activeElement || control.type !== 'search') control.value = filters[name] ?? '';
    }

    this.#range.value = range;
  }

  /**
   * Offers the values of rows that have been seen.
   * @param {AuditEvent[]} rows
   */
  suggest(rows) {
    for (const [name, list] of this.#suggestions) {
      const known = new Set([...list.options].map(option => option.value));
      for (const { [name]: value } of rows) {
        if (known.size >= suggestionsKept) break;
        if (known.has(value)) continue;
        known.add(value);
        list.append(element('option', { value }));
      }
    }
  }

  #filters() {
    /** @type {Record<string, string>} */
    const filters = {};
    for (const name of filterNames) {
      const value = this.#controls.get(name)?.value.trim();
      if (value) filters[name] = value;
    }

    return filters;
  }
}

/**
 * A value that is its own label.
 * @param {string} value
 * @returns {[value: string, label: string]}
 */
function pairOf(value) {
  return [value, value];
}
