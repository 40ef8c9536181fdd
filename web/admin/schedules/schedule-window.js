import { choice, element, field, newId } from '../app/dom.js';
import { problemNotice } from '../app/problem-view.js';
import { formatWord } from '../exports/export-words.js';
import { commonCrons } from './cron-words.js';

/**
 * Asks for a schedule's settings in a window, new or to be changed. Closes once `onSave` succeeds; else says why not and stays.
 * @param {object[]} reports The catalogue.
 * @param {?import('../api/schedules.js').Schedule} schedule The one to change, or null for a new one.
 * @param {(name: string, schedule: object) => Promise<void>} onSave
 */
export function editSchedule(reports, schedule, onSave) {
  const titleId = newId('schedule');
  const name = element('input', { type: 'text', required: true, maxLength: 64, pattern: '[a-z0-9][a-z0-9\\-]*', value: schedule?.name ?? '', readOnly: schedule !== null, autocomplete: 'off', spellcheck: false });
  const report = choice(reports.map(one => [one.name, one.title]), schedule?.report ?? reports[0].name, { on: { change: () => fillFormats() } });
  const format = element('select');
  const cron = element('input', { type: 'text', required: true, value: schedule?.cron ?? commonCrons[1][0], spellcheck: false, autocomplete: 'off', on: { input: () => { common.value = cron.value; } } });
  const common = choice([['', 'As written below'], ...commonCrons], '', { on: { change: () => { if (common.value) cron.value = common.value; } } });
  const timeZone = element('input', { type: 'text', required: true, value: schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, spellcheck: false, autocomplete: 'off' });
  const over = choice([['changedAt', 'Everything that changed since the last run'], ['eventTime', 'What happened since the last run']], schedule?.over ?? 'changedAt');
  const problem = element('div');
  common.value = commonCrons.some(([value]) => value === cron.value) ? cron.value : '';

  function fillFormats() {
    const formats = reports.find(one => one.name === report.value)?.formats ?? [];
    format.replaceChildren(...formats.map(one => element('option', { value: one }, formatWord(one))));
  }

  async function save(event) {
    event.preventDefault();
    try {
      await onSave(name.value, { ...schedule, name: name.value, report: report.value, format: format.value, cron: cron.value.trim(), timeZone: timeZone.value.trim(), over: over.value, isPaused: schedule?.isPaused ?? false });
      dialog.close();
    } catch (refusal) {
      problem.replaceChildren(problemNotice(refusal));
    }
  }

  fillFormats();
  if (schedule) format.value = schedule.format;
  const dialog = element('dialog', { class: 'window', 'aria-labelledby': titleId, on: { close: () => dialog.remove() } },
    element('form', { on: { submit: save } },
      element('h2', { id: titleId }, schedule ? `Change ${schedule.name}` : 'New schedule'),
      element('div', { class: 'fields stacked' },
        field('Name', name, 'Lower-case letters, digits and hyphens. Files are delivered into a folder of this name.'),
        field('Report', report), field('Format', format),
        field('How often', common),
        field('Cron expression', cron, 'Minute, hour, day of the month, month, day of the week.'),
        field('Time zone', timeZone, 'A name of the tz database, such as Europe/Berlin or UTC.'),
        field('Each file holds', over)),
      problem,
      element('div', { class: 'actions' },
        element('button', { type: 'button', on: { click: () => dialog.close() } }, 'Cancel'),
        element('button', { type: 'submit', class: 'primary' }, 'Save'))));
  document.body.append(dialog);
  dialog.showModal();
}
