import { element } from '../app/dom.js';

/** Rows drawn above and below those that can be seen. */
const overscan = 8;

/** Used until a row has been measured. */
const guessedRowHeight = 44;

/**
 * A column: its name in the row, its heading, and its width as a track of a CSS grid.
 * @template {string} Name
 * @typedef {{name: Name, title: string, width: string}} Column
 */

/**
 * A table of which only the rows in sight are in the document: two spacers stand for the rest. All rows have one height, which the style
 * sheet sets. It is an ARIA grid: arrow keys, Page Up and Down, Home and End move a current row, Enter opens it.
 * @template Row
 * @template {string} Name
 */
export class VirtualTable {
  /** @type {import('./paged-rows.js').PagedRows<Row>|undefined} */
  #rows;
  /** @type {Column<Name>[]} */
  #columns = [];
  #draw;
  #head = element('thead', { role: 'rowgroup' });
  #body = element('tbody', { role: 'rowgroup' });
  #above = element('div', { class: 'spacer' });
  #below = element('div', { class: 'spacer' });
  /** @type {Map<number, {node: HTMLElement, row: Row|undefined}>} Rows in the document by their index. */
  #drawn = new Map();
  #rowHeight = guessedRowHeight;
  #current = 0;
  #frame = 0;
  #onOpen;
  #table;
  #empty = element('p', { class: 'empty-table', hidden: true });

