import { choice, element } from '../app/dom.js';

/** How times are shown: relative, or exact in UTC or the reader's own zone. */
export class TimeChoice {
  #control;

  constructor(onChange) {
    this.#control = choice([['relative', 'Relative times'], ['utc', 'UTC times'], ['local', 'Local times']], 'relative',
      { 'aria-label': 'How times are shown', on: { change: () => onChange(this.#control.value) } });
    this.node = element('div', {}, this.#control);
  }

  show(time) {
    this.#control.value = time;
  }
}
