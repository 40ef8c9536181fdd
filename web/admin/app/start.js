import { ApiClient } from '../api/client.js';
import { ExportTray } from '../exports/export-tray.js';
import { Session } from '../sign-in/session.js';
import { loadConfiguration } from './configuration.js';
import { showHeader } from './header.js';
import { pageOf } from './pages.js';
import { showForbidden, showProblem } from './problem-view.js';

const main = document.getElementById('main');

/** Signs in when that is needed, then hands the page its API client and the place to draw in; done when its first view stands. */
async function start() {
  const configuration = await loadConfiguration();
  const session = new Session(configuration);
  if (Session.isReturning()) return session.completeSignIn();
  if (!await session.resume()) return session.signIn();

  const page = pageOf(location.pathname);
  document.title = `${page.title} · Reporting`;
  showHeader(document.getElementById('header'), page, session);
  const api = new ApiClient(configuration.apiOrigin, session, problem => showForbidden(main, problem, session));
  const tray = new ExportTray(document.getElementById('export-tray'), api);
  tray.resume();
  const { show } = await page.load();
  await show(main, { api, tray });
}

start()
  .catch(problem => {
    // What a 403 means has been said by then.
    if (problem.status !== 403) showProblem(main, problem);
  })
  .finally(() => main.setAttribute('aria-busy', 'false'));
