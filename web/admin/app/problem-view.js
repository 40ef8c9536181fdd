import { element } from './dom.js';

/** Says what went wrong in place of the page. */
export function showProblem(main, problem) {
  document.title = 'Something went wrong · Reporting';
  main.replaceChildren(
    element('section', { class: 'notice error', role: 'alert' },
      element('h1', {}, problem.title ?? 'Something went wrong'),
      element('p', {}, problem.message || String(problem)),
      element('button', { type: 'button', on: { click: () => problem.startOver ? location.replace(problem.startOver) : location.reload() } }, problem.startOver ? 'Sign in again' : 'Try again')));
}

/** Tells somebody who is signed in, but is no administrator, what is missing and what to do. */
export function showForbidden(main, problem, session) {
  document.title = 'Administrators only · Reporting';
  main.replaceChildren(
    element('section', { class: 'notice', role: 'alert' },
      element('h1', {}, 'These pages are for administrators'),
      element('p', {}, 'You are signed in as ', element('bdi', {}, element('strong', {}, session.name)), ', and that account does not hold the administrator role.'),
      element('p', { class: 'quiet' }, problem.message),
      element('p', {}, 'Ask whoever manages your sign-in to give the account that role, then sign in again; or sign in with another account.'),
      element('button', { type: 'button', class: 'primary', on: { click: () => session.signInAsAnother() } }, 'Sign in with another account')));
}

/** A sentence about a problem inside a page, as an alert that screen readers speak. */
export function problemNotice(problem) {
  return element('p', { class: 'notice error', role: 'alert' }, problem.message || String(problem));
}
