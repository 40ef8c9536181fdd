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

  /** @param {object} report From the catalogue. */
  constructor(report) {
    const filterFields = report.filters.map(filter => {
      const control = filter.values
        ? choice([['', 'Any'], ...filter.values.map(value => [value, value])], '')
        : element('input', { type: 'text', spellcheck: false, autocomplete: 'off' });
      control.title = filter.description ?? '';
      this.#filters.set(filter.name, control);
      return field(wordsOf(filter.name), control);
    });
    const columnFields = report.columns.map(column => {
      const { node, control } = checkField(column.name, { checked: column.isDefault });
      node.title = column.description ?? '';
      this.#columns.set(column.name, { control, isDefault: column.isDefault });
      return node;
    });
    this.#columnBox = element('details', {}, element('summary', {}, 'Columns'), element('fieldset', { class: 'checks columns' }, element('legend', { class: 'visually-hidden' }, 'Columns in the file'), ...columnFields));
    this.node = element('details', { class: 'options' }, element('summary', {}, 'Options'),
      element('div', { class: 'fields' }, ...filterFields, field('Only the oldest rows', this.#first, 'Leave empty for all.')),
      element('div', { class: 'checks' }, this.#gzip.node), this.#csv, this.#columnBox);
  }

  /** Hides what a format does not have. */
  showFor(format) {
    this.#csv.hidden = format !== 'CSV';
    this.#columnBox.hidden = format !== 'CSV' && format !== 'JSONL';
  }

  /** The part of an export request that is chosen here. */
  request(format) {
    const filters = Object.fromEntries([...this.#filters].map(([name, control]) => [name, control.value.trim()]).filter(([, value]) => value !== '').map(([name, value]) => [name, [value]]));
    const csv = format === 'CSV' ? { bom: this.#bom.control.checked, spreadsheetSafe: this.#spreadsheetSafe.control.checked } : {};
    return {
      ...csv,
      filters,
      columns: this.#columnBox.hidden ? undefined : this.#chosenColumns(),
      first: this.#first.value === '' ? undefined : Number(this.#first.value),
      compression: this.#gzip.control.checked ? 'gzip' : undefined,
    };
  }

  /** The names of the columns that are ticked; undefined when they are the report's default ones. */
  #chosenColumns() {
    const columns = [...this.#columns];
    if (columns.every(([, { control, isDefault }]) => control.checked === isDefault)) return undefined;
    const chosen = columns.filter(([, { control }]) => control.checked).map(([name]) => name);
    return chosen.length === 0 ? undefined : chosen;
  }
}

/** `actionType` → `Action type`. */
function wordsOf(name) {
  const words = name.replace(/([A-Z])/g, letter => ` ${letter.toLowerCase()}`);
  return words[0].toUpperCase() + words.slice(1);
}
