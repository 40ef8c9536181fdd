import { element } from './dom.js';
import { pages } from './pages.js';

/** Draws the bar with the pages, who is signed in, and the way out. */
export function showHeader(header, current, session) {
  header.replaceChildren(
    element('span', { class: 'product' }, 'Reporting'),
    element('nav', { 'aria-label': 'Pages' },
      ...pages.map(page => element('a', { href: page.path, 'aria-current': page === current ? 'page' : undefined }, page.title))),
    element('div', { class: 'account' },
      element('bdi', { class: 'quiet account-name', title: session.name }, session.name),
      element('button', { type: 'button', class: 'plain', on: { click: () => session.signOut() } }, 'Sign out')));
}
