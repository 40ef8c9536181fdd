import { checkField, choice, element, field } from '../app/dom.js';

/**
 * @typedef {import('../api/exports.js').ExportRequest} ExportRequest
 * @typedef {import('../api/reports.js').Report} Report
 *
 * What was chosen before, as the API has it.
 * @typedef {Pick<ExportRequest, 'filters'|'columns'|'compression'|'bom'|'spreadsheetSafe'>} ChosenOptions
 */

/** What can be chosen beside range and format: filters, columns, how many rows, compression, and what suits spreadsheets. */
export class ReportOptions {
  /** @type {Map<string, HTMLInputElement|HTMLSelectElement>} */
  #filters = new Map();
  /** @type {Map<string, {control: HTMLInputElement, isDefault: boolean}>} */
  #columns = new Map();
  #first = element('input', { type: 'number', min: '1', step: '1', inputMode: 'numeric' });
  #gzip = checkField('Compress with gzip');
  #bom = checkField('Byte order mark, for Excel', { checked: true });
  #spreadsheetSafe = checkField('Keep text from running as a formula', { checked: true });
  #csv = element('div', { class: 'checks' }, this.#bom.node, this.#spreadsheetSafe.node);
  #columnBox;
  #given;

  /**
   * @param {Report} report
   * @param {{values?: ChosenOptions|null, withFirst?: boolean}} [settings] `withFirst`: offer to take the oldest rows only.
   */
  constructor(report, { values = null, withFirst = true } = {}) {
    this.#given = values;
    const filterFields = report.filters.map(filter => this.#filterField(filter));
    const columnFields = report.columns.map(column => this.#columnField(column));
    this.#columnBox = element('details', {}, element('summary', {}, 'Columns'),
      element('fieldset', { class: 'checks columns' },
        element('legend', { class: 'visually-hidden' }, 'Columns in the file'), ...columnFields));
    this.node = element('details', { class: 'options' }, element('summary', {}, 'Options'),
      element('div', { class: 'fields' },
        ...filterFields, withFirst ? field('Only the oldest rows', this.#first, 'Leave empty for all.') : null),
      element('div', { class: 'checks' }, this.#gzip.node), this.#csv, this.#columnBox);
    if (values === null) return;
    this.#gzip.control.checked = values.compression === 'gzip';
    this.#bom.control.checked = values.bom === true;
    this.#spreadsheetSafe.control.checked = values.spreadsheetSafe === true;
  }

  /** @param {Report['filters'][number]} filter */
  #filterField({ name, description = '', values }) {
    const given = textOf(this.#given?.filters?.[name]);
    const options = new Set(['', ...values ?? [], given]);
    const control = values
      ? choice([...options].map(value => [value, value || 'Any']), given)
      : element('input', { type: 'text', value: given, spellcheck: false, autocomplete: 'off' });
    control.title = description;
    this.#filters.set(name, control);
    return field(wordsOf(name), control);
  }

  /** @param {Report['columns'][number]} column */
  #columnField({ name, description = '', isDefault }) {
    const given = this.#given?.columns ?? [];
    const { node, control } = checkField(name, { checked: given.length > 0 ? given.includes(name) : isDefault });
    node.title = description;
    this.#columns.set(name, { control, isDefault });
    return node;
  }

  /**
   * Hides what a format does not have.
   * @param {string} format
   */
  showFor(format) {
    this.#csv.hidden = format !== 'CSV';
    this.#columnBox.hidden = format !== 'CSV' && format !== 'JSONL';
  }

  /**
   * The part of an export request that is chosen here.
   * @param {string} format
   */
  request(format) {
    const filters = [...this.#filters].map(([name, control]) => /** @type {const} */ ([name, this.#valuesOf(name, control.value.trim())]));
    const csv = format === 'CSV' ? { bom: this.#bom.control.checked, spreadsheetSafe: this.#spreadsheetSafe.control.checked } : {};
    return {
      ...csv,
      filters: Object.fromEntries(filters.filter(([, values]) => values.length > 0)),
      columns: this.#columnBox.hidden ? undefined : this.#chosenColumns(),
      first: this.#first.value === '' ? undefined : Number(this.#first.value),
      compression: this.#gzip.control.checked ? 'gzip' : undefined,
    };
  }

  /**
   * A field holds one value; several that were given stay as they were as long as the user does not touch their field.
   * @param {string} name
   * @param {string} text
   */
  #valuesOf(name, text) {
    const given = this.#given?.filters?.[name] ?? [];
    if (text === textOf(given)) return given;
    return text === '' ? [] : [text];
  }

  /** The names of the columns that are ticked; undefined when they are the report's default ones. */
  #chosenColumns() {
    const columns = [...this.#columns];
    if (columns.every(([, { control, isDefault }]) => control.checked === isDefault)) return undefined;
    const chosen = columns.filter(([, { control }]) => control.checked).map(([name]) => name);
    const given = this.#given?.columns ?? [];
    // The order in which they were asked for is kept as long as they are the same.
    if (given.length === chosen.length && chosen.every(name => given.includes(name))) return given;
    return chosen.length === 0 ? undefined : chosen;
  }
}

/**
 * `Success or Failed`.
 * @param {string[]} [values]
 */
function textOf(values = []) {
  return values.join(' or ');
}

/**
 * `actionType` → `Action type`.
 * @param {string} name
 */
function wordsOf(name) {
  const words = name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
