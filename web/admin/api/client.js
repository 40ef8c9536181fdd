/** @typedef {{daysReady: number, daysTotal: number}} DaysCounted */

/** An unsuccessful response of the API, with its problem details (RFC 9457). */
export class ApiProblem extends Error {
  /**
   * @param {number} status The HTTP status; 0 when there was no response.
   * @param {{title?: string, detail?: string, errors?: Record<string, string[]>, building?: DaysCounted}} details The detail names each
   * field that is at fault.
   */
  constructor(status, details) {
    super(details.detail || details.title || `The API answered ${status}.`);
    this.status = status;
    this.title = details.title;
    /** How far a count has come that the API cannot answer from yet. */
    this.building = details.building;
    /** @type {Record<string, string[]>} What is wrong, by the API's name of the field. */
    this.fields = details.errors ?? {};
  }
}

/**
 * What the client needs of the session.
 * @typedef {Pick<import('../sign-in/session.js').Session, 'accessToken'|'signInAgain'>} Credentials
 *
 * Parameters of the query string; empty ones are left out.
 * @typedef {Record<string, string|number|null|undefined>} Query
 *
 * @typedef {{query?: Query, body?: object, conditions?: Record<string, string>, signal?: AbortSignal}} RequestSettings
 */

/** Calls the API with the token of the user who is signed in. */
export class ApiClient {
  #origin;
  #session;
  #onForbidden;

  /**
   * @param {string} origin The API's origin, without a path.
   * @param {Credentials} session
   * @param {(problem: ApiProblem) => void} onForbidden Called when the API says 403: nothing on the page will work.
   */
  constructor(origin, session, onForbidden) {
    this.#origin = origin;
    this.#session = session;
    this.#onForbidden = onForbidden;
  }

  /**
   * @param {string} path
   * @param {Query} [query]
   * @param {AbortSignal} [signal]
   */
  get(path, query, signal) {
    return this.#call('GET', path, { query, signal });
  }

  /**
   * A resource with its version, to be given to {@link put}. The version is null where the browser may not read it: from another origin,
   * unless that origin exposes `ETag`.
   * @param {string} path
   * @returns {Promise<{value: any, version: string|null}>}
   */
  async getVersioned(path) {
    const response = await this.#send('GET', path, {});
    return { value: await contentOf(response), version: response.headers.get('etag') };
  }

  /**
   * @param {string} path
   * @param {object} body
   */
  post(path, body) {
    return this.#call('POST', path, { body });
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {Record<string, string>} [conditions] `if-match` with a version that was read, or `if-none-match: *` (RFC 9110 section 13.1).
   */
  put(path, body, conditions = {}) {
    return this.#call('PUT', path, { body, conditions });
  }

  /** @param {string} path */
  delete(path) {
    return this.#call('DELETE', path, {});
  }

  /**
   * The JSON of the response, or null when it is empty.
   * @param {string} method
   * @param {string} path
   * @param {RequestSettings} settings
   */
  async #call(method, path, settings) {
    return contentOf(await this.#send(method, path, settings));
  }

  /**
   * A successful response. Throws {@link ApiProblem} for any other; leads to the sign-in on 401.
   * @param {string} method
   * @param {string} path
   * @param {RequestSettings} settings
   */
  async #send(method, path, { query, body, conditions, signal }) {
    /** @type {Record<string, string>} */
    const headers = { authorization: `Bearer ${this.#session.accessToken}`, accept: 'application/json', ...conditions };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const content = body === undefined ? undefined : JSON.stringify(body);
    const address = `${this.#origin}/api/${path}${queryString(query)}`;
    const response = await this.#fetch(address, { method, headers, signal, body: content, cache: 'no-store' });
    if (response.status === 401) return this.#session.signInAgain();
    if (!response.ok) throw await this.#problemOf(response);
    return response;
  }

  /**
   * @param {string} address
   * @param {RequestInit} settings
   */
  async #fetch(address, settings) {
    try {
      return await fetch(address, settings);
    } catch (error) {
      if (settings.signal?.aborted) throw error;
      throw new ApiProblem(0, { detail: `The API at ${this.#origin} does not answer. Check that it runs, and your connection.` });
    }
  }

  /** @param {Response} response */
  async #problemOf(response) {
    // A proxy in between may send a page, or JSON that is no object.
    const details = await response.json().catch(() => null);
    const problem = new ApiProblem(response.status, details ?? {});
    if (response.status === 403) this.#onForbidden(problem);
    return problem;
  }
}

/**
 * @param {Response} response
 * @returns {Promise<any>}
 */
async function contentOf(response) {
  const text = await response.text();
  return text === '' ? null : JSON.parse(text);
}

/** @param {Query} [query] */
function queryString(query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.append(name, String(value));
  }

  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
