import { defineFinding } from '../finding.ts';
import { crateManifest } from './places.ts';

export const prereleaseRefused = defineFinding<{
  asked: string;
  reason: string;
  nearest?: string;
}>('SLW130', {
  title: 'a version that crates.io and PyPI do not both know',
  severity: 'error',
  message: ({ asked, reason }) => `${asked || 'an empty version'} cannot be asked for: ${reason}`,
  why: 'crates.io follows SemVer and PyPI follows PEP 440; only alpha, beta and rc with a number mean the same to both.',
  remedy: ({ nearest }) =>
    nearest === undefined ? 'Use --preid alpha, beta or rc.' : `Use --to ${nearest} instead.`,
  example: {
    asked: '0.4.0-nightly.1',
    reason: '-nightly.1 is no pre-release of PEP 440',
    nearest: '0.4.0-alpha.1',
  },
});

export const versionGoesBack = defineFinding<{
  name: string;
  from: string;
  to: string;
  /** The tag that has the new version already, on commits that HEAD does not come from. */
  tag: string | null;
}>('SLW131', {
  title: 'the next version would not be a new and higher one',
  severity: 'error',
  message: ({ name, from, to, tag }) =>
    tag === null
      ? `${name} is at ${from}, so it cannot become ${to}`
      : `${name} cannot become ${to}: the tag ${tag} has that version`,
  why: 'Registries never take a version back: what was released stays, and users get the highest.',
  remedy: ({ from, tag }) =>
    tag === null
      ? `Ask for a version above ${from}.`
      : `Merge the commits of ${tag}, or ask for another version with --to.`,
  example: { at: crateManifest, name: 'tide', from: '0.3.1', to: '0.3.0', tag: null },
});

export const releaseTagExists = defineFinding<{ tag: string }>('SLW132', {
  title: 'the tag of the new version exists',
  severity: 'error',
  message: ({ tag }) => `the tag ${tag} exists already`,
  why: 'A tag names one commit for good; others have fetched it.',
  remedy: ({ tag }) =>
    `Take another version, or delete the tag where nobody has seen it: \`git tag -d ${tag}\`.`,
  example: { tag: 'v0.3.1' },
});

export const commitRefused = defineFinding<{
  command: string;
  detail: string;
  /** What is still to be done, one command each. */
  left: readonly string[];
}>('SLW133', {
  title: 'git refused',
  severity: 'error',
  message: ({ command, detail }) => `${command} failed: ${detail}`,
  why: 'The new versions are written, but not committed and tagged.',
  remedy: ({ left }) => `Mend what git names; then run: ${left.join(' && ')}`,
  example: {
    command: 'git commit',
    detail: 'Author identity unknown',
    left: ['git commit -m "chore(release): 0.3.1" -- Cargo.toml', 'git tag -a v0.3.1 -m v0.3.1'],
  },
});

export const stagedChanges = defineFinding<{ files: string }>('SLW134', {
  title: 'files that the release changes are changed already',
  severity: 'error',
  message: ({ files }) => `these have changes that are not committed: ${files}`,
  why: 'The commit of the release would take them along, and nobody would look at them.',
  remedy: () => 'Commit or stash them first.',
  example: { files: 'Cargo.toml' },
});

export const noSuchPackage = defineFinding<{ name: string; known: readonly string[] }>('SLW135', {
  title: 'no such package to release',
  severity: 'error',
  message: ({ name }) => `there is no package ${name || 'without a name'} that is published`,
  why: 'Nothing would be released where something was asked for.',
  remedy: ({ known }) =>
    known.length > 0 ? `Name one of: ${known.slice(0, 20).join(', ')}.` : 'See `release:plan`.',
  example: { name: 'tied', known: ['tide', 'tide-core'] },
});

export const notUtf8 = defineFinding<{ file: string }>('SLW137', {
  title: 'a file is not UTF-8',
  severity: 'error',
  message: ({ file }) => `${file} holds bytes that are not UTF-8`,
  why: 'Written back as text, these bytes would be lost; nothing was written.',
  remedy: ({ file }) => `Save ${file} as UTF-8.`,
  example: { at: { file: 'CHANGELOG.md', line: null }, file: 'CHANGELOG.md' },
});

export const notToBeWritten = defineFinding<{ file: string; problem: string }>('SLW138', {
  title: 'a file that would have to be changed cannot be',
  severity: 'error',
  message: ({ file, problem }) => `${file} ${problem}`,
  why: 'Only files of this repository are changed. Nothing was written.',
  remedy: ({ file }) =>
    `Put a file of its own where ${file} is, or a link to another of this repository.`,
  example: {
    at: { file: 'CHANGELOG.md', line: null },
    file: 'CHANGELOG.md',
    problem: 'leads out of this repository',
  },
});

export const optionsContradict = defineFinding<{ options: readonly string[] }>('SLW141', {
  title: 'options that cannot be meant together',
  severity: 'error',
  message: ({ options }) => `${options.join(' and ')} both say what the next version is`,
  why: 'One of them would be passed over in silence.',
  remedy: ({ options }) => `Leave out ${options.join(' or ')}.`,
  example: { options: ['--to', '--bump'] },
});

export const neverPacked = defineFinding<{ pattern: string }>('SLW142', {
  title: 'an option wants to pack what tools make',
  severity: 'error',
  message: ({ pattern }) => `packUntracked names ${pattern}, which is never packed`,
  why: 'node_modules, .nx, .slipway, target and what Slipway writes to dist belong to this machine, and to no package.',
  remedy: () => 'Name the generated files themselves, in the folder of their package.',
  example: { at: { file: 'nx.json', line: 7 }, pattern: 'node_modules/tide-data/**' },
});
