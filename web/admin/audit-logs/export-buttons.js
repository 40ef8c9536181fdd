import { element } from '../app/dom.js';

const formats = [['CEF', 'Export to CEF', 'primary'], ['CSV', 'CSV', ''], ['JSONL', 'JSON Lines', ''], ['OCSF', 'OCSF', '']];

/** A button for each format; each exports exactly what is filtered. */
export function exportButtons(onExport) {
  return element('div', { class: 'button-row', role: 'group', 'aria-label': 'Export what is filtered' },
    ...formats.map(([format, label, className]) => element('button', { type: 'button', class: className, on: { click: () => onExport(format) } },
      label, label === 'Export to CEF' ? null : element('span', { class: 'visually-hidden' }, ' export'))));
}
