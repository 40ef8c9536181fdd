import { element } from './dom.js';

/**
 * What every page is given.
 * @typedef {{api: import('../api/client.js').ApiClient, tray: import('../exports/export-tray.js').ExportTray}} PageServices
 *
 * Draws a page into `main`; done when its first view stands.
 * @typedef {(main: HTMLElement, services: PageServices) => void|Promise<void>} Show
 *
 * @typedef {{path: string, title: string, load: () => Promise<{show: Show}>}} Page
 */

/** @type {Page} */
const insights = { path: '/admin/insights', title: 'Insights', load: () => import('../insights/insights-page.js') };

/**
 * The pages in the order of the bar; each loads its own code, so that a page's first view carries no other page's.
 * @type {Page[]}
 */
const pages = [
  insights,
  { path: '/admin/reports', title: 'Reports', load: () => import('../reports/reports-page.js') },
  { path: '/admin/audit-logs', title: 'Audit logs', load: () => import('../audit-logs/audit-logs-page.js') },
  { path: '/admin/schedules', title: 'Schedules', load: () => import('../schedules/schedules-page.js') },
];

/** @type {Page} */
const unknownPage = { path: '', title: 'Not found', load: async () => ({ show: showUnknown }) };

/**
 * The page that an address names: Insights for `/admin/` itself.
 * @param {string} path
 */
export function pageOf(path) {
  const plain = path.replace(/\/+$/, '');
  return plain === '/admin' ? insights : pages.find(page => page.path === plain) ?? unknownPage;
}

/**
 * Draws the bar with the pages, the name of the user who is signed in, and the way out.
 * @param {HTMLElement} header
 * @param {Page} current
 * @param {Pick<import('../sign-in/session.js').Session, 'name'|'signOut'>} session
 */
export function showHeader(header, current, session) {
  header.replaceChildren(
    element('span', { class: 'product' }, 'Reporting'),
    element('nav', { 'aria-label': 'Pages' },
      ...pages.map(page => element('a', { href: page.path, 'aria-current': page === current ? 'page' : undefined }, page.title))),
    element('div', { class: 'account' },
      element('bdi', { class: 'quiet account-name', title: session.name }, session.name),
      element('button', { type: 'button', class: 'plain', on: { click: () => void session.signOut() } }, 'Sign out')));
}

/** @type {Show} */
function showUnknown(main) {
  main.replaceChildren(
    element('h1', {}, 'There is no such page'),
    element('p', {}, 'These are the pages there are:'),
    element('ul', {}, ...pages.map(page => element('li', {}, element('a', { href: page.path }, page.title)))));
}
