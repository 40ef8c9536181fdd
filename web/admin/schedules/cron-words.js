const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The ready-made times; anything else is written as a cron expression. */
export const commonCrons = [
  ['0 * * * *', 'Every hour'],
  ['0 2 * * *', 'Every day at 02:00'],
  ['0 2 * * 1-5', 'Monday to Friday at 02:00'],
  ['0 2 * * 1', 'Every Monday at 02:00'],
  ['0 2 1 * *', 'On the first of each month at 02:00'],
];

/**
 * A cron expression in words where it is one of the plain kinds, else the expression itself.
 * @example `0 2 * * 1` → `every Monday at 02:00`; `30 6 * * 1-5` → `Monday to Friday at 06:30`
 */
export function cronWords(cron) {
  const parts = cron.trim().split(/\s+/);
  if (parts.length !== 5 || parts[3] !== '*') return cron;
  const [minute, hour, day, , weekday] = parts;
  if (day === '*' && weekday === '*') {
    const often = everyWords(minute, hour);
    if (often) return often;
  }

  if (!isNumber(minute) || !isNumber(hour)) return cron;
  const on = dayWords(day, weekday);
  return on === null ? cron : `${on} at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
}

/** Several times a day, or null. */
function everyWords(minute, hour) {
  const minutes = /^\*\/(\d{1,2})$/.exec(minute);
  if (minutes && hour === '*') return `every ${minutes[1]} minutes`;
  if (!isNumber(minute)) return null;
  const hours = /^\*\/(\d{1,2})$/.exec(hour);
  const at = minute === '0' ? '' : ` at minute ${minute}`;
  if (hours) return `every ${hours[1]} hours${at}`;
  return hour === '*' ? `every hour${at}` : null;
}

/** The days, or null where they are not one of the plain kinds. */
function dayWords(day, weekday) {
  if (weekday === '*') return day === '*' ? 'every day' : isNumber(day) ? `on day ${day} of each month` : null;
  if (day !== '*') return null;
  const span = /^([0-7])-([0-7])$/.exec(weekday);
  if (span) return `${dayName(span[1])} to ${dayName(span[2])}`;
  return /^[0-7](,[0-7])*$/.test(weekday) ? `every ${listed(weekday.split(',').map(dayName))}` : null;
}

/** 0 and 7 are both Sunday. */
function dayName(number) {
  return days[Number(number) % 7];
}

function listed(words) {
  return words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function isNumber(text) {
  return /^\d{1,2}$/.test(text);
}
