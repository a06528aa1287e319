import { defineFinding } from '../finding.ts';

const some = (names: readonly string[]): string =>
  names.length > 4
    ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`
    : names.join(', ');

const runAgain =
  'Choose “Re-run failed jobs” at the run of the release, or dispatch it again for this tag: what is there stays as it is';

export const notPublished = defineFinding<{
  registry: string;
  package: string;
  version: string;
  missing: readonly string[];
  /** How many files there ought to be. */
  of: number;
  /** Until when the registry takes them (UTC, ISO 8601); null where it takes them for ever. */
  until: string | null;
}>('SLW410', {
  title: 'a registry lacks what was to be published',
  severity: 'error',
  message: ({ registry, package: name, version, missing, of }) =>
    `${registry} lacks ${missing.length} of ${of} files of ${name} ${version}: ${some(missing)}`,
  why: 'The release is over only when everything is where users look for it.',
  remedy: ({ registry, until }) =>
    `${runAgain}.${until === null ? '' : ` ${registry} takes files for this version until ${until}.`}`,
  example: {
    registry: 'PyPI',
    package: 'tide',
    version: '0.3.1',
    missing: ['cp39-abi3 for aarch64-apple-darwin', 'cp39-abi3 for x86_64-pc-windows-msvc'],
    of: 5,
    until: '2026-12-09 08:15 UTC',
  },
});

export const registryLags = defineFinding<{
  registry: string;
  package: string;
  version: string;
  tag: string;
  /** Its newest version there, or null. */
  newest: string | null;
}>('SLW440', {
  title: 'a registry lags behind the tag',
  severity: 'error',
  message: ({ registry, package: name, version, tag, newest }) =>
    `${registry} has nothing of ${name} ${version}, which ${tag} released; ${newest === null ? 'it has no version at all' : `its newest is ${newest}`}`,
  why: 'Users of this registry get an older version than the others, or none.',
  remedy: () => `${runAgain}.`,
  example: { registry: 'PyPI', package: 'tide', version: '0.3.1', tag: 'v0.3.1', newest: '0.3.0' },
});

export const releaseClosed = defineFinding<{
  registry: string;
  package: string;
  version: string;
  missing: readonly string[];
  /** When the first file came (UTC, ISO 8601). */
  since: string;
}>('SLW441', {
  title: 'a version takes no more files',
  severity: 'error',
  message: ({ registry, package: name, version, missing, since }) =>
    `${registry} takes no more files for ${name} ${version}, whose first one came on ${since.slice(0, 10)}; still missing: ${some(missing)}`,
  why: 'PyPI refuses new files for releases older than 14 days: this one can never be completed.',
  remedy: () =>
    'Release a new version: `npx nx run release:version --bump patch`. What is live of this one stays.',
  example: {
    registry: 'PyPI',
    package: 'tide',
    version: '0.3.1',
    missing: ['cp39-abi3 for aarch64-apple-darwin'],
    since: '2026-11-02 08:15 UTC',
  },
});

export const strangeBytes = defineFinding<{
  registry: string;
  file: string;
  found: string;
  wanted: string;
  /** What tells the digest that it ought to have. */
  source: string;
}>('SLW442', {
  title: 'a registry has other bytes than were released',
  severity: 'error',
  message: ({ registry, file, found, wanted, source }) =>
    `${registry} has ${file} with SHA-256 ${found}, but ${source} says ${wanted}`,
  why: 'Users get a file that is not the one that was built and tested for this release.',
  remedy: () =>
    'Find out who published it, and when. Until that is known withdraw the release: `npx nx run release:retreat`.',
  example: {
    registry: 'PyPI',
    file: 'tide-0.3.1.tar.gz',
    found: '9f2b9f2b9f2b9f2b9f2b9f2b9f2b9f2b9f2b9f2b9f2b9f2b9f2b9f2b9f2b9f2b',
    wanted: '03ac03ac03ac03ac03ac03ac03ac03ac03ac03ac03ac03ac03ac03ac03ac03ac',
    source: 'SHA256SUMS of v0.3.1',
  },
});

export const untaggedVersion = defineFinding<{
  registry: string;
  package: string;
  versions: readonly string[];
}>('SLW443', {
  title: 'a version is live that no tag names',
  severity: 'error',
  message: ({ registry, package: name, versions }) =>
    `${registry} has ${name} ${some(versions)}, and no tag names ${versions.length === 1 ? 'it' : 'them'}`,
  why: 'Nobody can tell which commit it was built from, and the next release may meet it.',
  remedy: () =>
    'If you published it, tag its commit (`git tag v1.2.3 COMMIT && git push origin v1.2.3`). If nobody did, revoke the tokens of the package and yank the version.',
  example: { registry: 'PyPI', package: 'tide', versions: ['0.3.2'] },
});

export const noGithubRelease = defineFinding<{ repository: string; tag: string }>('SLW444', {
  title: 'a tag has no GitHub release',
  severity: 'error',
  message: ({ repository, tag }) => `${repository} shows no release of ${tag}`,
  why: 'Notes, files and checksums of this version are nowhere to be found. A draft is shown to those alone who may write.',
  remedy: () => `${runAgain}. If there is a draft, it is gone on with.`,
  example: { repository: 'octo/tide', tag: 'v0.3.1' },
});

export const draftRelease = defineFinding<{ tag: string }>('SLW445', {
  title: 'a GitHub release was left as a draft',
  severity: 'error',
  message: ({ tag }) => `the release of ${tag} is a draft`,
  why: 'Nobody but those who may write sees it: the release stopped before its end.',
  remedy: () => `${runAgain}.`,
  example: { tag: 'v0.3.1' },
});

export const releaseWithoutAssets = defineFinding<{ tag: string }>('SLW446', {
  title: 'a GitHub release has no files',
  severity: 'error',
  message: ({ tag }) => `the release of ${tag} has no files`,
  why: 'Without SHA256SUMS nobody can compare what the registries have with what was released.',
  remedy: () =>
    `${runAgain}. A release that GitHub keeps from being changed (immutable) stays without.`,
  example: { tag: 'v0.3.1' },
});

export const withdrawnFiles = defineFinding<{
  registry: string;
  package: string;
  version: string;
  /** How many of its files. */
  count: number;
  of: number;
}>('SLW447', {
  title: 'a released version is withdrawn',
  severity: 'info',
  message: ({ registry, package: name, version, count, of }) =>
    `${registry}: ${name} ${version} is withdrawn${count === of ? '' : `, ${count} of ${of} files`}`,
  why: 'What is yanked is there, and taken by those alone who name this very version.',
  remedy: () => 'Nothing, if that was meant; else `npx nx run release:retreat --undo`.',
  example: { registry: 'PyPI', package: 'tide', version: '0.3.1', count: 2, of: 5 },
});

export const needUnmet = defineFinding<{
  name: string;
  version: string;
  need: string;
  requirement: string;
}>('SLW448', {
  title: 'a crate is live, and what it needs is not',
  severity: 'error',
  message: ({ name, version, need, requirement }) =>
    `${name} ${version} needs ${need} ${requirement}, and crates.io has no such version that is not yanked`,
  why: 'cargo finds no version to build it with: nobody can use the crate.',
  remedy: ({ need }) =>
    `Publish that version of ${need} (${runAgain.charAt(0).toLowerCase()}${runAgain.slice(1)}), or take its yank back: \`npx nx run release:retreat --undo\`.`,
  example: { name: 'tide', version: '0.3.1', need: 'tide-core', requirement: '^0.3.1' },
});

