const counts = new Intl.NumberFormat('en');
const sizes = ['KB', 'MB', 'GB', 'TB'];

/**
 * 14237 → `14,237`.
 * @param {number} number
 */
export function countText(number) {
  return counts.format(number);
}

/**
 * A number as its unit wants it: hours with one decimal where there are few, a rate in percent, `–` where there is none.
 * @param {number|null|undefined} number
 * @param {string} [unit]
 */
export function measureText(number, unit = '') {
  if (number === null || number === undefined) return '–';
  if (unit === 'ratio') return `${countText(Math.round(number * 1000) / 10)} %`;
  return countText(Number.isInteger(number) || Math.abs(number) >= 100 ? Math.round(number) : Math.round(number * 10) / 10);
}

/**
 * Bytes for people, in powers of 1,000: 1536000 → `1.5 MB`.
 * @param {number} bytes
 */
export function sizeText(bytes) {
  if (bytes < 1000) return countOf(bytes, 'byte');
  let value = bytes / 1000;
  let power = 0;
  // 999,999 bytes are 1.0 MB, not 1000 KB: what counts is the rounded number.
  while (value >= 999.5 && power < sizes.length - 1) {
    value /= 1000;
    power += 1;
  }

  return `${value.toFixed(value < 9.95 ? 1 : 0)} ${sizes[power]}`;
}

/**
 * `1 row`, `2 rows`.
 * @param {number} number
 * @param {string} singular
 */
export function countOf(number, singular) {
  return `${countText(number)} ${number === 1 ? singular : `${singular}s`}`;
}
