import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { textPieces } from '../../admin/text/linked-text.js';

const webFolder = fileURLToPath(new URL('../..', import.meta.url));
const shownOf = (text, limit) => textPieces(text, limit).map(piece => piece.shown).join('');
const linksOf = (text, limit) => textPieces(text, limit).filter(piece => piece.target !== null);

test('addresses become links and lose the punctuation of their sentence', () => {
  const text = 'See https://example.com/a?b=c&d="e", then (https://example.org/x). And http://localhost:7071/y!';
  assert.deepEqual(linksOf(text), [
    { shown: 'https://example.com/a?b=c&d=', target: 'https://example.com/a?b=c&d=' },
    { shown: 'https://example.org/x', target: 'https://example.org/x' },
    { shown: 'http://localhost:7071/y', target: 'http://localhost:7071/y' },
  ]);
  assert.equal(shownOf(text), text);
});

for (const text of [
  'javascript:alert(1)', 'JAVASCRIPT:alert(1)', 'java\nscript:alert(1)',
  'data:text/html,<script>1</script>', 'vbscript:x', 'file:///etc/passwd',
  'http://[bad', 'https://', 'https://.', 'hxxps://example.com', '//example.com', 'ftp://example.com/x', 'blob:https:', '',
]) {
  test(`${JSON.stringify(text)} is no link, and shown as it is`, () => {
    assert.deepEqual(linksOf(text), []);
    assert.equal(shownOf(text), text);
  });
}

test('a link leads to where a browser reads its address, and is http or https', () => {
  const text = 'HTTPS://EXAMPLE.com/A http://user:pw@example.com/ https://example.com\\@evil.example/ blob:https://example.com/x';
  assert.equal(linksOf(text).length, 4);
  for (const { target } of linksOf(text)) assert.match(target, /^https?:\/\//);

  assert.equal(linksOf('HTTPS://EXAMPLE.com/A')[0].target, 'https://example.com/A');
  assert.equal(linksOf('https://bücher.example/')[0].target, 'https://xn--bcher-kva.example/');
});

test('markup stays text, within and around links', () => {
  const text = '<a href="https://example.com/">x</a><img src=x onerror=alert(1)>';
  assert.equal(shownOf(text), text);
  assert.deepEqual(linksOf(text).map(link => link.target), ['https://example.com/']);
});

test('every control that turns the direction is made visible, in links too', () => {
  assert.equal(shownOf('user\u202Emoc.elpmaxe'), 'user[U+202E]moc.elpmaxe');
  assert.equal(shownOf('\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069'),
    '[U+202A][U+202B][U+202C][U+202D][U+202E][U+2066][U+2067][U+2068][U+2069]');
  assert.ok(!/[\u202A-\u202E\u2066-\u2069]/.test(JSON.stringify(textPieces('https://example.com/\u202Egpj.exe'))));
  assert.equal(shownOf('שלום עולם مرحبا'), 'שלום עולם مرحبا');
});

test('a text that is cut ends in an ellipsis, never in half a character', () => {
  assert.equal(shownOf('abcdef', 6), 'abcdef');
  assert.equal(shownOf('abcdef', 5), 'abcde…');
  assert.equal(shownOf('abc😀def', 4), 'abc…');
  assert.equal(shownOf('abc😀def', 5), 'abc😀…');
});

test('an address that is cut is no link; one before the cut still is', () => {
  const text = `https://example.com/a and https://example.org/${'y'.repeat(500)}`;
  assert.deepEqual(linksOf(text, 100).map(link => link.target), ['https://example.com/a']);
  assert.equal(shownOf(text, 100), `${text.slice(0, 100)}…`);
});

test('a long hostile text takes a time that grows with its length, not with the square of it', () => {
  // In a process of its own, which can be ended: the square of a million steps would take many minutes, a million a moment.
  const script = `
    import { textPieces } from './admin/text/linked-text.js';
    const size = 1_000_000;
    const texts = ['https://' + '.'.repeat(size), 'http://'.repeat(size), 'https://x/' + ')'.repeat(size) + 'y', 'h'.repeat(size),
      String.fromCharCode(0x202E).repeat(size)];
    for (const text of texts) console.log(textPieces(text).map(piece => piece.shown).join('').length >= text.length);`;
  const settings = { cwd: webFolder, encoding: 'utf8', timeout: 60_000 };
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], settings);
  assert.equal(output, 'true\n'.repeat(5));
});
