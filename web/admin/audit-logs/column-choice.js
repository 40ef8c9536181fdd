import { checkField, element } from '../app/dom.js';
import { columns } from './columns.js';

/** Which columns are shown. At least one always is. */
export class ColumnChoice {
  #checks = new Map();

  /** @param {(hidden: string[]) => void} onChange */
  constructor(onChange) {
    const changed = event => {
      const hidden = columns.filter(column => !this.#checks.get(column.name).checked).map(column => column.name);
      if (hidden.length === columns.length) event.target.checked = true;
      else onChange(hidden);
    };
    const fields = columns.map(column => {
      const { node, control } = checkField(column.title, { on: { change: changed } });
      this.#checks.set(column.name, control);
      return node;
    });
    this.node = element('details', { class: 'menu', on: { keydown: event => { if (event.key === 'Escape') this.#close(); } } }, element('summary', {}, 'Columns'),
      element('fieldset', { class: 'menu-body' }, element('legend', { class: 'visually-hidden' }, 'Columns that are shown'), ...fields));
    document.addEventListener('pointerdown', event => { if (!this.node.contains(event.target)) this.#close(); });
  }

  #close() {
    if (!this.node.open) return;
    const hadFocus = this.node.contains(document.activeElement);
    this.node.open = false;
    if (hadFocus) this.node.querySelector('summary').focus();
  }

  show(hidden) {
    for (const [name, control] of this.#checks) control.checked = !hidden.includes(name);
  }
}