  /**
   * @param {string} label The table's name for screen readers.
   * @param {(row: Row, columnName: Name) => Node} draw Content of a cell.
   * @param {(row: Row) => void} onOpen Called when the user opens a row.
   * @param {string} emptyText What stands in place of the rows when there are none.
   */
  constructor(label, draw, onOpen, emptyText) {
    this.#draw = draw;
    this.#onOpen = onOpen;
    this.#table = element('table', { class: 'grid', role: 'grid', 'aria-label': label, 'aria-rowcount': '-1' }, this.#head, this.#body);
    const handlers = { scroll: () => this.refresh(), keydown: (/** @type {KeyboardEvent} */ event) => this.#onKey(event) };
    this.node = element('div', { class: 'scroller', tabIndex: -1, on: handlers },
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
   * @param {import('./paged-rows.js').PagedRows<Row>} rows
   */
  set rows(rows) {
    this.#rows = rows;
    this.#current = 0;
    this.node.scrollTop = 0;
    this.redraw();
  }

  /** @param {Column<Name>[]} columns The columns that are shown. */
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
    const rows = this.#rows;
    if (!rows) return;
    const top = Math.max(0, this.node.scrollTop - this.#head.offsetHeight);
    const first = Math.max(0, Math.floor(top / this.#rowHeight) - overscan);
    const last = Math.min(rows.length - 1, Math.ceil((top + this.node.clientHeight) / this.#rowHeight) + overscan);
    rows.want(first, Math.max(first, last));
    // Spacers and new rows first, old rows out last: the content is never shorter than it should be, so the browser moves nothing.
    this.#above.style.height = `${first * this.#rowHeight}px`;
    this.#below.style.height = `${Math.max(0, rows.length - 1 - last) * this.#rowHeight}px`;
    // The keyboard's row is always one that is drawn, so that Tab finds it where the reader is looking.
    if (this.#current < first || this.#current > last) this.#makeCurrent(Math.max(0, Math.min(last, Math.ceil(top / this.#rowHeight))));
    this.node.tabIndex = rows.length === 0 ? 0 : -1;
    this.#empty.hidden = rows.length > 0 || rows.hasMore || rows.problem !== null;
    for (let index = first; index <= last; index++) this.#drawRow(index, rows.at(index));
    this.#removeOutside(first, last);
    this.#table.setAttribute('aria-rowcount', rows.hasMore ? '-1' : String(rows.length + 1));
    this.#measure();
  }

  /**
   * @param {number} first
   * @param {number} last
   */
  #removeOutside(first, last) {
    for (const [index, drawn] of this.#drawn) {
      if (index >= first && index <= last) continue;
      // A row that goes out of sight must not take the keyboard's place with it.
      if (drawn.node.contains(document.activeElement)) this.node.focus({ preventScroll: true });
      drawn.node.remove();
      this.#drawn.delete(index);
    }
  }

  /**
   * @param {number} index
   * @param {Row|undefined} row Undefined while the row is not held.
   */
  #drawRow(index, row) {
    const drawn = this.#drawn.get(index);
    if (drawn && drawn.row === row) return;
    const node = row === undefined ? this.#placeholder(index) : this.#rowNode(row, index);
    if (drawn) replaceKeepingFocus(drawn.node, node);
    else this.#insert(node, index);
    this.#drawn.set(index, { node, row });
  }

  /**
   * @param {HTMLElement} node
   * @param {number} index
   */
  #insert(node, index) {
    const next = this.#drawn.get(index + 1)?.node ?? [...this.#body.rows].find(other => indexOf(other) > index) ?? null;
    this.#body.insertBefore(node, next);
  }

  /**
   * @param {Row} row
   * @param {number} index
   */
  #rowNode(row, index) {
    return this.#newRow(index, ...this.#columns.map(({ name, title }) =>
      element('td', { role: 'gridcell', class: name, 'data-title': title }, this.#draw(row, name))));
  }

  /** @param {number} index */
  #placeholder(index) {
    return this.#newRow(index, element('td', { role: 'gridcell', class: 'placeholder' }, 'Loading…'));
  }

  /**
   * @param {number} index
   * @param {...HTMLElement} cells
   */
  #newRow(index, ...cells) {
    const tabIndex = index === this.#current ? 0 : -1;
    return element('tr', { role: 'row', 'aria-rowindex': String(index + 2), 'data-index': String(index), tabIndex }, ...cells);
  }

  #measure() {
    const height = this.#body.firstElementChild?.getBoundingClientRect().height;
    if (!height || Math.abs(height - this.#rowHeight) < 0.5) return;
    const firstInSight = this.node.scrollTop / this.#rowHeight;
    this.#rowHeight = height;
    this.node.scrollTop = firstInSight * height;
    this.refresh();
  }

  /** @param {Event} event */
  #onClick({ target }) {
    if (!(target instanceof Element) || target.closest('a') || getSelection()?.toString()) return;
    const node = target.closest('tr');
    if (node) this.#open(indexOf(node));
  }

  /** @param {Event} event */
  #onFocus({ target }) {
    const node = target instanceof Element ? target.closest('tr') : null;
    if (node) this.#makeCurrent(indexOf(node));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const page = Math.max(1, Math.floor(this.node.clientHeight / this.#rowHeight) - 2);
    /** @type {Record<string, number|undefined>} */
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const move = moves[event.key];
    if (move !== undefined && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      this.#moveTo(this.#current + move);
    } else if (event.key === 'Enter' && !(event.target instanceof Element && event.target.closest('a'))) {
      event.preventDefault();
      this.#open(this.#current);
    }
  }

  /** @param {number} index */
  #open(index) {
    const row = this.#rows?.at(index);
    if (row) this.#onOpen(row);
  }

  /** @param {number} target */
  #moveTo(target) {
    const count = this.#rows?.length ?? 0;
    if (count === 0) return;
    const index = Math.min(count - 1, Math.max(0, target));
    this.#makeCurrent(index);
    const top = index * this.#rowHeight;
    const height = this.node.clientHeight - this.#head.offsetHeight;
    if (top < this.node.scrollTop) this.node.scrollTop = top;
    else if (top + this.#rowHeight > this.node.scrollTop + height) this.node.scrollTop = top + this.#rowHeight - height;
    this.#drawVisible();
    this.#drawn.get(index)?.node.focus({ preventScroll: true });
  }

  /** @param {number} index */
  #makeCurrent(index) {
    const before = this.#drawn.get(this.#current)?.node;
    if (before) before.tabIndex = -1;
    this.#current = index;
    const now = this.#drawn.get(index)?.node;
    if (now) now.tabIndex = 0;
  }
}

/**
 * The index of a drawn row.
 * @param {HTMLElement} node
 */
function indexOf(node) {
  return Number(node.dataset.index);
}

/**
 * A row whose values have arrived takes the place of its stand-in, and the keyboard's place with it.
 * @param {HTMLElement} old
 * @param {HTMLElement} node
 */
function replaceKeepingFocus(old, node) {
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(node);
  if (hadFocus) node.focus({ preventScroll: true });
}
