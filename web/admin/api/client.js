/** An answer of the API that is no success, as its problem details (RFC 9457) tell it. */
export class ApiProblem extends Error {
  constructor(status, details) {
    super(messageOf(status, details));
    this.status = status;
    this.title = details.title;
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

  post(path, body) {
    return this.#call('POST', path, { body });
  }

  put(path, body) {
    return this.#call('PUT', path, { body });
  }

  delete(path) {
    return this.#call('DELETE', path, {});
  }

  /** The answer's JSON, or null for an empty one. Throws {@link ApiProblem}; leads to the sign-in on 401. */
  async #call(method, path, { query, body, signal }) {
    const headers = { authorization: `Bearer ${this.#session.accessToken}`, accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await this.#fetch(`${this.#origin}/api/${path}${queryString(query)}`, { method, headers, signal, body: body && JSON.stringify(body), cache: 'no-store' });
    if (response.status === 401) return this.#session.signInAgain();
    if (!response.ok) throw await this.#problemOf(response);
    const text = await response.text();
    return text === '' ? null : JSON.parse(text);
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

function queryString(query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null && value !== '') parameters.append(name, value);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function messageOf(status, details) {
  const fields = Object.entries(details.errors ?? {}).map(([name, messages]) => `${name}: ${[messages].flat().join(' ')}`);
  const parts = [details.detail, ...fields].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : details.title ?? `The API answered ${status}.`;
}
