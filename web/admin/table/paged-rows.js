/** Rows asked for at a time. */
const pageSize = 200;

/** Pages whose rows are kept; others keep their cursor only and are asked for again when they are looked at. */
const pagesKept = 20;

/** After so many pages in a row without a match, going on is the reader's choice. */
const emptyPagesInARow = 10;

/**
 * A page of rows as the API gave it.
 * @template Row
 * @typedef {{rows: Row[], cursor: string|null, hasMore: boolean, searchedBackTo: string|null}} RowPage
 */

/**
 * A page that is known: `rows` is null while it is not held.
 * @template Row
 * @typedef {{start: number, count: number, after: string|undefined, rows: Row[]|null, isLoading: boolean}} KnownPage
 */

/**
 * The rows of a paged list, newest first, as far as they have been asked for. Holds at most {@link pagesKept} pages in memory, however far
 * the reader scrolls: each page is known by the cursor before it, and rows never move because the cursor names a place in the log.
 * @template Row
 */
export class PagedRows {
  #load;
  #onChange;
  #abort = new AbortController();
  /** @type {KnownPage<Row>[]} */
  #pages = [];
  /** @type {string|undefined} */
  #nextCursor;
  #emptyPages = 0;
  #isLoadingNext = false;

  /** Rows known so far, held or not. */
  length = 0;

  /** False once the last page has been seen. */
  hasMore = true;

  /** @type {string|null} The instant down to which the log has been searched, where the API told. */
  searchedBackTo = null;

  /** @type {Error|null} Why the last request failed; nothing more is asked for until {@link goOn}. */
  problem = null;

  /**
   * @param {(query: {first: number, after: string|undefined}, signal: AbortSignal) => Promise<RowPage<Row>>} load
   * @param {() => void} onChange Called when rows arrived or the state changed.
   */
  constructor(load, onChange) {
    this.#load = load;
    this.#onChange = onChange;
  }

  /** True while the next page is on its way. */
  get isLoading() {
    return this.#isLoadingNext;
  }

  /** True when the search paused because nothing matched for long. */
  get isPaused() {
    return this.hasMore && this.#emptyPages >= emptyPagesInARow;
  }

  /** Rows that are held in memory now. */
  get heldCount() {
    return this.#pages.reduce((sum, page) => sum + (page.rows?.length ?? 0), 0);
  }

  /**
   * The row, or undefined while its page is not held.
   * @param {number} index
   */
  at(index) {
    const page = this.#pageAt(index);
    return page?.rows?.[index - page.start];
  }

  /**
   * Sees to it that the rows from `first` to `last` get loaded, and lets go of rows far from them.
   * @param {number} first
   * @param {number} last
   */
  want(first, last) {
    if (this.problem === null) {
      for (const page of this.#pages) {
        if (page.start <= last && page.start + page.count > first && page.rows === null && !page.isLoading) this.#reload(page);
      }

      if (last >= this.length - pageSize / 2 && !this.isPaused) this.#loadNext();
    }

    this.#letGo((first + last) / 2);
  }

  /** Asks for the first page at once, before anything is drawn; done when it is there. */
  async loadFirst() {
    if (this.#pages.length === 0) await this.#loadNext();
  }

  /** Goes on after a pause or a problem: {@link want} asks again for what is missing. */
  goOn() {
    const wasPaused = this.isPaused;
    this.#emptyPages = 0;
    this.problem = null;
    if (wasPaused || this.#pages.length === 0) this.#loadNext();
    else this.#onChange();
  }

  /** Stops what is on its way; nothing changes any more. */
  stop() {
    this.#abort.abort();
  }

  async #loadNext() {
    while (this.hasMore && !this.#isLoadingNext) {
      this.#isLoadingNext = true;
      this.#onChange();
      const page = await this.#ask({ first: pageSize, after: this.#nextCursor });
      this.#isLoadingNext = false;
      if (page === null) return;
      this.#add(page);
      this.#onChange();
      if (page.rows.length > 0 || this.isPaused) return;
    }
  }

  /** @param {RowPage<Row>} page */
  #add({ rows, cursor, hasMore, searchedBackTo }) {
    if (rows.length > 0) {
      this.#pages.push({ start: this.length, count: rows.length, after: this.#nextCursor, rows, isLoading: false });
      this.length += rows.length;
    }

    this.#emptyPages = rows.length === 0 ? this.#emptyPages + 1 : 0;
    this.#nextCursor = cursor ?? undefined;
    this.hasMore = hasMore;
    this.searchedBackTo = searchedBackTo;
  }

  /**
   * Loads a known page again; the API may need more than one response for it when it gives itself little time.
   * @param {KnownPage<Row>} page
   */
  async #reload(page) {
    page.isLoading = true;
    /** @type {Row[]} */
    const rows = [];
    let after = page.after;
    let hasMore = true;
    while (hasMore && rows.length < page.count) {
      const part = await this.#ask({ first: page.count - rows.length, after });
      if (part === null) {
        page.isLoading = false;
        return;
      }

      rows.push(...part.rows);
      after = part.cursor ?? undefined;
      hasMore = part.hasMore;
    }

    page.rows = rows;
    page.isLoading = false;
    this.#onChange();
  }

  /**
   * A page, or null when it failed (then {@link problem} tells) or is not wanted any more.
   * @param {{first: number, after: string|undefined}} query
   */
  async #ask(query) {
    try {
      const page = await this.#load(query, this.#abort.signal);
      return this.#abort.signal.aborted ? null : page;
    } catch (problem) {
      if (this.#abort.signal.aborted) return null;
      this.problem = problem instanceof Error ? problem : new Error(String(problem));
      this.#onChange();
      return null;
    }
  }

  /** @param {number} middle */
  #letGo(middle) {
    const held = this.#pages.filter(page => page.rows !== null);
    if (held.length <= pagesKept) return;
    const distance = (/** @type {KnownPage<Row>} */ page) => Math.abs(page.start + page.count / 2 - middle);
    held.sort((one, other) => distance(other) - distance(one));
    for (const page of held.slice(0, held.length - pagesKept)) page.rows = null;
  }

  /**
   * Binary search: pages are in order and without gaps.
   * @param {number} index
   */
  #pageAt(index) {
    let [low, high] = [0, this.#pages.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const page = this.#pages[middle];
      if (!page || index < page.start) high = middle - 1;
      else if (index >= page.start + page.count) low = middle + 1;
      else return page;
    }

    return undefined;
  }
}