export const unnamedFile = defineFinding<{
  registry: string;
  package: string;
  version: string;
  files: readonly string[];
}>('SLW449', {
  title: 'a registry has files that the release does not name',
  severity: 'error',
  message: ({ registry, package: name, version, files }) =>
    `${registry} has files of ${name} ${version} that SHA256SUMS does not name: ${some(files)}`,
  why: 'Somebody added them beside the release: users may get them, and nobody has tested them.',
  remedy: () =>
    'Find out who uploaded them. If you did not, yank the version, and look who may publish the project.',
  example: {
    registry: 'PyPI',
    package: 'tide',
    version: '0.3.1',
    files: ['tide-0.3.1-cp313-cp313-manylinux_2_17_x86_64.whl'],
  },
});

export const githubUnseen = defineFinding<{ repository: string; detail: string }>('SLW450', {
  title: 'GitHub does not show a repository',
  severity: 'error',
  message: ({ repository, detail }) => `GitHub does not tell what ${repository} has: ${detail}`,
  why: 'Whether the release is there, and which bytes it ought to have, is not known.',
  remedy: () =>
    'Of a private repository it tells those alone who may read it: set GH_TOKEN (Contents: read), for instance `export GH_TOKEN=$(gh auth token)`.',
  example: { repository: 'octo/tide', detail: '404 Not Found' },
});

