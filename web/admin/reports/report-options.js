import { checkField, choice, element, field } from '../app/dom.js';

/** What can be chosen beside range and format: filters, columns, how many rows, compression, and what suits spreadsheets. */
export class ReportOptions {
  #filters = new Map();
  #columns = new Map();
  #first = element('input', { type: 'number', min: 1, step: 1, inputMode: 'numeric' });
  #gzip = checkField('Compress with gzip');
  #bom = checkField('Byte order mark, for Excel', { checked: true });
  #spreadsheetSafe = checkField('Keep text from running as a formula', { checked: true });
  #csv = element('div', { class: 'checks' }, this.#bom.node, this.#spreadsheetSafe.node);
  #columnBox;
  #given;

  /**
   * @param {object} report From the catalogue.
   * @param {{values?: ?object, withFirst?: boolean}} [settings] `values`: what was chosen before, as the API has it; `withFirst`: offer to take the oldest rows only.
   */
  constructor(report, { values = null, withFirst = true } = {}) {
    this.#given = values;
    const filterFields = report.filters.map(filter => {
      const given = textOf(values?.filters?.[filter.name]);
      const options = [...new Set(['', ...filter.values ?? [], given])].map(value => [value, value || 'Any']);
      const control = filter.values ? choice(options, given) : element('input', { type: 'text', value: given, spellcheck: false, autocomplete: 'off' });
      control.title = filter.description ?? '';
      this.#filters.set(filter.name, control);
      return field(wordsOf(filter.name), control);
    });
    const columnFields = report.columns.map(column => {
      const { node, control } = checkField(column.name, { checked: values?.columns?.length > 0 ? values.columns.includes(column.name) : column.isDefault });
      node.title = column.description ?? '';
      this.#columns.set(column.name, { control, isDefault: column.isDefault });
      return node;
    });
    this.#columnBox = element('details', {}, element('summary', {}, 'Columns'), element('fieldset', { class: 'checks columns' }, element('legend', { class: 'visually-hidden' }, 'Columns in the file'), ...columnFields));
    this.node = element('details', { class: 'options' }, element('summary', {}, 'Options'),
      element('div', { class: 'fields' }, ...filterFields, withFirst ? field('Only the oldest rows', this.#first, 'Leave empty for all.') : null),
      element('div', { class: 'checks' }, this.#gzip.node), this.#csv, this.#columnBox);
    if (values === null) return;
    this.#gzip.control.checked = values.compression === 'gzip';
    this.#bom.control.checked = values.bom === true;
    this.#spreadsheetSafe.control.checked = values.spreadsheetSafe === true;
  }

  /** Hides what a format does not have. */
  showFor(format) {
    this.#csv.hidden = format !== 'CSV';
    this.#columnBox.hidden = format !== 'CSV' && format !== 'JSONL';
  }

  /** The part of an export request that is chosen here. */
  request(format) {
    const filters = Object.fromEntries([...this.#filters].map(([name, control]) => [name, this.#valuesOf(name, control.value.trim())]).filter(([, values]) => values.length > 0));
    const csv = format === 'CSV' ? { bom: this.#bom.control.checked, spreadsheetSafe: this.#spreadsheetSafe.control.checked } : {};
    return {
      ...csv,
      filters,
      columns: this.#columnBox.hidden ? undefined : this.#chosenColumns(),
      first: this.#first.value === '' ? undefined : Number(this.#first.value),
      compression: this.#gzip.control.checked ? 'gzip' : undefined,
    };
  }

  /** A field holds one value; several that were given stay as they were while nobody touches their field. */
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

/** `Success or Failed`. */
function textOf(values = []) {
  return values.join(' or ');
}

/** `actionType` → `Action type`. */
function wordsOf(name) {
  const words = name.replace(/([A-Z])/g, letter => ` ${letter.toLowerCase()}`);
  return words[0].toUpperCase() + words.slice(1);
}
