import { element } from './dom.js';
import { pages } from './pages.js';

/** What an address that names no page shows. */
export function show(main) {
  main.replaceChildren(
    element('h1', {}, 'There is no such page'),
    element('p', {}, 'These are the pages there are:'),
    element('ul', {}, ...pages.map(page => element('li', {}, element('a', { href: page.path }, page.title)))));
}
