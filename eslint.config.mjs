import nx from '@nx/eslint-plugin';
import imports from 'eslint-plugin-import';
import tseslint from 'typescript-eslint';
import { houses, withDoors, zones } from './tools/lint/houses.mjs';

const tests = ['**/*.test.ts', '**/*.fixture.ts'];
const sourcesOf = (names) => `packages/{${names.join(',')}}/src/**/*.ts`;

/** Packages that reach the world through ports, and their files that are the machine. */
const ported = Object.keys(houses).filter((name) => !houses[name].machine.includes('**'));
const machines = ported.flatMap((name) =>
  houses[name].machine.map((file) => `packages/${name}/src/${file}.ts`),
);

const machine = [
  { name: 'process', message: 'Ask ports.environment.' },
  { name: 'fetch', message: 'Ask ports.fetch.' },
  { name: 'setTimeout', message: 'Ask ports.clock.' },
  { name: 'setInterval', message: 'Ask ports.clock.' },
  { name: 'performance', message: 'Ask ports.clock.' },
];

const machineModules = {
  group: [
    'node:fs*',
    'node:child_process',
    'node:http*',
    'node:net',
    'node:os',
    'node:process',
    'node:readline*',
    'node:timers*',
    '@sigstore/*',
    '**/signing.ts',
    '**/verifying.ts',
  ],
  message: 'Only the files that are the machine touch it.',
};

/** `../room/file.ts`: a room has one door, and so has one that holds others. */
const door = {
  regex: String.raw`^(\.\./)+[\w-]+/(?!index\.ts$)`,
  message: 'A room is entered through its index.ts.',
};

/** An answer that never ends, or is as large as somebody wants. */
const bareFetch = {
  selector: "CallExpression[callee.property.name='fetch'], CallExpression[callee.name='fetch']",
  message:
    'Ask by the room `request`: its answers have an end, a size, and no redirect for a credential.',
};

/** What two runs would not do alike. */
const chance = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Ask ports.clock.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Ask ports.clock.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Nothing here is left to chance.',
  },
];

export default tseslint.config(
  { ignores: ['**/node_modules', '**/dist', '**/target', '.nx', '.slipway', '**/*.d.ts'] },
  ...tseslint.configs.recommended,
  {
    settings: {
      'import/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import/resolver': { node: { extensions: ['.ts', '.mjs', '.js'] } },
    },
    plugins: { '@nx': nx, import: imports },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Circles of files are found by oxlint, in a twentieth of the time (.oxlintrc.json).
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['packages/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          // What the graph has no use for is loaded late in its process, and at once in the others.
          checkDynamicDependenciesExceptions: ['@slipway/**'],
          depConstraints: [
            { sourceTag: 'scope:release', onlyDependOnLibsWithTags: ['scope:release'] },
            {
              sourceTag: 'scope:doctor',
              onlyDependOnLibsWithTags: ['scope:doctor', 'scope:release'],
            },
            { sourceTag: 'scope:rehearsal', onlyDependOnLibsWithTags: ['scope:rehearsal'] },
            {
              sourceTag: 'scope:workspace',
              onlyDependOnLibsWithTags: [
                'scope:workspace',
                'scope:release',
                'scope:doctor',
                'scope:rehearsal',
              ],
            },
            { sourceTag: 'scope:nx', onlyDependOnLibsWithTags: ['*'] },
          ],
        },
      ],
    },
  },
  {
    files: [sourcesOf(Object.keys(houses))],
    ignores: tests,
    rules: { 'import/no-restricted-paths': ['error', { zones, basePath: import.meta.dirname }] },
  },
  {
    files: [sourcesOf(withDoors)],
    ignores: tests,
    rules: { 'no-restricted-imports': ['error', { patterns: [door] }] },
  },
  {
    // The world is reached through ports: no room touches it by itself.
    files: [sourcesOf(ported)],
    ignores: [...tests, ...machines],
    rules: {
      'no-restricted-globals': ['error', ...machine],
      'no-restricted-imports': ['error', { patterns: [machineModules] }],
      'no-restricted-syntax': ['error', ...chance, bareFetch],
    },
  },
  {
    // Both, where both hold.
    files: [sourcesOf(withDoors)],
    ignores: [...tests, ...machines],
    rules: { 'no-restricted-imports': ['error', { patterns: [machineModules, door] }] },
  },
  {
    // That room itself.
    files: ['packages/release/src/request/**/*.ts'],
    ignores: tests,
    rules: { 'no-restricted-syntax': ['error', ...chance] },
  },
  {
    files: ['packages/nx/src/**/*.ts'],
    ignores: tests,
    rules: { 'no-restricted-syntax': ['error', bareFetch] },
  },
  {
    files: ['**/*.test.ts', '**/test/**', 'e2e/**', '**/vitest.config.ts'],
    // Tests may borrow the helpers of another package's tests, and all have one configuration.
    rules: { 'max-lines-per-function': 'off', '@nx/enforce-module-boundaries': 'off' },
  },
);
