import { checkField, choice, element } from '../app/dom.js';
import { columns } from './columns.js';
import { timeStyleOf } from './view.js';

/** Which columns are shown. At least one always is. */
export class ColumnChoice {
  /** @type {Map<string, HTMLInputElement>} */
  #checks = new Map();

  /** @param {(hidden: string[]) => void} onChange */
  constructor(onChange) {
    const fields = columns.map(column => {
      const { node, control } = checkField(column.title, { on: { change: () => changed(control) } });
      this.#checks.set(column.name, control);
      return node;
    });
    const changed = (/** @type {HTMLInputElement} */ control) => {
      const hidden = [...this.#checks].filter(([, { checked }]) => !checked).map(([name]) => name);
      if (hidden.length === columns.length) control.checked = true;
      else onChange(hidden);
    };
    this.summary = element('summary', {}, 'Columns');
    this.node = element('details', { class: 'menu', on: { keydown: event => { if (event.key === 'Escape') this.#close(); } } },
      this.summary,
      element('fieldset', { class: 'menu-body' }, element('legend', { class: 'visually-hidden' }, 'Columns that are shown'), ...fields));
    document.addEventListener('pointerdown', ({ target }) => {
      if (!(target instanceof Node && this.node.contains(target))) this.#close();
    });
  }

  #close() {
    if (!this.node.open) return;
    const hadFocus = this.node.contains(document.activeElement);
    this.node.open = false;
    if (hadFocus) this.summary.focus();
  }

  /** @param {string[]} hidden */
  show(hidden) {
    for (const [name, control] of this.#checks) control.checked = !hidden.includes(name);
  }
}

/** How times are shown: relative, or exact in UTC or the reader's own zone. */
export class TimeChoice {
  #control;

  /** @param {(style: import('../text/times.js').TimeStyle) => void} onChange */
  constructor(onChange) {
    this.#control = choice([['relative', 'Relative times'], ['utc', 'UTC times'], ['local', 'Local times']], 'relative',
      { 'aria-label': 'How times are shown', on: { change: () => onChange(timeStyleOf(this.#control.value)) } });
    this.node = element('div', {}, this.#control);
  }

  /** @param {import('../text/times.js').TimeStyle} style */
  show(style) {
    this.#control.value = style;
  }
}
