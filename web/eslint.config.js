import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import globals from 'globals';

/** Properties that make markup of text; the pages' trusted types refuse them, too. */
const markup = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe'];
const message = 'Text never becomes markup here: use element().';

export default [
  { ignores: ['dist/'] },
  js.configs.recommended,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver()] },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-self-import': 'error',
      'import-x/no-duplicates': 'error',
      'no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-restricted-properties': ['error', ...markup.map(property => ({ property, message }))],
      'max-len': ['error', { code: 140 }],
      'max-lines': ['error', 300],
      'prefer-const': 'error',
      'no-var': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['admin/**'], languageOptions: { globals: globals.browser } },
  { files: ['*.js', 'tests/**'], languageOptions: { globals: globals.node } },
];
