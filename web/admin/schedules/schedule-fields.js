import { choice, element, field, newId } from '../app/dom.js';
import { isDay } from '../app/range-fields.js';
import { formatWord } from '../exports/export-words.js';
import { ReportOptions } from '../reports/report-options.js';
import { commonCrons, cronWords } from './cron-words.js';
import { overWords } from './schedule-words.js';

/**
 * @typedef {import('../api/reports.js').Report} Report
 * @typedef {import('../api/schedules.js').Schedule} Schedule
 * @typedef {import('../api/schedules.js').ScheduleSettings} ScheduleSettings
 */

/**
 * The fields of a schedule beside its name: what is exported, when, and which rows. What a schedule holds and these fields cannot show is
 * kept.
 */
export class ScheduleFields {
  #reports;
  #schedule;
  /** @type {HTMLSelectElement} */
  #report;
  /** @type {HTMLSelectElement} */
  #format = element('select', { on: { change: () => this.#options.showFor(this.#format.value) } });
  /** @type {ReportOptions} */
  #options;
  #optionsPlace = element('div', { class: 'whole' });
  #cron;
  #cronWords = element('span', { class: 'hint', role: 'status' });
  #common;
  #timeZone;
  #over;
  #lag;
  #since = element('input', { type: 'date' });

  /**
   * @param {Report[]} reports The catalogue.
   * @param {Schedule|null} schedule The one to change, or null for a new one.
   */
  constructor(reports, schedule) {
    this.#reports = reports;
    this.#schedule = schedule;
    const plain = { autocomplete: /** @type {const} */ ('off'), spellcheck: false };
    const zone = schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    const lag = String(schedule?.lagMinutes ?? 5);
    this.#report = choice(reports.map(one => [one.name, one.title]), schedule?.report ?? reports[0]?.name ?? '',
      { on: { change: () => { this.#options = this.#showReport(); } } });
    this.#cron = element('input', { type: 'text', required: true, value: schedule?.cron ?? '0 2 * * *', ...plain,
      on: { input: () => this.#showCron() } });
    this.#common = choice([...commonCrons, ['', 'At other times']], '', { on: { change: () => this.#takeCommon() } });
    this.#timeZone = element('input', { type: 'text', required: true, value: zone, ...plain });
    this.#over = choice(Object.entries(overWords), schedule?.over ?? 'changedAt');
    this.#lag = element('input', { type: 'number', required: true, min: '1', max: '1440', step: '1', inputMode: 'numeric', value: lag });
    this.#options = this.#showReport();
    this.#showCron();
  }

  /**
   * The fields' controls, by the API's names.
   * @returns {Record<string, HTMLElement>}
   */
  get controls() {
    return {
      report: this.#report, format: this.#format, cron: this.#cron, timeZone: this.#timeZone, over: this.#over, lagMinutes: this.#lag,
      since: this.#since, filters: this.#optionsPlace, columns: this.#optionsPlace,
    };
  }

  get nodes() {
    const names = ['UTC', ...Intl.supportedValuesOf('timeZone')];
    const zones = element('datalist', { id: newId('zones') }, ...names.map(value => element('option', { value })));
    this.#timeZone.setAttribute('list', zones.id);
    const cron = field('Cron expression', this.#cron, 'Minute, hour, day of the month, month, day of the week.');
    cron.append(this.#cronWords);
    const since = field('First file begins (UTC)', this.#since, 'Leave empty to begin now.');
    return [
      field('Report', this.#report), field('Format', this.#format), this.#optionsPlace,
      field('How often', this.#common), cron,
      element('div', {}, field('Time zone', this.#timeZone, 'A name of the tz database, such as Europe/Berlin or UTC.'), zones),
      field('Each file holds', this.#over),
      field('Minutes before the run', this.#lag,
        'A file ends so many minutes before its run, so that what is still being written then goes into the next.'),
      ...this.#schedule === null ? [since] : [],
    ];
  }

  /**
   * What is to be sent; with what the schedule held beside it.
   * @returns {ScheduleSettings & {since?: string}}
   */
  get value() {
    const { first, ...options } = this.#options.request(this.#format.value);
    const since = isDay(this.#since.value) ? { since: `${this.#since.value}T00:00:00Z` } : {};
    return {
      ...this.#schedule, bom: false, spreadsheetSafe: false, ...options, ...since,
      report: this.#report.value, format: this.#format.value, cron: this.#cron.value.trim(), timeZone: this.#timeZone.value.trim(),
      over: this.#over.value, lagMinutes: this.#lag.valueAsNumber, isPaused: this.#schedule?.isPaused ?? false,
    };
  }

  /** Shows the formats and options of the report that is chosen; the schedule's own ones while it is the schedule's report. */
  #showReport() {
    const report = this.#reports.find(one => one.name === this.#report.value);
    if (!report) throw new Error(`The API has no report ${this.#report.value}.`);
    const own = this.#schedule?.report === report.name ? this.#schedule : null;
    this.#format.replaceChildren(...report.formats.map(name => element('option', { value: name }, formatWord(name))));
    this.#format.value = own?.format ?? report.formats[0] ?? '';
    const options = new ReportOptions(report, { values: own, withFirst: false });
    options.showFor(this.#format.value);
    this.#optionsPlace.replaceChildren(options.node);
    return options;
  }

  #showCron() {
    const cron = this.#cron.value.trim();
    this.#common.value = commonCrons.some(([value]) => value === cron) ? cron : '';
    const words = cronWords(cron);
    this.#cronWords.textContent = words === cron || this.#common.value !== '' ? '' : `That is ${words}.`;
  }

  #takeCommon() {
    if (this.#common.value === '') this.#cron.focus();
    else this.#cron.value = this.#common.value;
    this.#showCron();
  }
}
