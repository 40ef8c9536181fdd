import { ApiClient } from '../api/client.js';
import { ExportTray } from '../exports/export-tray.js';
import { Session } from '../sign-in/session.js';
import { pageOf, showHeader } from './pages.js';
import { showForbidden, showProblem } from './problems.js';

const main = place('main');

/** Signs in when that is needed, then hands the page its API client and the place to draw in; done when its first view stands. */
async function start() {
  const configuration = await loadConfiguration();
  const session = new Session(configuration);
  if (Session.isReturning()) return session.completeSignIn();
  if (!await session.resume()) return session.signIn();

  const page = pageOf(location.pathname);
  document.title = `${page.title} · Reporting`;
  showHeader(place('header'), page, session);
  const api = new ApiClient(configuration.apiOrigin, session, problem => showForbidden(main, problem, session));
  const tray = new ExportTray(place('export-tray'), api);
  tray.resume();
  const { show } = await page.load();
  return show(main, { api, tray });
}

/**
 * Where the API and the sign-in are: `/admin/config.json`, beside these pages. An empty `apiOrigin` means the pages' own origin, an empty
 * `authority` that origin's development sign-in.
 * @returns {Promise<{apiOrigin: string, authority: string, clientId: string, scope: string}>}
 */
async function loadConfiguration() {
  const response = await fetch('/admin/config.json', { cache: 'no-cache' });
  if (!response.ok) {
    throw new Error(`The pages' settings (/admin/config.json) could not be read: ${response.status} ${response.statusText}.`);
  }

  const configuration = await response.json();
  return {
    apiOrigin: configuration.apiOrigin || location.origin,
    authority: configuration.authority || `${location.origin}/development`,
    clientId: configuration.clientId || 'reporting-admin',
    scope: configuration.scope || 'openid profile email',
  };
}

/**
 * An element that `index.html` holds.
 * @param {string} id
 */
function place(id) {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`index.html has no element with the id ${id}.`);
  return node;
}

start()
  .catch(problem => {
    // ApiClient has already shown what a 403 means.
    if (problem.status !== 403) showProblem(main, problem);
  })
  .finally(() => main.setAttribute('aria-busy', 'false'));
