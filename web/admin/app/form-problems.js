import { element, newId } from './dom.js';
import { problemNotice } from './problem-view.js';

/** Puts what the API finds wrong beside the field it names, and the rest below the form. */
export class FormProblems {
  #controls;
  #shown = [];
  node = element('div');

  /** @param {Record<string, HTMLElement>} controls The form's controls, by the API's names of the fields. */
  constructor(controls) {
    this.#controls = controls;
  }

  clear() {
    for (const undo of this.#shown.splice(0)) undo();
    this.node.replaceChildren();
  }

  /** @param {import('../api/client.js').ApiProblem} problem */
  show(problem) {
    this.clear();
    const faults = Object.entries(problem.fields ?? {}).map(([name, sentences]) => ({ control: this.#controlOf(name), text: [sentences].flat().join(' ') }));
    for (const { control, text } of faults) if (control) this.#mark(control, text);
    if (faults.length === 0 || faults.some(({ control }) => !control)) this.node.replaceChildren(problemNotice(problem));
    faults.find(({ control }) => control)?.control.focus();
  }

  /** `filters.user` belongs to `filters` where there is no control of its own. */
  #controlOf(name) {
    return this.#controls[name] ?? this.#controls[name.split(/[.[]/)[0]];
  }

  #mark(control, text) {
    const before = control.getAttribute('aria-describedby');
    const note = element('span', { class: 'field-problem', id: newId('problem') }, text);
    control.setAttribute('aria-invalid', 'true');
    control.setAttribute('aria-describedby', before ? `${note.id} ${before}` : note.id);
    control.after(note);
    this.#shown.push(() => {
      note.remove();
      control.removeAttribute('aria-invalid');
      if (before) control.setAttribute('aria-describedby', before);
      else control.removeAttribute('aria-describedby');
    });
  }
}
