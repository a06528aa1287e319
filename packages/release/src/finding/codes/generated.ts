import { defineFinding } from '../finding.ts';

/** What the generator of workflows says of the files that are there. */

const command = 'npx nx g @slipway/nx:ci';

const shown = (line: string | null): string => (line === null ? 'nothing' : `\`${line}\``);

export const generatedDiffers = defineFinding<{
  file: string;
  part: string;
  /** The first line that differs; null where nothing stands there. */
  found: string | null;
  wanted: string | null;
}>('SLW660', {
  title: 'a part of a workflow is not as the generator writes it',
  severity: 'error',
  message: ({ file, part, found, wanted }) =>
    `the part ${part} of ${file} has ${shown(found)} where ${shown(wanted)} would be written`,
  why: 'It was edited between its marks, or the repository, nx.json or Slipway has changed since.',
  remedy: ({ part }) =>
    `Write it again: \`${command}\`. What is yours belongs outside the marks of ${part}.`,
  example: {
    at: { file: '.github/workflows/publish.yml', line: 41 },
    file: '.github/workflows/publish.yml',
    part: 'plan',
    found: '- run: npm install',
    wanted: '- run: npm ci --ignore-scripts',
  },
});

export const notGenerated = defineFinding<{ file: string }>('SLW661', {
  title: 'a workflow is in the way that the generator has not written',
  severity: 'error',
  message: ({ file }) => `${file} has no marks of Slipway's, so it is somebody's own`,
  why: 'Nothing of yours is written over.',
  remedy: () =>
    `Give it another name, or let ours have one: \`${command} --ci=NAME.yml --publish=NAME.yml\`. To have it replaced: \`${command} --force\`.`,
  example: { at: { file: '.github/workflows/ci.yml', line: 1 }, file: '.github/workflows/ci.yml' },
});

export const marksDamaged = defineFinding<{ detail: string }>('SLW662', {
  title: 'the marks in a workflow do not come in pairs',
  severity: 'error',
  message: ({ detail }) => `the marks do not come in pairs: ${detail}`,
  why: 'What is yours and what is to be written again cannot be told apart.',
  remedy: () =>
    `Restore the lines \`# slipway:begin NAME\` and \`# slipway:end NAME\`; or, to lose what is yours there, \`${command} --force\`.`,
  example: {
    at: { file: '.github/workflows/publish.yml', line: 63 },
    detail: 'test-run begins inside test',
  },
});

export const generatedMissing = defineFinding<{ file: string }>('SLW663', {
  title: 'a workflow has not been written yet',
  severity: 'error',
  message: ({ file }) => `${file} is not there`,
  why: 'Without it a tag releases nothing, or pull requests wait for checks that nobody reports.',
  remedy: () => `Write it: \`${command}\`.`,
  example: {
    at: { file: '.github/workflows/publish.yml', line: null },
    file: '.github/workflows/publish.yml',
  },
});

export const noLockFile = defineFinding<{ name: string; file: string }>('SLW664', {
  title: 'no lock file says what a workflow installs',
  severity: 'error',
  message: ({ name, file }) =>
    `there is no ${file} at the root, so ${name} would install what is newest`,
  why: 'One job of the release can ask for an identity. Whatever it installs must be what was reviewed.',
  remedy: ({ name, file }) => `Run \`${name} install\`, and commit ${file}.`,
  example: { name: 'npm', file: 'package-lock.json' },
});

export const unpinnedPackageManager = defineFinding<{
  name: string;
  /** The tools that are known, where this one is not; null where its version is what lacks. */
  known: readonly string[] | null;
}>('SLW665', {
  title: 'a workflow cannot install with this package manager',
  severity: 'error',
  message: ({ name, known }) =>
    known === null
      ? `package.json does not say which version of ${name} installs the packages`
      : `package.json names the package manager ${name}; known are ${known.join(', ')}`,
  why: 'One job of the release can ask for an identity. What runs there must be one version, and install without scripts from a lock file.',
  remedy: ({ name, known }) =>
    known === null
      ? `State it in package.json: \`"packageManager": "${name}@X.Y.Z"\`.`
      : 'Install with one of them.',
  example: { name: 'pnpm', known: null },
});
