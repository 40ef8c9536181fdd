/** Rows asked for at a time. */
const pageSize = 200;

/** Pages whose rows are kept; others keep their cursor only and are asked for again when they are looked at. */
const pagesKept = 20;

/** After so many pages in a row without a match, going on is the reader's choice. */
const emptyPagesInARow = 10;

/**
 * The rows of a paged answer, newest first, as far as they have been asked for. Holds at most {@link pagesKept} pages in memory, however far
 * somebody scrolls: each page is known by the cursor before it, and rows never move because the cursor names a place in the log.
 */
export class PagedRows {
  #load;
  #onChange;
  #abort = new AbortController();
  #pages = [];
  #nextCursor = undefined;
  #emptyPages = 0;
  #isLoadingNext = false;

  /** Rows known so far, held or not. */
  length = 0;

  /** False once the last page has been seen. */
  hasMore = true;

  /** The instant down to which the log has been searched, where the API told. */
  searchedBackTo = null;

  /** What the last page ended with when it failed. */
  problem = null;

  /**
   * @param {(query: {first: number, after?: string}, signal: AbortSignal) => Promise<{rows: object[], cursor: ?string, hasMore: boolean, searchedBackTo: ?string}>} load
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

  /** The row, or undefined while its page is not held. */
  at(index) {
    const page = this.#pageAt(index);
    return page?.rows?.[index - page.start];
  }

  /** Sees to it that the rows from `first` to `last` get loaded, and lets go of rows far from them. */
  want(first, last) {
    for (const page of this.#pages) {
      if (page.start <= last && page.start + page.count > first && page.rows === null && !page.isLoading) this.#reload(page);
    }

    if (last >= this.length - pageSize / 2 && this.hasMore && !this.isPaused && this.problem === null) this.#loadNext();
    this.#letGo((first + last) / 2);
  }

  /** Asks for the first page at once, before anything is drawn; done when it is there. */
  async loadFirst() {
    if (this.#pages.length === 0) await this.#loadNext();
  }

  /** Goes on after a pause or a problem. */
  goOn() {
    this.#emptyPages = 0;
    this.problem = null;
    this.#loadNext();
  }

  /** Stops what is on its way; nothing changes any more. */
  stop() {
    this.#abort.abort();
  }

  async #loadNext() {
    if (this.#isLoadingNext) return;
    this.#isLoadingNext = true;
    this.#onChange();
    const page = { start: this.length, after: this.#nextCursor, isLoading: false };
    const answer = await this.#ask({ first: pageSize, after: page.after });
    this.#isLoadingNext = false;
    if (answer === null) return;
    this.hasMore = answer.hasMore;
    this.#nextCursor = answer.cursor;
    this.searchedBackTo = answer.searchedBackTo;
    this.#emptyPages = answer.rows.length === 0 ? this.#emptyPages + 1 : 0;
    if (answer.rows.length > 0) {
      this.#pages.push({ ...page, count: answer.rows.length, rows: answer.rows });
      this.length += answer.rows.length;
    }

    this.#onChange();
    if (answer.rows.length === 0 && this.hasMore && !this.isPaused) await this.#loadNext();
  }

  /** Loads a known page again; the API may need more than one answer for it when it gives itself little time. */
  async #reload(page) {
    page.isLoading = true;
    const rows = [];
    let after = page.after;
    while (rows.length < page.count) {
      const answer = await this.#ask({ first: page.count - rows.length, after });
      if (answer === null) return;
      rows.push(...answer.rows);
      after = answer.cursor;
      if (!answer.hasMore) break;
    }

    page.rows = rows;
    page.isLoading = false;
    this.#onChange();
  }

  /** An answer, or null when it failed (then {@link problem} tells) or is not wanted any more. */
  async #ask(query) {
    try {
      return await this.#load(query, this.#abort.signal);
    } catch (problem) {
      if (this.#abort.signal.aborted) return null;
      this.problem = problem;
      this.#isLoadingNext = false;
      this.#onChange();
      return null;
    }
  }

  #letGo(middle) {
    const held = this.#pages.filter(page => page.rows !== null);
    if (held.length <= pagesKept) return;
    const distance = page => Math.abs(page.start + page.count / 2 - middle);
    held.sort((one, other) => distance(other) - distance(one));
    for (const page of held.slice(0, held.length - pagesKept)) page.rows = null;
  }

  /** Binary search: pages are in order and without gaps. */
  #pageAt(index) {
    let [low, high] = [0, this.#pages.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const page = this.#pages[middle];
      if (index < page.start) high = middle - 1;
      else if (index >= page.start + page.count) low = middle + 1;
      else return page;
    }

    return undefined;
  }
}
