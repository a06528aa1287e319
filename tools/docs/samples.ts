import { ciSamples } from './ci-samples.ts';
import { doctorSamples } from './doctor-samples.ts';
import { afterSamples } from './after-samples.ts';
import { retreatSamples } from './retreat-samples.ts';
import { credentialSamples } from './credential-samples.ts';
import { reachSamples } from './reach-samples.ts';
import { sample } from './sample.ts';
import { wheelSamples } from './wheel-samples.ts';
import { ofLogs, ofMisconfigurations } from './derived-samples.ts';
import * as finding from '../../packages/release/src/finding/index.ts';
import type { Finding, Location } from '../../packages/release/src/finding/index.ts';

const cargo: Location = { file: 'crates/tide/Cargo.toml', line: 3 };
const python: Location = { file: 'python/pyproject.toml', line: 7 };
const wheel: Location = {
  file: 'dist/wheels/tide/x86_64-unknown-linux-gnu/tide-0.3.1-cp39-abi3-manylinux2014_x86_64.whl',
  line: null,
};
const { nowhere } = finding;
const a = 'a1b2c3d4'.repeat(8);
const b = '0f9e8d7c'.repeat(8);

/** One example of every finding, as its page in docs/findings shows it. A test wants each code here. */
export const samples: readonly Finding[] = [
  sample(finding.toolMissing, nowhere, {
    tool: 'cargo',
    neededFor: 'building and publishing crates',
    install: 'Install Rust with rustup, and open a new shell so that cargo is in PATH.',
  }),
  sample(finding.nodeTooOld, nowhere, { version: '20.20.2', needed: '22.18 or newer' }),
  sample(finding.notARepository, nowhere, { directory: 'tide' }),
  sample(finding.thirdPartyUnreachable, nowhere, {
    what: 'a third-party package',
    detail: 'Could not resolve host: index.example',
  }),
  sample(finding.unwritable, nowhere, {
    file: 'README.md/report.json',
    detail: 'EEXIST: file already exists',
  }),
  sample(
    finding.unknownOption,
    { file: 'nx.json', line: 5 },
    {
      option: 'platfroms',
      known: ['platforms', 'interpreters'],
    },
  ),
  sample(
    finding.unknownName,
    { file: 'nx.json', line: 6 },
    {
      option: 'publish',
      name: 'tide-coer',
      known: ['tide', 'tide-core'],
    },
  ),
  sample(finding.wrongOptions, nowhere, { option: 'platforms', wanted: 'a list of texts' }),
  sample(finding.internal, nowhere, { detail: 'Cannot read properties of undefined' }),
  sample(finding.brokenToml, cargo, {
    file: 'crates/tide/Cargo.toml',
    detail: 'incomplete key-value',
  }),
  sample(finding.versionsDisagree, python, {
    name: 'tide',
    version: '0.3.1',
    otherName: 'tide (Python)',
    otherVersion: '0.3.0',
    otherFile: 'python/pyproject.toml',
  }),
  sample(
    finding.lockDisagrees,
    { file: 'Cargo.lock', line: 12 },
    {
      name: 'tide',
      version: '0.3.1',
      locked: '0.3.0',
      lockFile: 'Cargo.lock',
      directory: '',
    },
  ),
  sample(finding.requirementRefuses, cargo, {
    name: 'tide',
    dependency: 'tide-core',
    requirement: '=0.3.0',
    version: '0.3.1',
  }),
  sample(finding.tagDisagrees, nowhere, { tag: 'v0.3.2', tagVersion: '0.3.2', versions: '0.3.1' }),
  sample(finding.versionUnmappable, cargo, {
    version: '0.4.0-nightly.1',
    registry: 'PyPI',
    reason: '"nightly" is no pre-release of PEP 440',
    nearest: '0.4.0-alpha.1',
  }),
  sample(finding.missingMetadata, cargo, { name: 'tide', fields: 'description' }),
  sample(finding.pathWithoutVersion, cargo, { name: 'tide', dependency: 'tide-core' }),
  sample(finding.dependencyCycle, cargo, { cycle: 'tide → tide-core → tide' }),
  sample(finding.invalidVersion, cargo, { name: 'tide', version: '1.0', standard: 'SemVer' }),
  sample(finding.manifestMissing, python, {
    wanted: 'rust/Cargo.toml',
    from: 'python/pyproject.toml',
  }),
  sample(finding.nothingToRelease, nowhere, {}),
  sample(finding.manifestIncomplete, cargo, {
    file: 'crates/tide/Cargo.toml',
    field: 'package.name',
  }),
  sample(finding.historyCutOff, nowhere, { since: 'v0.3.0', shallow: true }),
  sample(
    finding.placeUnreadable,
    { file: 'docs/install.md', line: null },
    { file: 'docs/install.md', problem: 'tide==(.*) matches nothing' },
  ),
  sample(
    finding.placeDisagrees,
    { file: 'CITATION.cff', line: 4 },
    { file: 'CITATION.cff', stated: '0.2.9', name: 'tide', version: '0.3.0' },
  ),
  sample(
    finding.inheritedApart,
    { file: 'Cargo.toml', line: 5 },
    {
      name: 'tide',
      version: '0.4.0',
      otherName: 'tide-core',
      otherVersion: '0.3.1',
      file: 'Cargo.toml',
    },
  ),
  sample(finding.requirementStuck, cargo, {
    dependency: 'tide-core',
    requirement: '>=0.3, <0.4',
    version: '0.4.0',
  }),
  sample(finding.testsFailed, cargo, {
    name: 'tide',
    command: 'cargo test -p tide',
    detail: 'test prices ... FAILED',
  }),
  sample(finding.packagingFailed, cargo, {
    name: 'tide',
    command: 'cargo package -p tide',
    detail: 'error: readme `README.md` does not appear to exist',
  }),
  sample(finding.importFails, python, {
    name: 'tide',
    module: 'tide._native',
    detail: "ModuleNotFoundError: No module named 'tide._native'",
  }),
  sample(finding.artifactMissing, nowhere, {
    file: 'dist/wheels/tide/aarch64-apple-darwin',
    target: 'tide:build-wheels--aarch64-apple-darwin',
  }),
  sample(finding.artifactChanged, wheel, { file: 'tide-0.3.1.crate', built: a, now: b }),
  sample(finding.noTests, python, { name: 'tide' }),
  sample(finding.untrackedFiles, cargo, { name: 'tide', files: ['notes.txt'] }),
  sample(finding.notPacked, cargo, { name: 'tide', manifest: 'crates/tide/Cargo.toml' }),
  sample(
    finding.neverPacked,
    { file: 'nx.json', line: 7 },
    { pattern: 'node_modules/tide-data/**' },
  ),
  sample(
    finding.unknownFilesPacked,
    { file: 'dist/crates/tide/tide-0.3.1.crate', line: null },
    {
      name: 'tide',
      files: ['node_modules/nx/README.md', 'node_modules/nx/src/index.js'],
    },
  ),
  sample(
    finding.toolFilesPacked,
    { file: 'Cargo.toml', line: 2 },
    {
      name: 'tide',
      files: ['nx.json', 'package-lock.json', 'package.json'],
      table: '[package] of Cargo.toml',
    },
  ),
  sample(finding.foreignFilesInWheel, wheel, { name: 'tide', files: ['node_modules/nx/nx.js'] }),
  sample(
    finding.grownPackage,
    { file: 'dist/crates/tide/tide-0.3.1.crate', line: null },
    {
      name: 'tide',
      before: { version: '0.3.0', bytes: 29_594, files: 41 },
      now: { bytes: 88_675, files: 44 },
      added: ['assets/tides.bin', 'src/coast.rs'],
    },
  ),
  sample(finding.platformNotHere, nowhere, {
    target: 'aarch64-apple-darwin',
    host: 'x86_64-unknown-linux-gnu',
  }),
  sample(finding.toolInstallFailed, nowhere, {
    tools: 'maturin, ziglang, uv, pytest',
    detail: 'ERROR: No matching distribution found for maturin',
  }),
  sample(finding.archiveUnreadable, wheel, { detail: 'End of central directory record not found' }),
  sample(finding.unsafePath, wheel, {
    entry: '../../etc/passwd',
    detail: 'it leads out of the archive',
  }),
  sample(finding.artifactNameDisagrees, wheel, {
    expected: 'tide',
    places: 'METADATA',
    got: 'tides',
  }),
  sample(finding.artifactVersionDisagrees, wheel, {
    expected: '0.3.1',
    places: 'METADATA',
    got: '0.3.0',
  }),
  sample(finding.localVersion, wheel, { version: '0.3.1+linux' }),
  sample(finding.fileNameInvalid, wheel, {
    name: 'tide.whl',
    detail: 'it has one part and needs five',
  }),
  sample(finding.tagsDisagree, wheel, {
    fileName: 'cp39-abi3-linux_x86_64',
    wheel: 'cp310-cp310-linux_x86_64',
  }),
  sample(finding.platformRefused, wheel, { tag: 'linux_x86_64' }),
  sample(finding.recordDisagrees, wheel, { problems: ['tide/__init__.py has another SHA-256'] }),
  sample(finding.licenseFileMissing, wheel, {
    licenseFile: 'LICENSE',
    place: 'tide-0.3.1.dist-info/licenses/LICENSE',
  }),
  sample(
    finding.artifactTooLarge,
    { file: 'dist/crates/tide/tide-0.3.1.crate', line: null },
    {
      bytes: 12_000_000,
      limit: 10_485_760,
      registry: 'crates.io',
    },
  ),
  sample(finding.requiredFileMissing, wheel, { wanted: 'tide-0.3.1.dist-info/RECORD' }),
  sample(finding.metadataVersionUnknown, wheel, { got: '3.0', known: '1.0 to 2.5' }),
  sample(finding.folderWrong, wheel, { wanted: 'tide-0.3.1', got: ['tide'] }),
  sample(
    finding.crateDirty,
    { file: 'dist/crates/tide/tide-0.3.1.crate', line: null },
    { sha: a.slice(0, 40), files: ['src/lib.rs'] },
  ),
  sample(finding.metadataRefused, wheel, {
    field: 'Summary',
    detail: 'it is longer than 512 characters',
  }),
  sample(
    finding.crateManifestUnreadable,
    { file: 'dist/crates/tide/tide-0.3.1.crate', line: null },
    {
      detail: 'no Cargo.toml in it',
    },
  ),
  sample(finding.noIdentity, nowhere, { destination: 'production' }),
  sample(finding.exchangeRefused, nowhere, {
    registry: 'crates.io',
    status: 400,
    detail:
      'The Trusted Publishing config for repository `octo/tide` does not match the workflow filename `ci.yml` in the JWT. Expected workflow filenames: `publish.yml`',
    claims:
      'repository octo/tide, workflow octo/tide/.github/workflows/ci.yml@refs/tags/v0.3.1, environment release, event push',
  }),
  sample(finding.identityRefused, nowhere, {
    status: 401,
    audience: 'pypi',
    detail: 'Unauthorized',
  }),
  sample(finding.alreadyTagged, cargo, {
    version: '0.3.0',
    tag: 'v0.3.0',
    packages: ['tide'],
    commits: 5,
    reachable: true,
  }),
  sample(finding.optInNeeded, cargo, { names: ['tide-python'], example: 'tide-python' }),
  sample(finding.unpublishedDependency, cargo, { name: 'tide', dependency: 'tide-internal' }),
  sample(finding.patchedDependency, { file: 'Cargo.toml', line: 20 }, { names: 'serde' }),
  sample(finding.versionOrder, cargo, { version: '0.4.0-dev.1', pypi: '0.4.0.dev1' }),
  sample(finding.notMaturin, python, { names: ['tide-tools'], backend: 'hatchling.build' }),
  sample(finding.prereleaseRefused, nowhere, {
    asked: '0.4.0-nightly.1',
    reason: '-nightly.1 is no pre-release of PEP 440',
    nearest: '0.4.0-alpha.1',
  }),
  sample(finding.versionGoesBack, cargo, { name: 'tide', from: '0.3.1', to: '0.3.0', tag: null }),
  sample(finding.releaseTagExists, nowhere, { tag: 'v0.3.1' }),
  sample(finding.commitRefused, nowhere, {
    command: 'git commit',
    detail: 'Author identity unknown',
    left: ['git commit -m "chore(release): 0.3.1" -- Cargo.toml', 'git tag -a v0.3.1 -m v0.3.1'],
  }),
  sample(finding.nameRefused, cargo, {
    name: '1tide',
    registry: 'crates.io',
    reason: 'it does not begin with a letter',
  }),
  sample(finding.sameName, cargo, {
    name: 'tide',
    registry: 'crates.io',
    manifests: ['a/Cargo.toml', 'b/Cargo.toml'],
  }),
  sample(finding.optionsContradict, nowhere, { options: ['--to', '--bump'] }),
  sample(
    finding.notToBeWritten,
    { file: 'CHANGELOG.md', line: null },
    {
      file: 'CHANGELOG.md',
      problem: 'leads out of this repository',
    },
  ),
  sample(finding.stagedChanges, nowhere, { files: 'Cargo.toml' }),
  sample(finding.neverPublished, nowhere, { name: 'tide-tools' }),
  sample(finding.noSuchPackage, nowhere, { name: 'tied', known: ['tide', 'tide-core'] }),
  sample(finding.notUtf8, { file: 'CHANGELOG.md', line: null }, { file: 'CHANGELOG.md' }),
  sample(finding.leftAside, nowhere, { files: ['examples/simple/Cargo.toml'] }),
  sample(finding.buildMetadata, cargo, {
    name: 'tide-sys',
    version: '1.0.0+3.5',
    nearest: '1.0.0',
  }),
  sample(finding.foreignName, cargo, {
    name: 'tide',
    registry: 'crates.io',
    owner: 'github.com/somebody/tide',
    repository: 'sailors/tide',
  }),
  sample(finding.alreadyPublished, cargo, {
    names: ['tide'],
    version: '0.3.1',
    registry: 'crates.io',
  }),
  sample(finding.registryUnreachable, nowhere, {
    registry: 'PyPI',
    url: 'http://127.0.0.1:3141',
    detail: 'connect ECONNREFUSED 127.0.0.1:3141',
  }),
  sample(finding.otherBytes, wheel, {
    registry: 'PyPI',
    file: 'tide-0.3.1.tar.gz',
    local: a,
    remote: b,
  }),
  sample(finding.uploadRefused, cargo, {
    registry: 'crates.io',
    file: 'tide-0.3.1.crate',
    detail: "this crate exists but you don't seem to be an owner",
    remedy: 'The name belongs to somebody else: rename the crate, or be invited as an owner.',
  }),
  sample(finding.notVisible, nowhere, {
    registry: 'crates.io',
    file: 'tide-0.3.1.crate',
    seconds: 300,
  }),
  sample(finding.registryAnswered, nowhere, {
    registry: 'PyPI',
    url: 'http://127.0.0.1:3141/simple/tide/',
    status: 503,
    detail: 'not an answer of the simple API',
  }),
  sample(finding.notAttested, wheel, {
    service: 'Fulcio',
    url: 'https://fulcio.sigstore.dev',
    registry: 'PyPI',
    file: 'tide-0.3.1-cp39-abi3-manylinux2014_x86_64.whl',
    detail: '(502) Bad Gateway',
  }),
  sample(finding.installFails, nowhere, {
    registry: 'PyPI',
    name: 'tide==0.3.1',
    detail: 'ERROR: No matching distribution found for tide==0.3.1',
  }),
  sample(finding.portInUse, nowhere, { port: 4873 }),
  sample(finding.noTag, nowhere, { destination: 'production', expected: 'v0.3.1' }),
  sample(finding.cachedRelease, nowhere, {
    destination: 'production',
    variable: 'NX_SELF_HOSTED_REMOTE_CACHE_SERVER',
  }),
  sample(finding.dirtyTree, nowhere, { destination: 'production', files: 'Cargo.lock' }),
  sample(finding.rehearsalBusy, nowhere, {
    what: 'a rehearsal',
    pid: 4711,
    address: 'http://127.0.0.1:43349/_rehearsal',
  }),
  sample(finding.rehearsalGone, nowhere, { detail: 'nobody announced them' }),
  sample(finding.stageFailed, nowhere, { target: 'tide:build' }),
  sample(finding.faultUnknown, nowhere, {
    detail: 'the fault "flood@PUT /x" is not understood: there is no flood.',
  }),
  sample(finding.faultElsewhere, nowhere, { destination: 'production' }),
  sample(finding.diskIsFull, nowhere, { file: 'dist/release/report.json', detail: 'ENOSPC' }),
  ...wheelSamples,
  ...reachSamples,
  ...credentialSamples,
  ...ciSamples,
  ...doctorSamples,
  ...retreatSamples,
  ...afterSamples,
  ...(await ofMisconfigurations()),
  ...ofLogs(),
];
