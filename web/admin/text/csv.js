/** Behind these a spreadsheet may begin another cell; CR and LF together count once. */
const separator = String.raw`\r\n|[,;|\t\v\f\r\n\u0085\u2028\u2029]`;

/** What some spreadsheet drops before it looks for a formula, without the separators: the search stays linear. */
const dropped = String.raw`["' \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u2800\u3164\uffa0\p{M}]|(?![\t\v\f\r\n\u0085])\p{C}`;

/** With these a formula begins; the wide, small, raised and lowered forms of them, too. */
const beginning = String.raw`[=+\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u207a-\u207c\u208a-\u208c\u2212\ufb29\u2a75\u2a76]`;

const formula = new RegExp(`(^|${separator})(?=(?:${dropped})*${beginning})`, 'gu');

/**
 * A file for spreadsheets: RFC 4180 with a byte order mark; text that a spreadsheet would run as a formula gets a `'` before it, by the
 * rules of the option `spreadsheetSafe` of exports (docs/formats.md).
 * @param {(string|number|null)[][]} rows The first one is the header.
 */
export function csvText(rows) {
  return `\ufeff${rows.map(row => `${row.map(cellText).join(',')}\r\n`).join('')}`;
}

/** @param {string|number|null} cell */
function cellText(cell) {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = cell.replace(formula, "$1'").replace(/^(?=[\t\r\n])/, "'");
  return /[",;|\t\v\f\r\n]|^ | $/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
