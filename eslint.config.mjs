import nx from '@nx/eslint-plugin';
import imports from 'eslint-plugin-import';
import tseslint from 'typescript-eslint';

/** Rooms of @slipway/release, each with those it may look into. Data flows one way. */
const rooms = {
  finding: [],
  layout: [],
  platform: [],
  version: ['finding'],
  manifest: ['finding', 'version'],
  changelog: ['finding', 'version', 'manifest', 'history'],
  edit: ['finding', 'version', 'manifest'],
  artifact: ['finding', 'version', 'manifest', 'platform'],
  plan: ['finding', 'version', 'manifest'],
  schedule: ['finding', 'manifest', 'plan'],
  command: ['finding'],
  history: ['finding', 'version', 'command'],
  build: ['finding', 'version', 'manifest', 'platform', 'artifact', 'layout', 'plan', 'command'],
  request: ['finding'],
  identity: ['finding', 'request'],
  sbom: ['manifest', 'plan'],
  attestation: ['finding', 'identity', 'layout', 'plan'],
  registry: ['finding', 'version', 'manifest', 'plan', 'history', 'request', 'identity'],
  publish: [
    'finding',
    'attestation',
    'version',
    'manifest',
    'artifact',
    'plan',
    'command',
    'history',
    'build',
    'request',
    'identity',
    'registry',
    'schedule',
  ],
  report: ['finding', 'plan', 'registry', 'schedule', 'publish'],
};

/** The same for @slipway/doctor. */
const doctorRooms = {
  workflow: [],
  script: [],
  'release-workflow': ['workflow', 'script'],
  claims: ['workflow', 'release-workflow'],
  evidence: ['claims'],
  checks: ['workflow', 'script', 'release-workflow', 'claims', 'evidence'],
  fix: ['claims', 'evidence'],
  explain: [],
};

const release = './packages/release/src';
const doctor = './packages/doctor/src';

const zonesOf = (house, all) =>
  Object.entries(all).map(([room, mayImport]) => ({
    target: `${house}/${room}`,
    from: house,
    except: [room, ...mayImport, 'ports.ts'].map((name) => `./${name}`),
    message: `The room ${room} may look only into: ${mayImport.join(', ') || 'nothing'}.`,
  }));

const zones = [...zonesOf(release, rooms), ...zonesOf(doctor, doctorRooms)];

/** The files that touch the machine; the others are `node.ts`'s own. */
const machines = ['node', 'copying', 'line-server', 'proxy', 'signing', 'verifying'].map(
  (one) => `packages/release/src/${one}.ts`,
);

const machine = [
  { name: 'process', message: 'Ask ports.environment.' },
  { name: 'fetch', message: 'Ask ports.fetch.' },
  { name: 'setTimeout', message: 'Ask ports.clock.' },
  { name: 'performance', message: 'Ask ports.clock.' },
];

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
      'import/no-cycle': ['error', { maxDepth: 6 }],
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
            { sourceTag: 'scope:nx', onlyDependOnLibsWithTags: ['*'] },
          ],
        },
      ],
    },
  },
  {
    files: ['packages/release/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.fixture.ts'],
    rules: { 'import/no-restricted-paths': ['error', { zones }] },
  },
  {
    // The world is reached through ports: no room of a release touches it by itself.
    files: ['packages/release/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.fixture.ts', ...machines],
    rules: {
      'no-restricted-globals': ['error', ...machine],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                'node:fs*',
                'node:child_process',
                'node:http*',
                'node:net',
                'node:os',
                'node:process',
                'node:timers*',
                '@sigstore/*',
                '**/signing.ts',
                '**/verifying.ts',
              ],
              message: 'Only node.ts touches the machine.',
            },
          ],
        },
      ],
      'no-restricted-syntax': ['error', ...chance, bareFetch],
    },
  },
  {
    // That room itself.
    files: ['packages/release/src/request/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...chance] },
  },
  {
    files: ['packages/{doctor,nx}/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.fixture.ts'],
    rules: { 'no-restricted-syntax': ['error', bareFetch] },
  },
  {
    files: ['**/*.test.ts', '**/test/**', 'e2e/**'],
    // Tests may borrow the helpers of another package's tests.
    rules: { 'max-lines-per-function': 'off', '@nx/enforce-module-boundaries': 'off' },
  },
);
