import { element } from '../app/dom.js';

/** Rows drawn above and below those that can be seen. */
const overscan = 8;

/** Used until a row has been measured. */
const guessedRowHeight = 44;

/**
 * A table of which only the rows in sight are in the document: two spacers stand for the rest. All rows have one height, which the style
 * sheet sets. It is an ARIA grid: arrow keys, Page Up and Down, Home and End move a current row, Enter opens it.
 */
export class VirtualTable {
  #rows;
  #columns = [];
  #draw;
  #head = element('thead', { role: 'rowgroup' });
  #body = element('tbody', { role: 'rowgroup' });
  #above = element('div', { class: 'spacer' });
  #below = element('div', { class: 'spacer' });
  #drawn = new Map();
  #rowHeight = guessedRowHeight;
  #current = 0;
  #frame = 0;
  #onOpen;
  #table;
  #empty = element('p', { class: 'empty-table', hidden: true });

  /**
   * @param {string} label The table's name for screen readers.
   * @param {(row: object, columnName: string) => Node} draw Content of a cell.
   * @param {(row: object) => void} onOpen Somebody opens a row.
   * @param {string} emptyText What stands in place of the rows when there are none.
   */
  constructor(label, draw, onOpen, emptyText) {
    this.#draw = draw;
    this.#onOpen = onOpen;
    this.#table = element('table', { class: 'grid', role: 'grid', 'aria-label': label, 'aria-rowcount': '-1' }, this.#head, this.#body);
    this.node = element('div', { class: 'scroller', tabIndex: -1, on: { scroll: () => this.refresh(), keydown: event => this.#onKey(event) } },
      this.#above, this.#table, this.#below, this.#empty);
    this.#empty.textContent = emptyText;
    this.#body.addEventListener('click', event => this.#onClick(event));
    this.#body.addEventListener('focusin', event => this.#onFocus(event));
    new ResizeObserver(() => {
      this.#measure();
      this.refresh();
    }).observe(this.node);
  }

  /**
   * Shows other rows, from the top.
   * @param {import('./paged-rows.js').PagedRows} rows
   */
  set rows(rows) {
    this.#rows = rows;
    this.#current = 0;
    this.node.scrollTop = 0;
    this.redraw();
  }

  /** @param {{name: string, title: string, width: string}[]} columns The columns that are shown. */
  set columns(columns) {
    this.#columns = columns;
    this.#table.style.setProperty('--columns', columns.map(column => column.width).join(' '));
    this.#head.replaceChildren(element('tr', { role: 'row', 'aria-rowindex': '1' },
      ...columns.map(column => element('th', { role: 'columnheader', class: column.name, scope: 'col' }, column.title))));
    this.redraw();
  }

  /** Draws every row anew. */
  redraw() {
    this.#drawn.clear();
    this.#body.replaceChildren();
    this.refresh();
  }

  /** Draws what can be seen now, once a frame. */
  refresh() {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#drawVisible();
    });
  }

  #drawVisible() {
    if (!this.#rows) return;
    const top = Math.max(0, this.node.scrollTop - this.#head.offsetHeight);
    const first = Math.max(0, Math.floor(top / this.#rowHeight) - overscan);
    const last = Math.min(this.#rows.length - 1, Math.ceil((top + this.node.clientHeight) / this.#rowHeight) + overscan);
    this.#rows.want(first, Math.max(first, last));
    // Spacers and new rows first, old rows out last: the content is never shorter than it should be, so the browser moves nothing.
    this.#above.style.height = `${first * this.#rowHeight}px`;
    this.#below.style.height = `${Math.max(0, this.#rows.length - 1 - last) * this.#rowHeight}px`;
    // The keyboard's row is always one that is drawn, so that Tab finds it where the reader is looking.
    if (this.#current < first || this.#current > last) this.#makeCurrent(Math.max(0, Math.min(last, Math.ceil(top / this.#rowHeight))));
    this.node.tabIndex = this.#rows.length === 0 ? 0 : -1;
    this.#empty.hidden = this.#rows.length > 0 || this.#rows.hasMore || this.#rows.problem !== null;
    for (let index = first; index <= last; index++) this.#drawRow(index);
    this.#removeOutside(first, last);
    this.#table.setAttribute('aria-rowcount', this.#rows.hasMore ? '-1' : String(this.#rows.length + 1));
    this.#measure();
  }

  #removeOutside(first, last) {
    for (const [index, drawn] of this.#drawn) {
      if (index >= first && index <= last) continue;
      // A row that goes out of sight must not take the keyboard's place with it.
      if (drawn.node.contains(document.activeElement)) this.node.focus({ preventScroll: true });
      drawn.node.remove();
      this.#drawn.delete(index);
    }
  }

  #drawRow(index) {
    const row = this.#rows.at(index);
    const drawn = this.#drawn.get(index);
    if (drawn && drawn.row === row) return;
    const node = row === undefined ? this.#placeholder(index) : this.#rowNode(row, index);
    if (drawn) replaceKeepingFocus(drawn.node, node);
    else this.#insert(node, index);
    this.#drawn.set(index, { node, row });
  }

  #insert(node, index) {
    const next = this.#drawn.get(index + 1)?.node ?? [...this.#body.children].find(other => Number(other.dataset.index) > index) ?? null;
    this.#body.insertBefore(node, next);
  }

  #rowNode(row, index) {
    const cells = this.#columns.map(column => element('td', { role: 'gridcell', class: column.name, 'data-title': column.title }, this.#draw(row, column.name)));
    return this.#newRow(index, ...cells);
  }

  #placeholder(index) {
    return this.#newRow(index, element('td', { role: 'gridcell', class: 'placeholder' }, 'Loading…'));
  }

  #newRow(index, ...cells) {
    const node = element('tr', { role: 'row', 'aria-rowindex': String(index + 2), tabIndex: index === this.#current ? 0 : -1 }, ...cells);
    node.dataset.index = index;
    return node;
  }

  #measure() {
    const height = this.#body.firstElementChild?.getBoundingClientRect().height;
    if (!height || Math.abs(height - this.#rowHeight) < 0.5) return;
    const firstInSight = this.node.scrollTop / this.#rowHeight;
    this.#rowHeight = height;
    this.node.scrollTop = firstInSight * height;
    this.refresh();
  }

  #onClick(event) {
    if (event.target.closest('a') || getSelection().toString() !== '') return;
    const node = event.target.closest('tr');
    if (node) this.#open(Number(node.dataset.index));
  }

  #onFocus(event) {
    const node = event.target.closest('tr');
    if (node) this.#makeCurrent(Number(node.dataset.index));
  }

  #onKey(event) {
    const page = Math.max(1, Math.floor(this.node.clientHeight / this.#rowHeight) - 2);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key in moves && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      this.#moveTo(this.#current + moves[event.key]);
    } else if (event.key === 'Enter' && !event.target.closest('a')) {
      event.preventDefault();
      this.#open(this.#current);
    }
  }

  #open(index) {
    const row = this.#rows.at(index);
    if (row) this.#onOpen(row);
  }

  #moveTo(target) {
    if (this.#rows.length === 0) return;
    const index = Math.min(this.#rows.length - 1, Math.max(0, target));
    this.#makeCurrent(index);
    const top = index * this.#rowHeight;
    const height = this.node.clientHeight - this.#head.offsetHeight;
    if (top < this.node.scrollTop) this.node.scrollTop = top;
    else if (top + this.#rowHeight > this.node.scrollTop + height) this.node.scrollTop = top + this.#rowHeight - height;
    this.#drawVisible();
    this.#drawn.get(index)?.node.focus({ preventScroll: true });
  }

  #makeCurrent(index) {
    const before = this.#drawn.get(this.#current)?.node;
    if (before) before.tabIndex = -1;
    this.#current = index;
    const now = this.#drawn.get(index)?.node;
    if (now) now.tabIndex = 0;
  }
}

/** A row whose values have arrived takes the place of its stand-in, and the keyboard's place with it. */
function replaceKeepingFocus(old, node) {
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(node);
  if (hadFocus) node.focus({ preventScroll: true });
}
