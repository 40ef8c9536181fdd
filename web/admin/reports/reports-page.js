import { readCatalogue } from '../api/reports.js';
import { choice, element, field, newId } from '../app/dom.js';
import { instantsOf, RangeFields } from '../app/range-fields.js';
import { ExportList } from '../exports/export-list.js';
import { formatWord } from '../exports/export-words.js';
import { Overview } from '../overview/overview.js';
import { refreshTimes } from '../text/times.js';
import { ReportOptions } from './report-options.js';

/** @typedef {import('../api/reports.js').Report} Report */

const minute = 60_000;
const order = ['recipe-runs', 'commits', 'usage', 'audit-logs'];

/**
 * Shows the overview, a card for each report, and all exports.
 * @type {import('../app/pages.js').Show}
 */
export async function show(main, { api, tray }) {
  const overview = new Overview(api);
  const list = new ExportList(api, tray);
  tray.onChange = () => void list.refresh();
  const reports = inOrder(await readCatalogue(api));
  main.replaceChildren(
    element('h1', {}, 'Reports'),
    overview.node,
    element('section', { 'aria-labelledby': 'download-title' },
      element('h2', { id: 'download-title' }, 'Download a report'),
      element('div', { class: 'cards' }, ...reports.map(report => reportCard(report, request => tray.start(request))))),
    list.node);
  setInterval(() => refreshTimes(main), minute);
  await Promise.all([overview.load(), list.refresh()]);
}

/**
 * The reports as the page shows them; one that the page does not know comes before the audit logs.
 * @param {Report[]} reports
 */
function inOrder(reports) {
  const rank = (/** @type {Report} */ { name }) => (order.indexOf(name) + order.length) % order.length;
  return reports.toSorted((one, other) => rank(one) - rank(other));
}

/**
 * A report with what can be chosen, and its button.
 * @param {Report} report
 * @param {(request: import('../api/exports.js').ExportRequest) => Promise<void>} onDownload
 */
function reportCard(report, onDownload) {
  const titleId = newId('report');
  const range = new RangeFields();
  const options = new ReportOptions(report);
  const showOptions = () => options.showFor(format.value);
  const format = choice(report.formats.map(name => [name, formatWord(name)]), report.formats[0] ?? '', { on: { change: showOptions } });
  const hiddenTitle = element('span', { class: 'visually-hidden' }, ` ${report.title}`);
  const button = element('button', { type: 'submit', class: 'primary' }, 'Download', hiddenTitle);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    button.disabled = true;
    await onDownload({ report: report.name, format: format.value, ...instantsOf(range.value), ...options.request(format.value) });
    button.disabled = false;
  };
  showOptions();
  return element('form', { class: 'card', 'aria-labelledby': titleId, on: { submit } },
    element('h3', { id: titleId }, report.title),
    element('p', { class: 'quiet' }, report.description),
    element('div', { class: 'fields choices' }, field('Format', format), range.node),
    options.node,
    element('div', { class: 'actions' }, button));
}
