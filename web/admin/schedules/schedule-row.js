import { element } from '../app/dom.js';
import { exportTitle, stateWord } from '../exports/export-words.js';
import { countOf } from '../text/numbers.js';
import { timeElement } from '../text/times.js';
import { cronWords } from './cron-words.js';

/**
 * One schedule in the list.
 * @param {import('../api/schedules.js').Schedule} schedule
 * @param {{edit: Function, pause: Function, remove: Function}} actions
 */
export function scheduleRow(schedule, actions) {
  const button = (label, action) => element('button', { type: 'button', class: 'plain', 'aria-label': `${label}: ${schedule.name}`, on: { click: () => action(schedule) } }, label);
  const cell = (title, ...content) => element('td', { 'data-title': title }, ...content);
  return element('tr', {},
    element('th', { scope: 'row' }, element('bdi', {}, schedule.name)),
    cell('Report', exportTitle(schedule)),
    cell('When', cronWords(schedule.cron), element('span', { class: 'quiet block' }, schedule.timeZone)),
    cell('Next run', schedule.isPaused ? element('span', { class: 'badge canceled' }, 'Paused') : timeElement(schedule.nextRunAt), nextRunExact(schedule)),
    cell('Last result', ...lastResult(schedule.lastResult)),
    element('td', { class: 'row-actions' }, element('div', { class: 'button-row' },
      button('Edit', actions.edit), button(schedule.isPaused ? 'Resume' : 'Pause', actions.pause), button('Delete', actions.remove))));
}

/** The next run in the schedule's own zone: `Monday 30 November 2026 at 02:00`. */
function nextRunExact({ isPaused, nextRunAt, timeZone }) {
  if (isPaused || !nextRunAt) return null;
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone });
  return element('span', { class: 'quiet block' }, format.format(new Date(nextRunAt)));
}

function lastResult(result) {
  if (!result) return ['None yet'];
  return [
    element('span', { class: `badge ${result.state.toLowerCase()}` }, stateWord(result.state)), ' ',
    timeElement(result.slot),
    result.rows === null || result.rows === undefined ? null : element('span', { class: 'quiet block' }, countOf(result.rows, 'row')),
    result.message ? element('span', { class: 'quiet block' }, result.message) : null,
  ];
}
