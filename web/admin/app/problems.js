import { ApiProblem } from '../api/client.js';
import { element, newId } from './dom.js';

/**
 * The sentence in which something that was thrown says what is wrong.
 * @param {unknown} problem
 */
export function messageOf(problem) {
  return problem instanceof Error && problem.message !== '' ? problem.message : String(problem);
}

/**
 * Says what went wrong in place of the page.
 * @param {HTMLElement} main
 * @param {Error & {title?: string, startOver?: string}} problem `startOver`: where a sign-in can be begun anew.
 */
export function showProblem(main, problem) {
  const { startOver } = problem;
  const button = startOver
    ? element('button', { type: 'button', on: { click: () => location.replace(startOver) } }, 'Sign in again')
    : element('button', { type: 'button', on: { click: () => location.reload() } }, 'Try again');
  document.title = 'Something went wrong · Reporting';
  main.replaceChildren(
    element('section', { class: 'notice error', role: 'alert' },
      element('h1', {}, problem.title ?? 'Something went wrong'), element('p', {}, messageOf(problem)), button));
}

/**
 * Tells a user who is no administrator what is missing and what to do.
 * @param {HTMLElement} main
 * @param {Error} problem
 * @param {Pick<import('../sign-in/session.js').Session, 'name'|'signInAsAnother'>} session
 */
export function showForbidden(main, problem, session) {
  const signIn = () => void session.signInAsAnother();
  document.title = 'Administrators only · Reporting';
  main.replaceChildren(
    element('section', { class: 'notice', role: 'alert' },
      element('h1', {}, 'These pages are for administrators'),
      element('p', {}, 'You are signed in as ', element('bdi', {}, element('strong', {}, session.name)),
        ', and that account does not hold the administrator role.'),
      element('p', { class: 'quiet' }, problem.message),
      element('p', {}, 'Ask the people who manage your sign-in to give the account that role, then sign in again; '
        + 'or sign in with another account.'),
      element('button', { type: 'button', class: 'primary', on: { click: signIn } }, 'Sign in with another account')));
}

/**
 * A sentence about a problem inside a page, as an alert that screen readers speak.
 * @param {unknown} problem
 */
export function problemNotice(problem) {
  return element('p', { class: 'notice error', role: 'alert' }, messageOf(problem));
}

/** Puts what the API finds wrong beside the field it names, and the rest below the form. */
export class FormProblems {
  #controls;
  /** @type {(() => void)[]} */
  #undo = [];
  node = element('div');

  /** @param {Record<string, HTMLElement>} controls The form's controls, by the API's names of the fields. */
  constructor(controls) {
    this.#controls = controls;
  }

  clear() {
    for (const undo of this.#undo.splice(0)) undo();
    this.node.replaceChildren();
  }

  /** @param {unknown} problem */
  show(problem) {
    this.clear();
    const fields = problem instanceof ApiProblem ? Object.entries(problem.fields) : [];
    const faults = fields.map(([name, sentences]) => ({ control: this.#controlOf(name), text: [sentences].flat().join(' ') }));
    for (const { control, text } of faults) if (control) this.#mark(control, text);
    if (faults.length === 0 || faults.some(({ control }) => !control)) this.node.replaceChildren(problemNotice(problem));
    faults.find(({ control }) => control)?.control?.focus();
  }

  /**
   * `filters.user` belongs to `filters` where there is no control of its own.
   * @param {string} name
   * @returns {HTMLElement|undefined}
   */
  #controlOf(name) {
    return this.#controls[name] ?? this.#controls[name.replace(/[.[].*$/s, '')];
  }

  /**
   * @param {HTMLElement} control
   * @param {string} text
   */
  #mark(control, text) {
    const before = control.getAttribute('aria-describedby');
    const note = element('span', { class: 'field-problem', id: newId('problem') }, text);
    control.setAttribute('aria-invalid', 'true');
    control.setAttribute('aria-describedby', before ? `${note.id} ${before}` : note.id);
    control.after(note);
    this.#undo.push(() => {
      note.remove();
      control.removeAttribute('aria-invalid');
      if (before) control.setAttribute('aria-describedby', before);
      else control.removeAttribute('aria-describedby');
    });
  }
}
