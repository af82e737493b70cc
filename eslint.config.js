// Lint, and above all the import table of docs/architecture.md: who may import whom.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const libraries = {
  '@tensorflow/*': ['engine'],
  comlink: ['bridge', 'workers'],
  idb: ['store'],
  '@observablehq/plot': ['charts'],
};
/** Which of our own layers each layer may import. */
const layers = {
  core: ['core'],
  engine: ['core', 'engine'],
  store: ['core', 'store'],
  charts: ['core', 'charts'],
  ui: ['ui'],
  bridge: ['core', 'bridge', 'workers'],
  features: ['core', 'store', 'bridge', 'charts', 'ui', 'features'],
  workers: ['core', 'engine', 'store', 'workers', 'datasets'],
};
/** Of these, types only: they vanish when compiled. */
const types = { bridge: ['engine'], features: ['workers'] };
const all = ['core', 'engine', 'store', 'bridge', 'features', 'ui', 'charts', 'workers', 'datasets'];

const zone = (layer) => ({
  files: layer === 'workers' ? ['workers/**/*.ts'] : [`src/${layer}/**/*.{ts,svelte}`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: all
              .filter((other) => !layers[layer].includes(other) && !types[layer]?.includes(other))
              .map((other) => `$${other}/*`),
            message: `${layer} may import only: ${layers[layer].join(', ')}.`,
          },
          ...(types[layer] ?? []).map((other) => ({
            group: [`$${other}/*`],
            allowTypeImports: true,
            message: `${layer} may import only types of ${other}.`,
          })),
          ...Object.entries(libraries)
            .filter(([, owners]) => !owners.includes(layer))
            .map(([library, owners]) => ({
              group: [library],
              message: `Only ${owners.join(' and ')} may import ${library}.`,
            })),
          ...(layer === 'features'
            ? [{ regex: '^\\$features/[^/]+/.+', message: 'Import another feature through its index only.' }]
            : []),
        ],
      },
    ],
  },
});

const deterministic = [
  { object: 'Math', property: 'random', message: 'Take a Stream from core/rng.' },
  { object: 'Date', property: 'now', message: 'Time comes in as an argument.' },
  { object: 'performance', property: 'now', message: 'Time comes in as an argument.' },
];

export default ts.config(
  { ignores: ['dist', 'build', 'node_modules', 'kernels/assembly', 'test-results', '.cache'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.worker, ...globals.node, __APP_VERSION__: 'readonly' },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-undef': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  // Large collections are grown in place and followed by a version counter, which a SvelteMap per entry would slow down.
  { files: ['**/*.svelte', '**/*.svelte.ts'], rules: { 'svelte/prefer-svelte-reactivity': 'off' } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  ...Object.keys(layers).map(zone),
  {
    files: ['src/core/**/*.ts', 'src/engine/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', ...deterministic] },
  },
);
