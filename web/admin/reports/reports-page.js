import { readCatalogue } from '../api/reports.js';
import { element } from '../app/dom.js';
import { ExportList } from '../exports/export-list.js';
import { Overview } from '../overview/overview.js';
import { refreshTimes } from '../text/times.js';
import { reportCard } from './report-card.js';

const minute = 60_000;
const order = ['recipe-runs', 'commits', 'usage', 'audit-logs'];

/** Shows the overview, a card for each report, and all exports. */
export async function show(main, { api, tray }) {
  const overview = new Overview(api);
  const list = new ExportList(api, tray);
  tray.onChange = () => list.refresh();
  const reports = await readCatalogue(api);
  const rank = report => (order.indexOf(report.name) + order.length) % order.length;
  main.replaceChildren(
    element('h1', {}, 'Reports'),
    overview.node,
    element('section', { 'aria-labelledby': 'download-title' },
      element('h2', { id: 'download-title' }, 'Download a report'),
      element('div', { class: 'cards' }, ...reports.toSorted((one, other) => rank(one) - rank(other)).map(report => reportCard(report, request => tray.start(request))))),
    list.node);
  setInterval(() => refreshTimes(main), minute);
  await Promise.all([overview.load(), list.refresh()]);
}
