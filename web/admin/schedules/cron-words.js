const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/**
 * The ready-made times; anything else is written as a cron expression.
 * @type {[cron: string, label: string][]}
 */
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
 * @param {string} cron
 */
export function cronWords(cron) {
  const [minute = '', hour = '', day, month, weekday = '', ...rest] = cron.trim().split(/\s+/);
  if (day === undefined || month !== '*' || rest.length > 0) return cron;
  if (day === '*' && weekday === '*') {
    const often = oftenWords(minute, hour);
    if (often) return often;
  }

  const on = dayWords(day, weekday);
  if (on === null || !isNumber(minute, 0, 59) || !isNumber(hour, 0, 23)) return cron;
  return `${on} at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
}

/**
 * Several times a day, or null.
 * @param {string} minute
 * @param {string} hour
 */
function oftenWords(minute, hour) {
  const minutes = minute === '*' ? 1 : stepOf(minute, 60);
  if (minutes !== null) return hour === '*' ? everyWords(minutes, 'minute') : null;
  if (!isNumber(minute, 0, 59)) return null;
  const hours = hour === '*' ? 1 : stepOf(hour, 24);
  return hours === null ? null : everyWords(hours, 'hour') + (Number(minute) === 0 ? '' : ` at minute ${Number(minute)}`);
}

// The step of a field such as */15, or null. A step that does not divide the whole is no even rhythm: */7 runs at minute 56 and again at 0.
/**
 * @param {string} text
 * @param {number} whole
 */
function stepOf(text, whole) {
  const step = Number(/^\*\/(\d{1,2})$/.exec(text)?.[1] ?? 0);
  return step > 0 && whole % step === 0 ? step : null;
}

/**
 * @param {number} step
 * @param {string} unit
 */
function everyWords(step, unit) {
  return step === 1 ? `every ${unit}` : `every ${step} ${unit}s`;
}

/**
 * The days, or null where they are not one of the plain kinds.
 * @param {string} day
 * @param {string} weekday
 */
function dayWords(day, weekday) {
  if (weekday === '*') return day === '*' ? 'every day' : isNumber(day, 1, 31) ? `on day ${Number(day)} of each month` : null;
  if (day !== '*') return null;
  const [, first, last] = /^([0-7])-([0-7])$/.exec(weekday) ?? [];
  if (first && last) return dayName(first) === dayName(last) ? null : `${dayName(first)} to ${dayName(last)}`;
  return /^[0-7](,[0-7])*$/.test(weekday) ? `every ${listed([...new Set(weekday.split(',').map(dayName))])}` : null;
}

/**
 * 0 and 7 are both Sunday.
 * @param {string} number
 */
function dayName(number) {
  return days[Number(number) % 7] ?? number;
}

/** @param {string[]} words */
function listed(words) {
  return words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/**
 * @param {string} text
 * @param {number} min
 * @param {number} max
 */
function isNumber(text, min, max) {
  return /^\d{1,2}$/.test(text) && Number(text) >= min && Number(text) <= max;
}
