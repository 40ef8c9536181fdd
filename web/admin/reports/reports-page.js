import { readCatalogue } from '../api/reports.js';
import { choice, element, field, newId } from '../app/dom.js';
import { instantsOf, RangeFields } from '../app/range-fields.js';
import { ExportList } from '../exports/export-list.js';
import { formatWord } from '../exports/export-words.js';
import { refreshTimes } from '../text/times.js';
import { readWish } from './report-wish.js';
import { ReportOptions } from './report-options.js';

/** @typedef {import('../api/reports.js').Report} Report */

const minute = 60_000;
const order = ['recipe-runs', 'commits', 'usage', 'audit-logs'];

/**
 * Shows a card for each report, one of them filled in as the address asks, and all exports.
 * @type {import('../app/pages.js').Show}
 */
export async function show(main, { api, tray }) {
  const list = new ExportList(api, tray);
  tray.onChange = () => void list.refresh();
  const reports = inOrder(await readCatalogue(api));
  const wish = readWish(location.search);
  main.replaceChildren(
    element('h1', {}, 'Reports'),
    element('section', { 'aria-labelledby': 'download-title' },
      element('h2', { id: 'download-title' }, 'Download a report'),
      element('div', { class: 'cards' }, ...reports.map(report => reportCard(report, wish, request => tray.start(request))))),
    list.node);
  setInterval(() => refreshTimes(main), minute);
  await list.refresh();
  showWish(main);
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
 * A report with what can be chosen, and its button; filled in when it is the one that the address asks for.
 * @param {Report} report
 * @param {import('./report-wish.js').ReportWish} wish
 * @param {(request: import('../api/exports.js').ExportRequest) => Promise<void>} onDownload
 */
function reportCard(report, wish, onDownload) {
  const titleId = newId('report');
  const range = new RangeFields();
  const isWished = wish.report === report.name;
  const options = new ReportOptions(report, isWished ? { values: { bom: true, spreadsheetSafe: true, filters: wish.filters } } : {});
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
  if (isWished) {
    range.value = wish.range;
    options.node.open = Object.keys(wish.filters).length > 0;
  }

  return element('form', { class: isWished ? 'card wished' : 'card', 'aria-labelledby': titleId, on: { submit } },
    element('h3', { id: titleId }, report.title),
    element('p', { class: 'quiet' }, report.description),
    element('div', { class: 'fields choices' }, field('Format', format), range.node),
    options.node,
    element('div', { class: 'actions' }, button));
}

/**
 * Brings the card that the address asks for into sight, and the keyboard to its button.
 * @param {HTMLElement} main
 */
function showWish(main) {
  const button = main.querySelector('.card.wished button[type=submit]');
  if (button instanceof HTMLElement) button.focus();
}
