import { isDay } from '../app/range-fields.js';

/**
 * The report that an address asks for: its name, days from one to another, both included, and filters by their names in the API.
 * @typedef {{report: string|null, range: import('../app/range-fields.js').Range, filters: Record<string, string[]>}} ReportWish
 */

/**
 * Reads `?report=usage&from=2026-07-01&to=2026-09-30&organization=Platform`; a filter may stand there several times. What a report does not
 * know is left out by its card.
 * @param {string} search
 * @returns {ReportWish}
 */
export function readWish(search) {
  const parameters = new URLSearchParams(search);
  /** @type {Map<string, string[]>} */
  const filters = new Map();
  for (const [name, value] of parameters) {
    if (!['report', 'from', 'to'].includes(name) && value !== '') filters.set(name, [...filters.get(name) ?? [], value]);
  }

  const [from, to] = [parameters.get('from'), parameters.get('to')];
  const range = { ...isDay(from) ? { from } : {}, ...isDay(to) ? { to } : {} };
  return { report: parameters.get('report'), range, filters: Object.fromEntries(filters) };
}
