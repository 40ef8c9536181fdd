/**
 * A child of an element; null, undefined and false are left out.
 * @typedef {Node|string|number|null|undefined|false} Child
 *
 * Event handlers by the event's name. `search` is fired by Chromium and WebKit when a search field is cleared.
 * @typedef {{[E in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[E]) => void} & {search?: (event: Event) => void}} Handlers
 */

/**
 * `on` holds event handlers; `class`, `role`, `list` and names with a hyphen become attributes; the rest are properties.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @typedef {Partial<Omit<HTMLElementTagNameMap[Tag], 'role'|'list'>> & {on?: Handlers, class?: string, role?: string, list?: string}
 *   & {[attribute: `${string}-${string}`]: string|undefined}} Settings
 */

/**
 * Makes an element. Children are nodes or text, never markup, so no text from outside can become markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag Name of the element.
 * @param {Settings<Tag>} [settings]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, settings, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(settings ?? {})) {
    if (value === undefined || value === null) continue;
    if (name === 'on') for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (name === 'class' || name === 'role' || name === 'list' || name.includes('-')) node.setAttribute(name, String(value));
    else Reflect.set(node, name, value);
  }

  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) node.append(typeof child === 'number' ? String(child) : child);
  }

  return node;
}

let lastNumber = 0;

/**
 * An id that no other element of the page has, to tie labels to fields.
 * @param {string} stem
 */
export function newId(stem) {
  lastNumber += 1;
  return `${stem}-${lastNumber}`;
}

/**
 * A labelled field: the label above, a hint below where there is one.
 * @param {string} label
 * @param {HTMLElement} control
 * @param {string} [hint]
 */
export function field(label, control, hint) {
  control.id ||= newId('field');
  const hintNode = hint ? element('span', { class: 'hint', id: newId('hint') }, hint) : null;
  if (hintNode) control.setAttribute('aria-describedby', hintNode.id);
  return element('div', { class: 'field' }, element('label', { htmlFor: control.id }, label), control, hintNode);
}

/**
 * A check box with its label beside it.
 * @param {string} label
 * @param {Settings<'input'>} [settings]
 */
export function checkField(label, settings) {
  const control = element('input', { type: 'checkbox', ...settings });
  return { node: element('label', { class: 'check' }, control, element('span', {}, label)), control };
}

/**
 * A choice among `options`, each `[value, label]`.
 * @param {[value: string, label: string][]} options
 * @param {string} value
 * @param {Settings<'select'>} [settings]
 */
export function choice(options, value, settings) {
  const control = element('select', settings, ...options.map(([option, label]) => element('option', { value: option }, label)));
  control.value = value;
  return control;
}

/**
 * Asks before something that cannot be undone. Resolves to true when it is to be done.
 * @param {string} question
 * @param {string} explanation
 * @param {string} doLabel What the button says that does it.
 * @returns {Promise<boolean>}
 */
export function confirmed(question, explanation, doLabel) {
  return new Promise(resolve => {
    const titleId = newId('question');
    const answered = () => {
      dialog.remove();
      resolve(dialog.returnValue === 'do');
    };
    /** @type {HTMLDialogElement} */
    const dialog = element('dialog', { class: 'window small', 'aria-labelledby': titleId, on: { close: answered } },
      element('h2', { id: titleId }, question),
      element('p', {}, explanation),
      element('div', { class: 'actions' },
        element('button', { type: 'button', autofocus: true, on: { click: () => dialog.close('') } }, 'Keep'),
        element('button', { type: 'button', class: 'danger', on: { click: () => dialog.close('do') } }, doLabel)));
    document.body.append(dialog);
    dialog.showModal();
  });
}
