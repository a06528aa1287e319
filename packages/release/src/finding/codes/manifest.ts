import { defineFinding } from '../finding.ts';
import { crateManifest, pythonManifest } from './places.ts';

export const brokenToml = defineFinding<{ file: string; detail: string }>('SLW101', {
  title: 'a manifest is not valid TOML',
  severity: 'error',
  message: ({ file, detail }) => `${file} is not valid TOML: ${detail}`,
  why: 'cargo, maturin and pip would all refuse this file, so nothing can be planned from it.',
  remedy: ({ file }) => `Correct the syntax of ${file} at the line shown.`,
  example: { at: crateManifest, file: 'crates/tide/Cargo.toml', detail: 'incomplete key-value' },
});

export const versionsDisagree = defineFinding<{
  name: string;
  version: string;
  otherName: string;
  otherVersion: string;
  otherFile: string;
}>('SLW102', {
  title: 'packages that are released together state different versions',
  severity: 'error',
  message: ({ name, version, otherName, otherVersion, otherFile }) =>
    `${name} is at ${version}, but ${otherName} is at ${otherVersion} (${otherFile})`,
  why: 'A release would put two versions of one thing on the registries, and neither can be taken back.',
  remedy: ({ otherFile }) =>
    `Set both to the version that is to be released, here and in ${otherFile}: by hand, or with \`npx nx run release:version --to VERSION\`.`,
  example: {
    at: pythonManifest,
    name: 'tide',
    version: '0.3.1',
    otherName: 'tide (Python)',
    otherVersion: '0.3.0',
    otherFile: 'python/pyproject.toml',
  },
});

export const lockDisagrees = defineFinding<{
  name: string;
  version: string;
  locked: string | null;
  lockFile: string;
  directory: string;
}>('SLW103', {
  title: 'Cargo.lock states another version than Cargo.toml',
  severity: 'error',
  message: ({ name, version, locked, lockFile }) =>
    locked === null
      ? `${lockFile} has no entry for ${name} ${version}`
      : `${lockFile} has ${name} at ${locked}, but Cargo.toml says ${version}`,
  why: 'cargo would rewrite the lock file during the release, and `--locked` builds of the sdist would fail.',
  remedy: ({ directory }) =>
    `Run \`cargo update --workspace\` in ${directory || '.'} and commit Cargo.lock.`,
  example: {
    at: { file: 'Cargo.lock', line: 12 },
    name: 'tide',
    version: '0.3.1',
    locked: '0.3.0',
    lockFile: 'Cargo.lock',
    directory: '',
  },
});

export const requirementRefuses = defineFinding<{
  name: string;
  dependency: string;
  requirement: string;
  version: string;
}>('SLW104', {
  title: 'an internal dependency asks for another version than the one being released',
  severity: 'error',
  message: ({ name, dependency, requirement, version }) =>
    `${name} requires ${dependency} "${requirement}", which ${version} does not satisfy`,
  why: 'cargo resolves the published crate from the registry, where this requirement finds no match.',
  remedy: ({ dependency, version }) => `Require ${dependency} = "${version}" in the same change.`,
  example: {
    at: crateManifest,
    name: 'tide',
    dependency: 'tide-core',
    requirement: '=0.3.0',
    version: '0.3.1',
  },
});

export const tagDisagrees = defineFinding<{ tag: string; tagVersion: string; versions: string }>(
  'SLW105',
  {
    title: 'the tag names another version than the manifests',
    severity: 'error',
    message: ({ tag, tagVersion, versions }) =>
      `HEAD carries the tag ${tag} (version ${tagVersion}), but the manifests say ${versions}`,
    why: 'The release would be published under a version that its tag does not name.',
    remedy: ({ tag }) =>
      `Bump the manifests before tagging; then move the tag: \`git tag -d ${tag}\` and tag the bump's commit.`,
    example: { tag: 'v0.3.2', tagVersion: '0.3.2', versions: '0.3.1' },
  },
);

export const versionUnmappable = defineFinding<{
  version: string;
  /** The registry that cannot take it. */
  registry: 'PyPI' | 'crates.io';
  reason: string;
  nearest: string;
}>('SLW106', {
  title: 'a version has no counterpart on the other registry',
  severity: 'error',
  message: ({ version, registry, reason }) =>
    `${version} cannot be a version on ${registry}: ${reason}`,
  why: 'Cargo follows SemVer and PyPI follows PEP 440; crate and wheel would get different versions, or none.',
  remedy: ({ nearest }) => `Use ${nearest} instead.`,
  example: {
    at: crateManifest,
    version: '0.4.0-nightly.1',
    registry: 'PyPI',
    reason: '"nightly" is no pre-release of PEP 440',
    nearest: '0.4.0-alpha.1',
  },
});

