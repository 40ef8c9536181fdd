import { element } from '../app/dom.js';
import { writeView } from './view.js';

/** @typedef {import('./view.js').View} View */

/** @type {{title: string, filters: Record<string, string>}[]} */
const presets = [
  { title: 'Everything', filters: {} },
  { title: 'Logins', filters: { action: 'sign.in' } },
  { title: 'Recipe runs', filters: { action: 'run.recipe' } },
  { title: 'Commits', filters: { action: 'commit.recipe.run' } },
  { title: 'Access tokens created', filters: { action: 'create.token' } },
  { title: 'Failures', filters: { outcome: 'Failed' } },
];

const ranges = [
  { title: 'Last 7 days', range: { last: '7d' } },
  { title: 'Last 30 days', range: { last: '30d' } },
];

/**
 * The ready-made filters as links: each address is the view it leads to, so that it can be opened in a tab of its own or shared.
 * @param {View} view The view that is shown; a range stays when a filter is taken, and the other way round.
 * @param {(view: View) => void} onChoose
 */
export function presetLinks(view, onChoose) {
  const link = (/** @type {string} */ title, /** @type {View} */ target, /** @type {boolean} */ isCurrent) => {
    const click = (/** @type {MouseEvent} */ event) => {
      if (opensElsewhere(event)) return;
      event.preventDefault();
      onChoose(target);
    };
    const href = location.pathname + writeView(target);
    return element('a', { href, class: 'preset', 'aria-current': isCurrent ? 'true' : undefined, on: { click } }, title);
  };
  return element('nav', { class: 'presets', 'aria-label': 'Ready-made filters' },
    ...presets.map(({ title, filters }) => link(title, { ...view, filters }, sameEntries(filters, view.filters))),
    element('span', { class: 'separator', 'aria-hidden': 'true' }),
    ...ranges.map(({ title, range }) => link(title, { ...view, range }, sameEntries(range, view.range))));
}

/** @param {MouseEvent} event */
function opensElsewhere(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
}

/**
 * @param {object} one
 * @param {object} other
 */
function sameEntries(one, other) {
  const text = (/** @type {object} */ entries) => JSON.stringify(Object.entries(entries).filter(([, value]) => value).sort());
  return text(one) === text(other);
}
