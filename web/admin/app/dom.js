/**
 * Makes an element. Children are nodes or text, never markup, so nothing that was written by somebody else can become markup.
 * @param {string} tag Name of the element.
 * @param {object} [settings] `on` holds event handlers; `class` and names with a dash or `role` become attributes; the rest are properties.
 * @param {...(Node|string|number|null|undefined|false)} children Left out when null, undefined or false.
 */
export function element(tag, settings = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || value === null) continue;
    if (name === 'on') for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (name === 'class' || name === 'role' || name === 'list' || name.includes('-')) node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter(child => child !== null && child !== undefined && child !== false).map(child => typeof child === 'number' ? String(child) : child));
  return node;
}

/** Makes an SVG element; all settings are attributes. */
export function svgElement(tag, attributes = {}, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

let lastNumber = 0;

/** An id that no other element of the page has, to tie labels to fields. */
export function newId(stem) {
  lastNumber += 1;
  return `${stem}-${lastNumber}`;
}

/** A labelled field: the label above, a hint below where there is one. */
export function field(label, control, hint) {
  control.id ||= newId('field');
  const hintNode = hint ? element('span', { class: 'hint', id: newId('hint') }, hint) : null;
  if (hintNode) control.setAttribute('aria-describedby', hintNode.id);
  return element('div', { class: 'field' }, element('label', { htmlFor: control.id }, label), control, hintNode);
}

/** A check box with its label beside it. */
export function checkField(label, settings = {}) {
  const control = element('input', { type: 'checkbox', ...settings });
  return { node: element('label', { class: 'check' }, control, element('span', {}, label)), control };
}

/** A choice among `options`, each `[value, label]`. */
export function choice(options, value, settings = {}) {
  const control = element('select', settings, ...options.map(([optionValue, label]) => element('option', { value: optionValue }, label)));
  control.value = value;
  return control;
}
