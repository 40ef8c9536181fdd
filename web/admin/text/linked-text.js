import { element } from '../app/dom.js';

/** Addresses end before white space, quotes and angle brackets. */
const address = /https?:\/\/[^\s<>"'`]+/gi;

/** Punctuation that closes a sentence, not an address. */
const trailing = /[.,;:!?)\]}]+$/;

/** Characters that turn the direction of what follows (Unicode Bidirectional Algorithm, UAX 9 section 2): `user\u202Emoc.elpmaxe` reads as another name. */
const directionControls = /[\u202A-\u202E\u2066-\u2069]/g;

/** A short text that somebody else wrote, direction controls made visible, as a node whose direction is its own. */
export function foreignText(text) {
  return element('bdi', { class: 'foreign-text' }, withVisibleControls(text));
}

/**
 * Text that somebody else wrote, as a node: http and https addresses become links, everything else stays text. Its direction is its own
 * (`bdi`), so that right-to-left text cannot turn its surroundings round.
 * @param {string} text
 * @param {number} [limit] Show so many characters at most; an address that is cut is no link.
 */
export function linkedText(text, limit = Infinity) {
  const node = element('bdi', { class: 'foreign-text' });
  const visible = withVisibleControls(shortened(text, limit));
  let end = 0;
  for (const match of visible.matchAll(address)) {
    const shown = match[0].replace(trailing, '');
    const target = safeAddress(shown);
    const isCut = text.length > limit && match.index + match[0].length >= visible.length;
    if (target === null || isCut) continue;
    node.append(visible.slice(end, match.index), element('a', { href: target, target: '_blank', rel: 'noopener noreferrer nofollow' }, shown));
    end = match.index + shown.length;
  }

  node.append(visible.slice(end));
  return node;
}

/** The first `length` characters, never half of a surrogate pair, with an ellipsis where something was cut. */
function shortened(text, length) {
  if (text.length <= length) return text;
  const cut = /[\uD800-\uDBFF]/.test(text[length - 1]) ? length - 1 : length;
  return `${text.slice(0, cut)}…`;
}

function withVisibleControls(text) {
  return text.replace(directionControls, control => `[U+${control.codePointAt(0).toString(16).toUpperCase()}]`);
}

function safeAddress(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null;
}
