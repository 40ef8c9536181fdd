const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The ready-made times; anything else is written as a cron expression. */
export const commonCrons = [
  ['0 * * * *', 'Every hour'],
  ['0 2 * * *', 'Every day at 02:00'],
  ['0 2 * * 1', 'Every Monday at 02:00'],
  ['0 2 1 * *', 'On the first of each month at 02:00'],
];

/** A cron expression in words where it is one of the plain kinds: `0 2 * * 1` → `every Monday at 02:00`; else the expression itself. */
export function cronWords(cron) {
  const match = /^(\d{1,2}) (\d{1,2}|\*) (\d{1,2}|\*) \* (\d|\*)$/.exec(cron.trim());
  if (!match) return cron;
  const [, minute, hour, day, weekday] = match;
  if (hour === '*') return day === '*' && weekday === '*' ? `every hour at minute ${minute}` : cron;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day === '*' && weekday === '*') return `every day at ${time}`;
  if (day === '*') return `every ${days[Number(weekday) % 7] ?? weekday} at ${time}`;
  return weekday === '*' ? `on day ${day} of each month at ${time}` : cron;
}
