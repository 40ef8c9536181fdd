/** An answer of the API that is no success, as its problem details (RFC 9457) tell it. */
export class ApiProblem extends Error {
  constructor(status, details) {
    super(messageOf(status, details));
    this.status = status;
    this.title = details.title;
    /** @type {Record<string, string[]>} What is wrong, by the API's name of the field. */
    this.fields = details.errors ?? {};
  }
}

/** Calls the API with the token of whoever is signed in. */
export class ApiClient {
  #origin;
  #session;
  #onForbidden;

  /**
   * @param {string} origin The API's origin, without a path.
   * @param {import('../sign-in/session.js').Session} session
   * @param {(problem: ApiProblem) => void} onForbidden Called when the API says 403: nothing on the page will work.
   */
  constructor(origin, session, onForbidden) {
    this.#origin = origin;
    this.#session = session;
    this.#onForbidden = onForbidden;
  }

  get(path, query, signal) {
    return this.#call('GET', path, { query, signal });
  }

  /**
   * An answer with its version, to be given to {@link put}. The version is null where the browser may not read it: from another origin, unless that exposes `ETag`.
   * @returns {Promise<{value: any, version: ?string}>}
   */
  async getVersioned(path) {
    const response = await this.#send('GET', path, {});
    return { value: await contentOf(response), version: response.headers.get('etag') };
  }

  post(path, body) {
    return this.#call('POST', path, { body });
  }

  /** @param {Record<string, string>} [conditions] `if-match` with a version that was read, or `if-none-match: *` (RFC 9110 section 13.1). */
  put(path, body, conditions = {}) {
    return this.#call('PUT', path, { body, conditions });
  }

  delete(path) {
    return this.#call('DELETE', path, {});
  }

  /** The answer's JSON, or null for an empty one. */
  async #call(method, path, settings) {
    return contentOf(await this.#send(method, path, settings));
  }

  /** A successful answer. Throws {@link ApiProblem} for any other; leads to the sign-in on 401. */
  async #send(method, path, { query, body, conditions, signal }) {
    const headers = { authorization: `Bearer ${this.#session.accessToken}`, accept: 'application/json', ...conditions };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await this.#fetch(`${this.#origin}/api/${path}${queryString(query)}`, { method, headers, signal, body: body && JSON.stringify(body), cache: 'no-store' });
    if (response.status === 401) return this.#session.signInAgain();
    if (!response.ok) throw await this.#problemOf(response);
    return response;
  }

  async #fetch(address, settings) {
    try {
      return await fetch(address, settings);
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      throw new ApiProblem(0, { detail: `The API at ${this.#origin} does not answer. Check that it runs, and your connection.` });
    }
  }

  async #problemOf(response) {
    const details = await response.json().catch(() => ({}));
    const problem = new ApiProblem(response.status, details);
    if (response.status === 403) this.#onForbidden(problem);
    return problem;
  }
}

async function contentOf(response) {
  const text = await response.text();
  return text === '' ? null : JSON.parse(text);
}

function queryString(query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null && value !== '') parameters.append(name, value);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** The detail names each field that is at fault. */
function messageOf(status, { detail, title }) {
  return detail || title || `The API answered ${status}.`;
}
