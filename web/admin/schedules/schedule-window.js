import { element, field, newId } from '../app/dom.js';
import { FormProblems } from '../app/problems.js';
import { ScheduleFields } from './schedule-fields.js';

/**
 * @typedef {import('../api/schedules.js').Schedule} Schedule
 * @typedef {import('../api/schedules.js').ScheduleSettings} ScheduleSettings
 */

/**
 * Asks for a schedule's settings in a window, new or to be changed. Closes once `onSave` succeeds; else says what is wrong beside the
 * field, and stays.
 * @param {import('../api/reports.js').Report[]} reports The catalogue.
 * @param {Schedule|null} schedule The one to change, or null for a new one.
 * @param {(name: string) => boolean} isTaken Whether there is a schedule of that name.
 * @param {(name: string, settings: ScheduleSettings) => Promise<void>} onSave
 */
export function editSchedule(reports, schedule, isTaken, onSave) {
  const titleId = newId('schedule');
  const checkName = () => name.setCustomValidity(schedule === null && isTaken(name.value) ? 'There is a schedule of that name.' : '');
  /** @type {HTMLInputElement} */
  const name = element('input', {
    type: 'text', required: true, maxLength: 63, pattern: '[a-z0-9][a-z0-9\\-]*', value: schedule?.name ?? '', autocomplete: 'off',
    spellcheck: false, on: { input: checkName },
  });
  const nameHint = 'Lower-case letters, digits and hyphens. Files are delivered into a folder of this name.';
  const fields = new ScheduleFields(reports, schedule);
  const problems = new FormProblems({ name, ...fields.controls });
  const save = element('button', { type: 'submit', class: 'primary' }, 'Save');
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    problems.clear();
    save.disabled = true;
    try {
      await onSave(name.value, fields.value);
      dialog.close();
    } catch (problem) {
      problems.show(problem);
    } finally {
      save.disabled = false;
    }
  };
  /** @type {HTMLDialogElement} */
  const dialog = element('dialog', { class: 'window', 'aria-labelledby': titleId, on: { close: () => dialog.remove() } },
    element('form', { on: { submit } },
      element('h2', { id: titleId }, schedule ? `Change ${schedule.name}` : 'New schedule'),
      element('div', { class: 'fields stacked' },
        schedule === null ? element('div', { class: 'whole' }, field('Name', name, nameHint)) : null,
        ...fields.nodes),
      problems.node,
      element('div', { class: 'actions' },
        element('button', { type: 'button', on: { click: () => dialog.close() } }, 'Cancel'), save)));
  document.body.append(dialog);
  dialog.showModal();
}
