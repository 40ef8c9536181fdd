import { choice, element, field, newId } from '../app/dom.js';
import { instantsOf, RangeFields } from '../app/range-fields.js';
import { formatWord } from '../exports/export-words.js';
import { ReportOptions } from './report-options.js';

/**
 * A report with what can be chosen, and its button.
 * @param {object} report From the catalogue.
 * @param {(request: object) => Promise<unknown>} onDownload
 */
export function reportCard(report, onDownload) {
  const titleId = newId('report');
  const range = new RangeFields();
  const format = choice(report.formats.map(name => [name, formatWord(name)]), report.formats[0], { on: { change: () => options.showFor(format.value) } });
  const options = new ReportOptions(report);
  options.showFor(format.value);
  const button = element('button', { type: 'submit', class: 'primary' }, 'Download', element('span', { class: 'visually-hidden' }, ` ${report.title}`));
  return element('form', { class: 'card', 'aria-labelledby': titleId, on: { submit: async event => {
    event.preventDefault();
    button.disabled = true;
    await onDownload({ report: report.name, format: format.value, ...instantsOf(range.value), ...options.request(format.value) });
    button.disabled = false;
  } } },
  element('h3', { id: titleId }, report.title),
  element('p', { class: 'quiet' }, report.description),
  element('div', { class: 'fields choices' }, field('Format', format), range.node),
  options.node,
  element('div', { class: 'actions' }, button));
}
