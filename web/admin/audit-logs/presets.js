import { element } from '../app/dom.js';
import { writeView } from './view.js';

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
 * @param {import('./view.js').View} view The view that is shown; a range stays when a filter is taken, and the other way round.
 * @param {(view: import('./view.js').View) => void} onChoose
 */
export function presetLinks(view, onChoose) {
  const link = (title, target, isCurrent) => element('a', {
    href: writeView(target) || location.pathname,
    class: 'preset',
    'aria-current': isCurrent ? 'true' : undefined,
    on: { click: event => { if (!opensElsewhere(event)) { event.preventDefault(); onChoose(target); } } },
  }, title);
  return element('nav', { class: 'presets', 'aria-label': 'Ready-made filters' },
    ...presets.map(preset => link(preset.title, { ...view, filters: preset.filters }, sameEntries(preset.filters, view.filters))),
    element('span', { class: 'separator', 'aria-hidden': 'true' }),
    ...ranges.map(preset => link(preset.title, { ...view, range: preset.range }, sameEntries(preset.range, view.range))));
}

function opensElsewhere(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
}

function sameEntries(one, other) {
  const text = entries => JSON.stringify(Object.entries(entries).filter(([, value]) => value).sort());
  return text(one) === text(other);
}
