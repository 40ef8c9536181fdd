import { element } from '../app/dom.js';

/** Addresses end before white space, quotes and angle brackets. */
const address = /https?:\/\/[^\s<>"'`]+/gi;

/** Punctuation that closes a sentence, not an address. */
const closing = '.,;:!?)]}';

/**
 * Characters that turn the direction of what follows (Unicode Bidirectional Algorithm, UAX 9 section 2): `user\u202Emoc.elpmaxe` reads as
 * another name.
 */
const directionControls = /[\u202A-\u202E\u2066-\u2069]/g;

/**
 * A short text from outside, direction controls made visible, as a node whose direction is its own.
 * @param {string} text
 */
export function foreignText(text) {
  return element('bdi', { class: 'foreign-text' }, withVisibleControls(text));
}

/**
 * Text from outside as a node: http and https addresses become links, everything else stays text. Its direction is its own (`bdi`), so that
 * right-to-left text cannot turn its surroundings round.
 * @param {string} text
 * @param {number} [limit] Show so many characters at most; an address that is cut is no link.
 */
export function linkedText(text, limit = Infinity) {
  return element('bdi', { class: 'foreign-text' }, ...textPieces(text, limit).map(({ shown, target }) => target === null
    ? shown
    : element('a', { href: target, target: '_blank', rel: 'noopener noreferrer nofollow' }, shown)));
}

/**
 * The pieces of a text in order; `target` is the address of those that are links.
 * @param {string} text
 * @param {number} [limit] See {@link linkedText}.
 */
export function textPieces(text, limit = Infinity) {
  /** @type {{shown: string, target: string|null}[]} */
  const pieces = [];
  const visible = withVisibleControls(shortened(text, limit));
  let end = 0;
  for (const match of visible.matchAll(address)) {
    const shown = withoutClosing(match[0]);
    const target = safeAddress(shown);
    const isCut = text.length > limit && match.index + match[0].length >= visible.length;
    if (target === null || isCut) continue;
    pieces.push({ shown: visible.slice(end, match.index), target: null }, { shown, target });
    end = match.index + shown.length;
  }

  pieces.push({ shown: visible.slice(end), target: null });
  return pieces.filter(({ shown }) => shown !== '');
}

/**
 * An address without the punctuation behind it. No regular expression: it would take a time that grows with the square of the length.
 * @param {string} text
 */
function withoutClosing(text) {
  let end = text.length;
  while (end > 0 && closing.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/**
 * The first `length` characters, never half of a surrogate pair, with an ellipsis where something was cut.
 * @param {string} text
 * @param {number} length
 */
function shortened(text, length) {
  if (text.length <= length) return text;
  const cut = /[\uD800-\uDBFF]/.test(text.charAt(length - 1)) ? length - 1 : length;
  return `${text.slice(0, cut)}…`;
}

/**
 * A text from outside where no node can stand, as in a picture: one line of at most so many characters, direction controls made visible.
 * @param {string} text
 * @param {number} limit
 */
export function plainText(text, limit) {
  return withVisibleControls(shortened(text.slice(0, 4 * limit).replace(/[\s\p{Cc}]+/gu, ' ').trim(), limit));
}

/** @param {string} text */
function withVisibleControls(text) {
  return text.replace(directionControls, control => `[U+${control.charCodeAt(0).toString(16).toUpperCase()}]`);
}

/** @param {string} text */
function safeAddress(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null;
}
