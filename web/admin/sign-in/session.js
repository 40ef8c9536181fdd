const returnPath = '/admin/signed-in';
const signedInAtKey = 'reporting.signedInAt';

/** A sign-in younger than this that the API refuses is a matter of settings: signing in again would go round in circles. */
const freshMilliseconds = 20_000;

/** @typedef {typeof import('oidc-client-ts')} Library */

/**
 * Who is signed in: OpenID Connect authorization code flow with PKCE, by the library `oidc-client-ts`. Tokens are kept in the tab's session
 * storage only, and are gone when the tab is closed.
 */
export class Session {
  #manager;
  /** @type {import('oidc-client-ts').User|null} */
  #user = null;

  /** @param {{authority: string, clientId: string, scope: string}} configuration */
  constructor({ authority, clientId, scope }) {
    // A classic script, which `index.html` loads before this module.
    const { UserManager, WebStorageStateStore } = /** @type {{oidc: Library}} */ (/** @type {unknown} */ (globalThis)).oidc;
    const store = new WebStorageStateStore({ store: sessionStorage });
    this.#manager = new UserManager({
      authority,
      client_id: clientId,
      scope,
      redirect_uri: location.origin + returnPath,
      post_logout_redirect_uri: `${location.origin}/admin/`,
      response_type: 'code',
      automaticSilentRenew: false,
      userStore: store,
      stateStore: store,
    });
  }

  /** True on the address to which the sign-in returns. */
  static isReturning() {
    return location.pathname === returnPath;
  }

  /** The name of the user who is signed in. */
  get name() {
    const profile = this.#user?.profile;
    return profile?.email ?? profile?.preferred_username ?? profile?.name ?? profile?.sub ?? 'unknown';
  }

  /** The token that the API is called with. */
  get accessToken() {
    return this.#user?.access_token;
  }

  /** Takes up the tab's sign-in; false when there is none or it has expired. */
  async resume() {
    this.#user = await this.#manager.getUser();
    return this.#user !== null && !this.#user.expired;
  }

  /**
   * Leaves for the sign-in page, which comes back to the view that is open now.
   * @param {import('oidc-client-ts').SigninRedirectArgs} [options]
   */
  async signIn(options = {}) {
    await this.#manager.signinRedirect({ state: { returnTo: location.pathname + location.search }, ...options });
    return leaving();
  }

  /** Signs in as another user: asks the sign-in page for a choice of account. */
  signInAsAnother() {
    return this.signIn({ prompt: 'select_account' });
  }

  /** Called when the API answers 401: the token has expired or was withdrawn. */
  async signInAgain() {
    const age = Date.now() - Number(sessionStorage.getItem(signedInAtKey));
    await this.#manager.removeUser();
    if (age < freshMilliseconds) {
      throw new Error('The API refuses the token of a sign-in made just now. '
        + 'Check that its settings Access:Authority and Access:Audience match the pages\' config.json.');
    }

    return this.signIn();
  }

  /**
   * Finishes a sign-in and goes back to the view that was open before it.
   * @throws {SignInFailure} The sign-in service refused, or its response has been used before (the page was reloaded, or found in the
   * history).
   */
  async completeSignIn() {
    const user = await this.#manager.signinRedirectCallback().catch(error => { throw new SignInFailure(error); });
    sessionStorage.setItem(signedInAtKey, String(Date.now()));
    location.replace(returnAddress(user?.state));
    return leaving();
  }

  /** Forgets the tokens and tells the sign-in service, where it has a place for that. */
  async signOut() {
    const metadata = await this.#manager.metadataService.getMetadata();
    if (metadata.end_session_endpoint) await this.#manager.signoutRedirect();
    else {
      await this.#manager.removeUser();
      location.assign('/admin/');
    }
  }
}

/** A sign-in that did not end well; the address of the response is of no more use. */
export class SignInFailure extends Error {
  title = 'The sign-in did not work';

  /** Where it can be begun anew. */
  startOver = '/admin/';

  /** @param {Error & {error_description?: string|null}} cause */
  constructor(cause) {
    super(cause.error_description || cause.message, { cause });
  }
}

/**
 * Where a sign-in goes back to: a page of these, whatever its state holds.
 * @param {unknown} state
 */
export function returnAddress(state) {
  const returnTo = state !== null && typeof state === 'object' && 'returnTo' in state ? state.returnTo : null;
  const isPage = typeof returnTo === 'string' && returnTo.startsWith('/admin/') && !returnTo.startsWith(returnPath);
  return isPage ? returnTo : '/admin/insights';
}

/**
 * The browser is about to open another page: what waits for this one waits for ever.
 * @returns {Promise<never>}
 */
function leaving() {
  return new Promise(() => {});
}