export const missingMetadata = defineFinding<{ name: string; fields: string }>('SLW107', {
  title: 'a crate lacks metadata that crates.io demands',
  severity: 'error',
  message: ({ name, fields }) => `${name} has no ${fields}`,
  why: 'cargo only warns; crates.io answers 400 "missing or empty metadata fields" at upload.',
  remedy: ({ fields }) => `Add ${fields} to [package], or inherit it from [workspace.package].`,
  example: { at: crateManifest, name: 'tide', fields: 'description' },
});

export const pathWithoutVersion = defineFinding<{ name: string; dependency: string }>('SLW108', {
  title: 'a path dependency has no version',
  severity: 'error',
  message: ({ name, dependency }) => `${name} depends on ${dependency} by path only`,
  why: 'cargo refuses to publish: "all dependencies must have a version requirement specified".',
  remedy: ({ dependency }) => `Add version = "…" beside path for ${dependency}.`,
  example: { at: crateManifest, name: 'tide', dependency: 'tide-core' },
});

export const dependencyCycle = defineFinding<{ cycle: string }>('SLW109', {
  title: 'crates depend on each other in a circle',
  severity: 'error',
  message: ({ cycle }) => `no order of publishing exists: ${cycle}`,
  why: 'Each crate must be on the registry before the one that depends on it; cargo times out on a circle.',
  remedy: () => 'Drop the version from the path dev-dependency that closes the circle.',
  example: { at: crateManifest, cycle: 'tide → tide-core → tide' },
});

export const invalidVersion = defineFinding<{
  name: string;
  version: string;
  standard: 'SemVer' | 'PEP 440';
}>('SLW110', {
  title: 'a version is not valid',
  severity: 'error',
  message: ({ name, version, standard }) =>
    `${name} has version "${version}", which is not ${standard}`,
  why: 'The registry would refuse it.',
  remedy: ({ standard }) =>
    standard === 'SemVer' ? 'Write it as MAJOR.MINOR.PATCH.' : 'Write it as N.N.N, PEP 440 style.',
  example: { at: crateManifest, name: 'tide', version: '1.0', standard: 'SemVer' },
});

export const manifestMissing = defineFinding<{ wanted: string; from: string }>('SLW111', {
  title: 'a manifest names a file that is not there',
  severity: 'error',
  message: ({ wanted, from }) => `${from} names ${wanted}, which does not exist`,
  why: 'The build would fail, or build something else.',
  remedy: ({ wanted }) => `Create ${wanted}, or correct the path.`,
  example: { at: pythonManifest, wanted: 'rust/Cargo.toml', from: 'python/pyproject.toml' },
});

export const nothingToRelease = defineFinding<Record<never, never>>('SLW112', {
  title: 'nothing to release',
  severity: 'error',
  message: () => 'no Cargo.toml or maturin pyproject.toml that may be published was found',
  why: 'A release needs at least one crate or Python package.',
  remedy: () =>
    'Check that the manifests are tracked by git and that `publish` is not false everywhere.',
  example: {},
});

export const manifestIncomplete = defineFinding<{ file: string; field: string }>('SLW113', {
  title: 'a manifest lacks a field or has one of the wrong type',
  severity: 'error',
  message: ({ file, field }) => `${file} has no usable ${field}`,
  why: 'cargo and maturin would refuse this manifest.',
  remedy: ({ file, field }) => `Write ${field} in ${file}.`,
  example: { at: crateManifest, file: 'crates/tide/Cargo.toml', field: 'package.name' },
});

export const nameRefused = defineFinding<{
  name: string;
  registry: 'crates.io' | 'PyPI';
  reason: string;
}>('SLW139', {
  title: 'a name that the registry refuses',
  severity: 'error',
  message: ({ name, registry, reason }) =>
    `${registry} takes no package called "${name}": ${reason}`,
  why: 'The upload would be refused, perhaps after other packages are published.',
  remedy: () => 'Give the package another name, or keep it to yourself: `publish = false`.',
  example: {
    at: crateManifest,
    name: '1tide',
    registry: 'crates.io',
    reason: 'it does not begin with a letter',
  },
});

export const sameName = defineFinding<{
  name: string;
  registry: 'crates.io' | 'PyPI';
  manifests: readonly string[];
}>('SLW140', {
  title: 'several packages of one name',
  severity: 'error',
  message: ({ name, registry, manifests }) =>
    `${manifests.join(' and ')} are one package to ${registry}: ${name}`,
  why: 'Only one of them can have a version there.',
  remedy: () => 'Rename all but one, or keep them to yourself: `publish = false`.',
  example: {
    at: crateManifest,
    name: 'tide',
    registry: 'crates.io',
    manifests: ['a/Cargo.toml', 'b/Cargo.toml'],
  },
});