export const attestationWrong = defineFinding<{ registry: string; file: string; detail: string }>(
  'SLW451',
  {
    title: 'an attestation does not hold',
    severity: 'error',
    message: ({ registry, file, detail }) =>
      `the attestation that ${registry} has of ${file} does not hold: ${detail}`,
    why: 'It says who published which bytes: either is not what it seems.',
    remedy: () =>
      'Find out who published the file, and when. Until that is known withdraw the release: `npx nx run release:retreat`.',
    example: {
      registry: 'PyPI',
      file: 'tide-0.3.1.tar.gz',
      detail: 'a workflow of eve/tide signed it, and not one of octo/tide',
    },
  },
);

export const attestationMissing = defineFinding<{ registry: string; files: readonly string[] }>(
  'SLW452',
  {
    title: 'files have no attestation',
    severity: 'warning',
    message: ({ registry, files }) => `${registry} has no attestation of ${some(files)}`,
    why: 'Nobody but who published them can tell where they come from. An emergency release has none.',
    remedy: () =>
      'If this was no emergency, look who published them. A released file gets no attestation afterwards: the next version will have one.',
    example: { registry: 'PyPI', files: ['tide-0.3.1.tar.gz'] },
  },
);

export const nothingToVerify = defineFinding<{ state: string }>('SLW453', {
  title: 'no rehearsal is kept here',
  severity: 'error',
  message: ({ state }) => `${state} holds no registries of a rehearsal`,
  why: 'What a rehearsal has published is kept with it, and nowhere else.',
  remedy: () =>
    'Rehearse first: `npx nx run release:publish`. A public release is verified with `npx nx run release:verify:production`.',
  example: { state: '.slipway/rehearsal/state' },
});

export const issueRefused = defineFinding<{ registry: string; file: string; detail: string }>(
  'SLW454',
  {
    title: 'GitHub refused to keep the issue of a release',
    severity: 'error',
    message: ({ file, detail }) =>
      `GitHub does not let this token see or change ${file}: ${detail}`,
    why: 'Nobody is told that the release is not as it ought to be.',
    remedy: () =>
      'Give the job that runs `release:status --issue` the permission `issues: write`, and let the repository have issues (Settings → General → Features).',
    example: {
      registry: 'GitHub Releases',
      file: 'an issue',
      detail: '403 Resource not accessible by integration',
    },
  },
);

export const issueImpossible = defineFinding<{ lacks: string }>('SLW455', {
  title: 'an issue is to be kept, and nobody can say where or as whom',
  severity: 'error',
  message: ({ lacks }) => `--issue needs ${lacks}`,
  why: 'Issues are kept at GitHub, in the name of whoever has a token.',
  remedy: () =>
    'Run it in a job of GitHub Actions with GITHUB_TOKEN in its environment, as the workflow does that `nx g @slipway/nx:ci` writes.',
  example: { lacks: 'GITHUB_TOKEN or GH_TOKEN' },
});
