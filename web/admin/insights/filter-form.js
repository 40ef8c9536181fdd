import { readMetricsValues } from '../api/metrics.js';
import { choice, element, field, newId } from '../app/dom.js';
import { windows } from './periods.js';
import { dimensions } from './view.js';

/**
 * @typedef {import('../api/metrics.js').Dimension} Dimension
 * @typedef {import('../api/metrics.js').Interval} Interval
 * @typedef {import('./view.js').View} View
 */

const typingPause = 200;

/** @type {Record<Dimension, string>} */
const labels = { organization: 'Organization', recipe: 'Recipe', user: 'User' };

/** Window, interval and filters. Tells of a change as soon as it is made; a text counts when it is left or chosen from the list. */
export class FilterForm {
  #api;
  #onChange;
  /** @type {Map<Dimension, HTMLInputElement>} */
  #filters = new Map();
  #window;
  #from = element('input', { type: 'date', on: { change: () => this.#changed() } });
  #to = element('input', { type: 'date', on: { change: () => this.#changed() } });
  #dates = element('div', { class: 'fields range-dates' }, field('From (UTC)', this.#from), field('To, that day included', this.#to));
  #interval;

  /**
   * @param {import('../api/client.js').ApiClient} api
   * @param {(change: Pick<View, 'period'|'interval'|'filters'>) => void} onChange
   */
  constructor(api, onChange) {
    this.#api = api;
    this.#onChange = onChange;
    this.#window = choice(windows, '', { on: { change: () => this.#windowChanged() } });
    this.#interval = choice([['', 'Automatic'], ['day', 'Day'], ['week', 'Week'], ['month', 'Month']], '',
      { on: { change: () => this.#changed() } });
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#changed();
    };
    this.node = element('form', { class: 'fields filters', role: 'search', 'aria-label': 'Filter the numbers', on: { submit } },
      field('Window', this.#window),
      ...dimensions.map(dimension => this.#filterField(dimension)),
      field('A step is a', this.#interval),
      this.#dates,
      element('button', { type: 'submit', class: 'visually-hidden', tabIndex: -1 }, 'Apply'));
  }

  /** @param {View} view */
  show({ period, interval, filters }) {
    this.#window.value = period.window;
    this.#from.value = period.from ?? '';
    this.#to.value = period.to ?? '';
    this.#interval.value = interval;
    for (const [dimension, control] of this.#filters) control.value = filters[dimension] ?? '';
    this.#showDates();
  }

  /** @param {Dimension} dimension */
  #filterField(dimension) {
    const list = element('datalist', { id: newId('values') });
    let timer = 0;
    const suggest = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void this.#suggest(dimension, control.value.trim(), list), typingPause);
    };
    const input = () => {
      // A value that is taken from the list is whole; there is no need to leave the field.
      if ([...list.options].some(option => option.value === control.value)) this.#changed();
      else suggest();
    };
    const on = { change: () => this.#changed(), focus: suggest, input };
    const control = element('input', { type: 'search', list: list.id, autocomplete: 'off', spellcheck: false, on,
      placeholder: dimension === 'recipe' ? 'Any, or *pattern*' : 'Any' });
    this.#filters.set(dimension, control);
    const node = field(labels[dimension], control);
    node.append(list);
    return node;
  }

  /**
   * Offers values that hold what was typed; without an answer there is nothing to choose from, and the field works all the same.
   * @param {Dimension} dimension
   * @param {string} text
   * @param {HTMLDataListElement} list
   */
  async #suggest(dimension, text, list) {
    const values = await readMetricsValues(this.#api, dimension, text).catch(() => []);
    list.replaceChildren(...values.map(({ value, name }) => element('option', { value, label: name === value ? '' : name })));
  }

  #windowChanged() {
    this.#showDates();
    if (this.#window.value === 'dates' && this.#from.value === '' && this.#to.value === '') this.#from.focus();
    else this.#changed();
  }

  #changed() {
    /** @type {View['filters']} */
    const filters = {};
    for (const [dimension, control] of this.#filters) if (control.value.trim()) filters[dimension] = control.value.trim();
    const dates = this.#window.value === 'dates' ? { from: this.#from.value || undefined, to: this.#to.value || undefined } : {};
    const interval = /** @type {Interval|''} */ (this.#interval.value);
    this.#onChange({ period: { window: this.#window.value, ...dates }, interval, filters });
  }

  #showDates() {
    this.#dates.hidden = this.#window.value !== 'dates';
  }
}
