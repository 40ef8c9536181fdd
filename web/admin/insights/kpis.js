import { element } from '../app/dom.js';
import { countOf, measureText } from '../text/numbers.js';

/**
 * @typedef {import('../api/metrics.js').MeasureName} MeasureName
 * @typedef {import('../api/metrics.js').Metrics} Metrics
 */

/** @type {[measure: MeasureName, title: string][]} */
const kpis = [
  ['recipeRuns', 'Recipe runs'], ['hoursSaved', 'Hours saved'], ['commits', 'Commits'], ['users', 'Active users'],
  ['recipes', 'Recipes used'], ['repositoriesChanged', 'Repositories changed'], ['completionRate', 'Completion rate'],
  ['failures', 'Failures'],
];

const day = 86_400_000;

/** The numbers of the whole window, each beside that of as many days before. Their boxes stand before the numbers come. */
export class KpiCards {
  #cards = kpis.map(([measure, title]) => new KpiCard(measure, title));
  node = element('div', { class: 'kpis', role: 'list', 'aria-label': 'Key figures' }, ...this.#cards.map(card => card.node));

  /** @param {Metrics} metrics */
  show(metrics) {
    const days = Math.round((Date.parse(metrics.until) - Date.parse(metrics.since)) / day);
    for (const card of this.#cards) card.show(metrics, days);
  }
}

class KpiCard {
  #value = element('strong', { class: 'kpi-value' }, '…');
  #change = element('span', { class: 'quiet small' }, '\u00a0');
  #definition = element('p', { class: 'small' });

  /**
   * @param {MeasureName} measure
   * @param {string} title
   */
  constructor(measure, title) {
    this.measure = measure;
    this.node = element('div', { class: 'kpi', role: 'listitem', 'data-measure': measure },
      element('span', { class: 'quiet' }, title), this.#value, this.#change,
      element('details', { class: 'small' }, element('summary', {}, 'How is this counted?',
        element('span', { class: 'visually-hidden' }, ` ${title}`)), this.#definition));
  }

  /**
   * @param {Metrics} metrics
   * @param {number} days
   */
  show({ total, previous, measures }, days) {
    const text = measures.find(({ name }) => name === this.measure);
    this.#value.textContent = measureText(total[this.measure], unitOf(this.measure));
    this.#change.textContent = changeText(total[this.measure], previous.total[this.measure], this.measure, days);
    this.#definition.textContent = text?.definition ?? '';
  }
}

/**
 * The unit in which a measure is shown: `ratio` for shares, else nothing.
 * @param {string} measure
 */
export function unitOf(measure) {
  return measure === 'completionRate' ? 'ratio' : '';
}

/**
 * How a number stands to the one before: `▲ 12 % against 1,051 in the 90 days before`. A rate changes by points, not by percent of itself.
 * @param {number|undefined} now
 * @param {number|undefined} before
 * @param {string} measure
 * @param {number} days
 */
export function changeText(now, before, measure, days) {
  const span = `in the ${countOf(days, 'day')} before`;
  const unit = unitOf(measure);
  if (before === undefined || (before === 0 && unit === '')) return `None ${span}`;
  if (now === undefined) return `${measureText(before, unit)} ${span}`;
  const change = unit === 'ratio' ? (now - before) * 100 : (now - before) / before * 100;
  const rounded = Math.round(Math.abs(change) * 10) / 10;
  const amount = `${measureText(rounded >= 10 ? Math.round(rounded) : rounded)} ${unit === 'ratio' ? 'points' : '%'}`;
  if (rounded === 0) return `Unchanged: ${measureText(before, unit)} ${span}`;
  return `${change > 0 ? '▲' : '▼'} ${amount} against ${measureText(before, unit)} ${span}`;
}
