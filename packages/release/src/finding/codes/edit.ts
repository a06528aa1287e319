import { defineFinding } from '../finding.ts';
import { crateManifest } from './places.ts';

export const placeUnreadable = defineFinding<{ file: string; problem: string }>('SLW121', {
  title: 'a place that states a version cannot be found',
  severity: 'error',
  message: ({ file, problem }) => `a version is said to stand in ${file}, but ${problem}`,
  why: 'The next version would not be written there, and this place would go on stating an old one.',
  remedy: ({ file }) =>
    `Correct the file, \`pattern\`, \`path\` or \`package\` of the place for ${file}, so that it finds exactly one version; or remove the place.`,
  example: {
    at: { file: 'docs/install.md', line: null },
    file: 'docs/install.md',
    problem: 'tide==(.*) matches nothing',
  },
});

export const placeDisagrees = defineFinding<{
  file: string;
  stated: string;
  name: string;
  version: string;
}>('SLW122', {
  title: 'a place states another version than its package',
  severity: 'error',
  message: ({ file, stated, name, version }) =>
    `${file} states ${stated}, but ${name} is at ${version}`,
  why: 'Users would read another version than the one they installed, and a version that is not known is not overwritten.',
  remedy: ({ file, version }) =>
    `Write ${version} in ${file}; from then on it moves with each release.`,
  example: {
    at: { file: 'CITATION.cff', line: 4 },
    file: 'CITATION.cff',
    stated: '0.2.9',
    name: 'tide',
    version: '0.3.0',
  },
});

export const inheritedApart = defineFinding<{
  name: string;
  version: string;
  otherName: string;
  otherVersion: string;
  file: string;
}>('SLW123', {
  title: 'packages that share one version are to take different ones',
  severity: 'error',
  message: ({ name, version, otherName, otherVersion, file }) =>
    `${name} is to be ${version} and ${otherName} ${otherVersion}, but both take their version from ${file}`,
  why: 'One line states the version of both, so neither was changed.',
  remedy: ({ name }) =>
    `Release them under one version, or write a version of its own in the manifest of ${name}.`,
  example: {
    at: { file: 'Cargo.toml', line: 5 },
    name: 'tide',
    version: '0.4.0',
    otherName: 'tide-core',
    otherVersion: '0.3.1',
    file: 'Cargo.toml',
  },
});

export const requirementStuck = defineFinding<{
  dependency: string;
  requirement: string;
  version: string;
}>('SLW124', {
  title: 'a requirement cannot be rewritten for the new version',
  severity: 'error',
  message: ({ dependency, requirement, version }) =>
    `${dependency} is required as "${requirement}", which does not accept ${version} however its versions are replaced`,
  why: 'cargo would refuse the workspace: no version of the dependency satisfies the requirement.',
  remedy: ({ dependency, version }) => `Require ${dependency} = "${version}" by hand.`,
  example: {
    at: crateManifest,
    dependency: 'tide-core',
    requirement: '>=0.3, <0.4',
    version: '0.4.0',
  },
});
