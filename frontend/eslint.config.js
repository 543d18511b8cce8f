import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** app -> features -> messages, ui -> kit: imports run down, never up. */
const layer = (files, forbidden) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [{ regex: forbidden, message: 'Imports run down: app, features, ui, kit.' }] },
    ],
  },
});

export default ts.config(
  { ignores: ['node_modules', 'src/graphql-env.d.ts'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    rules: {
      'svelte/no-at-html-tags': 'error',
      // Reactive are fields marked with $state; plain sets and addresses are meant as such.
      'svelte/prefer-svelte-reactivity': 'off',
      // Links are plain paths from kit/paths.ts; there is no SvelteKit here.
      'svelte/no-navigation-without-resolve': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
  },
  layer(['src/kit/**'], '^\\$/(app|features|ui)/'),
  layer(['src/ui/**'], '^\\$/(app|features)/'),
  layer(['src/features/**', 'src/explorer/**'], '^\\$/app/'),
);
