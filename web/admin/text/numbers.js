const counts = new Intl.NumberFormat('en');
const sizes = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** 14237 → `14,237`. */
export function countText(number) {
  return counts.format(number);
}

/** Bytes for people, in powers of 1,000: 1536000 → `1.5 MB`. */
export function sizeText(bytes) {
  const power = bytes < 1000 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${sizes[power]}`;
}

/** `1 row`, `2 rows`. */
export function countOf(number, singular, plural = `${singular}s`) {
  return `${countText(number)} ${number === 1 ? singular : plural}`;
}
