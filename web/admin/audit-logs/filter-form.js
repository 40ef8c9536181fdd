import { choice, element, field, newId } from '../app/dom.js';
import { RangeFields } from '../app/range-fields.js';
import { actionTypes, outcomes } from './columns.js';
import { filterNames } from './view.js';

const typingPause = 400;
const suggestionsKept = 200;

/** The filters by column, the text search and the range. Tells of a change as soon as it is made; while somebody types, after a pause. */
export class FilterForm {
  #controls = {};
  #suggestions = {};
  #range;
  #timer = 0;

  /** @param {(change: {filters: Record<string, string>, range: object}) => void} onChange */
  constructor(onChange) {
    const changed = () => {
      clearTimeout(this.#timer);
      onChange({ filters: this.#filters(), range: this.#range.value });
    };
    const typing = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(changed, typingPause);
    };
    const valueField = name => {
      const list = element('datalist', { id: newId('values') });
      this.#suggestions[name] = list;
      this.#controls[name] = element('input', { type: 'text', list: list.id, autocomplete: 'off', spellcheck: false, on: { change: changed } });
      return [this.#controls[name], list];
    };
    const choiceField = (name, values) => {
      this.#controls[name] = choice([['', 'Any'], ...values.map(value => [value, value])], '', { on: { change: changed } });
      return this.#controls[name];
    };
    this.#range = new RangeFields(changed);
    this.#controls.text = element('input', { type: 'search', placeholder: 'Words in the description', spellcheck: false, on: { input: typing, change: changed, search: changed } });
    const withList = (label, name) => {
      const [control, list] = valueField(name);
      const node = field(label, control);
      node.append(list);
      return node;
    };
    this.node = element('form', { class: 'fields filters', role: 'search', 'aria-label': 'Filter the audit logs', on: { submit: event => { event.preventDefault(); changed(); } } },
      field('Search', this.#controls.text),
      withList('User', 'user'),
      withList('Target', 'target'),
      withList('Action', 'action'),
      field('Action type', choiceField('actionType', actionTypes)),
      field('Outcome', choiceField('outcome', outcomes)),
      this.#range.node);
  }

  /** Shows a view's filters, leaving alone the field that somebody is typing in. */
  show({ filters, range }) {
    for (const name of filterNames) {
      const control = this.#controls[name];
      if (control !== document.activeElement || control.type !== 'search') control.value = filters[name] ?? '';
    }

    this.#range.value = range;
  }

  /** Offers the values of rows that have been seen. */
  suggest(rows) {
    for (const name of ['user', 'target', 'action']) {
      const list = this.#suggestions[name];
      const known = new Set([...list.options].map(option => option.value));
      for (const row of rows) {
        if (known.size >= suggestionsKept) break;
        if (known.has(row[name])) continue;
        known.add(row[name]);
        list.append(element('option', { value: row[name] }));
      }
    }
  }

  #filters() {
    const filters = {};
    for (const name of filterNames) {
      const value = this.#controls[name].value.trim();
      if (value !== '') filters[name] = value;
    }

    return filters;
  }
}
