import { defineFinding } from '../finding.ts';
import { crateManifest, pythonManifest } from './places.ts';

const some = (names: readonly string[]): string =>
  names.length > 3
    ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
    : names.join(', ');

export const alreadyTagged = defineFinding<{
  version: string;
  tag: string;
  packages: readonly string[];
  /** Commits from the tag to HEAD. */
  commits: number;
  /** Whether the tag lies on the way to HEAD. */
  reachable: boolean;
}>('SLW114', {
  title: 'this version was tagged before, at another commit',
  severity: 'error',
  message: ({ version, tag, packages, commits, reachable }) =>
    `${some(packages)}: ${version} was released as ${tag}, ${
      reachable
        ? `and ${commits} commit${commits === 1 ? ' follows' : 's follow'} it`
        : 'which is not among the commits that lead to HEAD'
    }`,
  why: 'Registries never take other bytes for a version that they have: bump first.',
  remedy: ({ packages }) =>
    `Run \`npx nx run release:version\`, which proposes the next version from the commits (where they do not tell: \`--bump patch --packages ${packages[0] ?? ''}\`), and commit what it changes.`,
  example: {
    at: crateManifest,
    version: '0.3.0',
    tag: 'v0.3.0',
    packages: ['tide'],
    commits: 5,
    reachable: true,
  },
});

export const optInNeeded = defineFinding<{ names: readonly string[]; example: string }>('SLW116', {
  title: 'crates that nothing says are to be published',
  severity: 'info',
  message: ({ names }) =>
    `${some(names)}: \`publish\` is not set, and nothing tells that crates.io is to have ${names.length === 1 ? 'it' : 'them'}`,
  why: 'A crate on crates.io stays there for good, so Slipway never publishes one silently: one that lacks what crates.io demands, that only makes a Python module, or that crates.io has never seen.',
  remedy: ({ example }) =>
    `To publish, write \`publish = ["crates-io"]\` in Cargo.toml or "publish": ["${example}"] in the options of @slipway/nx/plugin in nx.json; \`publish = false\` says that it never will be.`,
  example: { at: crateManifest, names: ['tide-python'], example: 'tide-python' },
});

export const unpublishedDependency = defineFinding<{ name: string; dependency: string }>('SLW118', {
  title: 'a crate needs one that is not published',
  severity: 'error',
  message: ({ name, dependency }) =>
    `${name} is to be published, but depends on ${dependency}, which is not`,
  why: 'crates.io resolves every dependency in its own index: cargo would refuse the upload.',
  remedy: ({ name, dependency }) =>
    `Publish ${dependency} as well, or set \`publish = false\` for ${name}.`,
  example: { at: crateManifest, name: 'tide', dependency: 'tide-internal' },
});

export const patchedDependency = defineFinding<{ names: string }>('SLW117', {
  title: 'dependencies are patched in the workspace',
  severity: 'warning',
  message: ({ names }) => `[patch.crates-io] replaces ${names}`,
  why: 'What is tested here is not what users get: a published crate is resolved without the patch.',
  remedy: () => 'Release the patched crates first, require those versions, and remove the patch.',
  example: { at: { file: 'Cargo.toml', line: 20 }, names: 'serde' },
});

export const versionOrder = defineFinding<{ version: string; pypi: string }>('SLW119', {
  title: 'a development version is ordered differently on crates.io and PyPI',
  severity: 'info',
  message: ({ version, pypi }) =>
    `${version} comes after its beta on crates.io, but as ${pypi} before its alpha on PyPI`,
  why: 'Both take it, but who goes from -dev to -alpha goes backwards in SemVer, and from -beta to -dev in PEP 440.',
  remedy: () => 'Keep to -alpha.N, -beta.N and -rc.N where both orders matter.',
  example: { at: crateManifest, version: '0.4.0-dev.1', pypi: '0.4.0.dev1' },
});

export const notMaturin = defineFinding<{ names: readonly string[]; backend: string }>('SLW120', {
  title: 'Python packages that maturin does not build',
  severity: 'info',
  message: ({ names, backend }) =>
    `${some(names)} ${names.length === 1 ? 'is' : 'are'} built by ${backend}`,
  why: 'Slipway builds wheels with maturin: it tells of these packages, and does not release them.',
  remedy: () => 'Nothing, if another tool releases it.',
  example: { at: pythonManifest, names: ['tide-tools'], backend: 'hatchling.build' },
});

export const leftAside = defineFinding<{ files: readonly string[] }>('SLW128', {
  title: 'manifests of examples, tests and templates',
  severity: 'info',
  message: ({ files }) =>
    `${files.length} manifest${files.length === 1 ? '' : 's'} left aside: ${some(files)}`,
  why: 'What lies under tests, examples, fixtures or templates is taken for no package, unless a Cargo workspace names it as a member.',
  remedy: () => 'Nothing; or name the folder among the members of the workspace.',
  example: { files: ['examples/simple/Cargo.toml'] },
});

export const buildMetadata = defineFinding<{ name: string; version: string; nearest: string }>(
  'SLW125',
  {
    title: 'a version carries build metadata',
    severity: 'warning',
    message: ({ name, version }) => `${name} is at ${version}`,
    why: 'crates.io takes versions that differ after the + alone for the same: a second one is refused.',
    remedy: ({ nearest }) => `Use ${nearest} instead, unless the metadata is what you mean.`,
    example: { at: crateManifest, name: 'tide-sys', version: '1.0.0+3.5', nearest: '1.0.0' },
  },
);

export const foreignName = defineFinding<{
  name: string;
  registry: string;
  owner: string;
  repository: string;
}>('SLW126', {
  title: 'the name seems to belong to somebody else',
  severity: 'warning',
  message: ({ name, registry, owner, repository }) =>
    `${name} on ${registry} comes from ${owner}, not from ${repository}`,
  why: 'A registry takes uploads from the owners of a name alone.',
  remedy: ({ name }) =>
    `If ${name} is yours, correct its repository address in the manifest with this release; else choose another name.`,
  example: {
    at: crateManifest,
    name: 'tide',
    registry: 'crates.io',
    owner: 'github.com/somebody/tide',
    repository: 'sailors/tide',
  },
});

export const alreadyPublished = defineFinding<{
  names: readonly string[];
  version: string;
  registry: string;
}>('SLW127', {
  title: 'a version is on its registry already',
  severity: 'warning',
  message: ({ names, version, registry }) => `${registry} has ${version} of ${some(names)}`,
  why: 'The release goes on only where the very bytes are the same; a version is never taken back.',
  remedy: () => 'If this release was not begun already, bump first: `npx nx run release:version`.',
  example: { at: crateManifest, names: ['tide'], version: '0.3.1', registry: 'crates.io' },
});

export const neverPublished = defineFinding<{ name: string }>('SLW129', {
  title: 'a crate would be published that nobody asked for',
  severity: 'error',
  message: ({ name }) =>
    `crates.io has never seen ${name}, and nothing says in writing that it is to have it`,
  why: 'The first version takes the name for good; Slipway does that only when it is told.',
  remedy: ({ name }) =>
    `Write \`publish = ["crates-io"]\` in its Cargo.toml, or "publish": ["${name}"] in the options of @slipway/nx/plugin; \`publish = false\` if it is not meant to be.`,
  example: { name: 'tide-tools' },
});
