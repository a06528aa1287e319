import { defineFinding } from '../finding.ts';
import { builtCrate, builtWheel, pythonManifest } from './places.ts';

/** Lists at most three of many, so that a message stays a message. */
function some(items: readonly string[]): string {
  const rest = items.length - 3;
  return items.slice(0, 3).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

/** Ten names at most, and how many more there are. */
function named(files: readonly string[]): string {
  const rest = files.length - 10;
  return files.slice(0, 10).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

export const archiveUnreadable = defineFinding<{ detail: string }>('SLW220', {
  title: 'an archive cannot be read',
  severity: 'error',
  message: ({ detail }) => `the archive cannot be read: ${detail}`,
  why: 'The registry and every installer would refuse it; most often it was cut off while it was copied.',
  remedy: () => 'Build it again, or fetch it again from the job that built it.',
  example: { at: builtWheel, detail: 'End of central directory record not found' },
});

export const unsafePath = defineFinding<{ entry: string; detail: string }>('SLW221', {
  title: 'an archive holds an entry that leads out of it',
  severity: 'error',
  message: ({ entry, detail }) => `the entry ${JSON.stringify(entry)} is refused: ${detail}`,
  why: 'Unpacking it could write outside its folder, so registries and installers refuse the whole file.',
  remedy: () => 'Build it again with cargo or maturin; neither writes such an entry.',
  example: { at: builtWheel, entry: '../../etc/passwd', detail: 'it leads out of the archive' },
});

export const artifactNameDisagrees = defineFinding<{
  expected: string;
  places: string;
  got: string;
}>('SLW222', {
  title: 'an artifact carries the name of another package',
  severity: 'error',
  message: ({ expected, places, got }) =>
    `this ought to be ${expected}, but its name is ${got} in ${places}`,
  why: 'It would be uploaded to another project, or be refused there.',
  remedy: ({ expected }) => `Remove the file and build ${expected} again.`,
  example: { at: builtWheel, expected: 'tide', places: 'METADATA', got: 'tides' },
});

export const artifactVersionDisagrees = defineFinding<{
  expected: string;
  places: string;
  got: string;
}>('SLW223', {
  title: 'an artifact was built from another version',
  severity: 'error',
  message: ({ expected, places, got }) =>
    `version ${expected} is to be released, but this artifact is ${got} in ${places}`,
  why: 'The registry would refuse it, or file it under a version that nobody meant to release.',
  remedy: ({ expected }) =>
    `Build it again from the commit that states ${expected}; an older build was left in the folder.`,
  example: { at: builtWheel, expected: '0.3.1', places: 'METADATA', got: '0.3.0' },
});

export const localVersion = defineFinding<{ version: string }>('SLW224', {
  title: 'a version has a local part',
  severity: 'error',
  message: ({ version }) => `${version} has a local part (after the +)`,
  why: 'PyPI answers 400 "The use of local versions is not allowed".',
  remedy: ({ version }) => `Take the build metadata out of the version: ${version.split('+')[0]}.`,
  example: { at: builtWheel, version: '0.3.1+linux' },
});

export const fileNameInvalid = defineFinding<{ name: string; detail: string }>('SLW225', {
  title: 'a file name is not what its format demands',
  severity: 'error',
  message: ({ name, detail }) => `${name} is no valid file name here: ${detail}`,
  why: 'PyPI reads name, version and tags from the file name and refuses what it cannot read.',
  remedy: () => 'Build it again with a current maturin, and do not rename what it wrote.',
  example: { at: builtWheel, name: 'tide.whl', detail: 'it has one part and needs five' },
});

export const tagsDisagree = defineFinding<{ fileName: string; wheel: string }>('SLW226', {
  title: "a wheel's file name and its WHEEL file name different tags",
  severity: 'error',
  message: ({ fileName, wheel }) => `the file name says ${fileName}, but WHEEL says ${wheel}`,
  why: 'pip chooses by the file name, other tools by WHEEL: one of them would install a wheel that cannot run.',
  remedy: () =>
    'Build it again; change tags with `wheel tags`, which changes both, never by renaming.',
  example: {
    at: builtWheel,
    fileName: 'cp39-abi3-linux_x86_64',
    wheel: 'cp310-cp310-linux_x86_64',
  },
});

export const platformRefused = defineFinding<{ tag: string }>('SLW227', {
  title: 'a wheel is for a platform that PyPI does not take',
  severity: 'error',
  message: ({ tag }) => `PyPI takes no wheel with the platform tag ${tag}`,
  why: 'PyPI answers 400 "Binary wheel has an unsupported platform tag".',
  remedy: ({ tag }) =>
    tag.startsWith('linux_')
      ? 'Build it as manylinux or musllinux: maturin does so with `--compatibility pypi` or `--zig`.'
      : 'Build it for a platform of the list at https://packaging.python.org/specifications/platform-compatibility-tags/.',
  example: { at: builtWheel, tag: 'linux_x86_64' },
});

export const recordDisagrees = defineFinding<{ problems: readonly string[] }>('SLW228', {
  title: "a wheel's RECORD does not describe its content",
  severity: 'error',
  message: ({ problems }) => `RECORD and the content differ: ${some(problems)}`,
  why: 'Something changed the wheel after it was built. PyPI mails its owners; some installers refuse it.',
  remedy: () =>
    'Build it again; to change a wheel use `wheel unpack` and `wheel pack`, which write RECORD anew.',
  example: { at: builtWheel, problems: ['tide/__init__.py has another SHA-256'] },
});

export const licenseFileMissing = defineFinding<{ licenseFile: string; place: string }>('SLW229', {
  title: 'a licence file that the metadata names is not in the artifact',
  severity: 'error',
  message: ({ licenseFile, place }) =>
    `License-File names ${licenseFile}, but the artifact has no ${place}`,
  why: 'PyPI answers 400 "License-File does not exist in distribution file" (PEP 639).',
  remedy: ({ licenseFile }) =>
    `Put ${licenseFile} beside pyproject.toml as a regular file, or correct project.license-files.`,
  example: {
    at: builtWheel,
    licenseFile: 'LICENSE',
    place: 'tide-0.3.1.dist-info/licenses/LICENSE',
  },
});

export const artifactTooLarge = defineFinding<{ bytes: number; limit: number; registry: string }>(
  'SLW230',
  {
    title: 'an artifact is larger than its registry takes',
    severity: 'error',
    message: ({ bytes, limit, registry }) =>
      `it has ${bytes} bytes; ${registry} takes ${limit} unless it granted this package more`,
    why: 'The registry would refuse it when the rest of the release is already live.',
    remedy: ({ registry }) =>
      registry === 'crates.io'
        ? 'Leave data out with package.exclude or package.include in Cargo.toml.'
        : 'Strip debug symbols (`strip = true` in the release profile), or ask PyPI for a higher limit.',
    example: {
      at: builtCrate,
      bytes: 12_000_000,
      limit: 10_485_760,
      registry: 'crates.io',
    },
  },
);

export const requiredFileMissing = defineFinding<{ wanted: string }>('SLW231', {
  title: 'an artifact lacks a file that it must have',
  severity: 'error',
  message: ({ wanted }) => `the artifact has no ${wanted}`,
  why: 'The registry refuses an artifact without it.',
  remedy: () => 'Build it again with a current cargo or maturin.',
  example: { at: builtWheel, wanted: 'tide-0.3.1.dist-info/RECORD' },
});

export const metadataVersionUnknown = defineFinding<{ got: string; known: string }>('SLW232', {
  title: 'the metadata has a version that PyPI does not know',
  severity: 'error',
  message: ({ got, known }) => `Metadata-Version is ${got}; PyPI knows ${known}`,
  why: 'PyPI answers 400 "is not a valid metadata version".',
  remedy: () => 'Build it with a released version of maturin.',
  example: { at: builtWheel, got: '3.0', known: '1.0 to 2.5' },
});

export const folderWrong = defineFinding<{ wanted: string; got: readonly string[] }>('SLW233', {
  title: 'an archive does not have the one folder it must have',
  severity: 'error',
  message: ({ wanted, got }) =>
    `the archive must have one folder ${wanted}; it has ${got.length ? some(got) : 'none'}`,
  why: 'Registries and installers look for the metadata in that folder only.',
  remedy: () =>
    'Build it again from a clean folder, and do not repack what cargo or maturin wrote.',
  example: { at: builtWheel, wanted: 'tide-0.3.1', got: ['tide'] },
});

export const crateDirty = defineFinding<{ sha: string | null; files: readonly string[] }>(
  'SLW234',
  {
    title: 'a crate was packaged from files that are not committed',
    severity: 'warning',
    message: ({ sha, files }) =>
      `.cargo_vcs_info.json says that it was changed since ${sha ?? 'its commit'}${files.length > 0 ? `; packed as they are on disk: ${named(files)}` : ''}`,
    why: 'Nobody can find the source of this crate in the repository.',
    remedy: () =>
      'Commit the changes and package it again; `git status` lists them. Public destinations refuse until then.',
    example: {
      at: builtCrate,
      sha: 'a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4',
      files: ['src/lib.rs'],
    },
  },
);

export const metadataRefused = defineFinding<{ field: string; detail: string }>('SLW235', {
  title: 'PyPI would refuse a field of the metadata',
  severity: 'error',
  message: ({ field, detail }) => `${field}: ${detail}`,
  why: 'PyPI checks the metadata of every upload and answers 400 to this.',
  remedy: ({ field }) =>
    `Correct what becomes ${field} in pyproject.toml or Cargo.toml, and build again.`,
  example: { at: builtWheel, field: 'Summary', detail: 'it is longer than 512 characters' },
});

export const crateManifestUnreadable = defineFinding<{ detail: string }>('SLW236', {
  title: "a crate's Cargo.toml cannot be read",
  severity: 'error',
  message: ({ detail }) => `the packaged Cargo.toml cannot be read: ${detail}`,
  why: 'crates.io takes all metadata from it and answers 400 "failed to parse Cargo.toml manifest file".',
  remedy: () => 'Package it again with `cargo package`.',
  example: {
    at: builtCrate,
    detail: 'no Cargo.toml in it',
  },
});

export const tagOfOtherPlatform = defineFinding<{ tags: readonly string[]; target: string }>(
  'SLW237',
  {
    title: 'a wheel is tagged for another platform than it was built for',
    severity: 'error',
    message: ({ tags, target }) => `it was built for ${target}, and is tagged ${tags.join('.')}`,
    why: 'pip would give it to machines that cannot load it, and not to those it was built for.',
    remedy: ({ target }) =>
      `Build it again for ${target}; see that nothing in pyproject.toml or the environment names another target.`,
    example: {
      at: {
        file: 'dist/wheels/tide/aarch64-unknown-linux-gnu/tide-1.0.0-cp39-abi3-manylinux2014_x86_64.whl',
        line: null,
      },
      tags: ['manylinux2014_x86_64'],
      target: 'aarch64-unknown-linux-gnu',
    },
  },
);

export const codeOfOtherMachine = defineFinding<{
  library: string;
  wanted: readonly string[];
  got: readonly string[];
}>('SLW238', {
  title: 'a wheel holds machine code of another platform',
  severity: 'error',
  message: ({ library, wanted, got }) =>
    `its tag promises code for ${wanted.join(' and ')}, but ${library} is for ${got.join(' and ')}`,
  why: 'It installs and cannot be imported; neither pip nor PyPI looks inside.',
  remedy: () =>
    'Build it with the target of its platform (`maturin build --target …`), and do not rename wheels.',
  example: {
    at: {
      file: 'dist/wheels/tide/aarch64-unknown-linux-gnu/tide-1.0.0-cp39-abi3-manylinux2014_aarch64.whl',
      line: null,
    },
    library: 'tide/_native.abi3.so',
    wanted: ['aarch64'],
    got: ['x86_64'],
  },
});

export const wheelsCollide = defineFinding<{ tag: string; files: readonly string[] }>('SLW239', {
  title: 'two wheels of a package are for the same installations',
  severity: 'error',
  message: ({ tag, files }) => `${files.join(' and ')} are both for ${tag}`,
  why: 'PyPI takes one file of a name, and pip takes whichever of two: half of the users would get what nobody tested.',
  remedy: () =>
    'Take one of the platforms out of the options, or give them different policies (`manylinux`).',
  example: {
    at: pythonManifest,
    tag: 'cp39-abi3-win_amd64',
    files: ['tide-1.0.0-cp39-abi3-win_amd64.whl', 'tide-1.0.0-cp39-abi3-win_amd64.whl'],
  },
});

export const unknownFilesPacked = defineFinding<{ name: string; files: readonly string[] }>(
  'SLW245',
  {
    title: 'a package holds files that git does not know',
    severity: 'error',
    message: ({ name, files }) =>
      `${files.length} ${files.length === 1 ? 'file' : 'files'} in ${name} ${files.length === 1 ? 'is' : 'are'} not in git: ${named(files)}`,
    why: 'A clean checkout of this commit has none of them: they came from the machine that packed it, as node_modules does where a pattern of `include` has no slash in front.',
    remedy: () =>
      'Pack it with Slipway (`build` takes what git knows) and with patterns like `/README.md` and `/src/**`. Commit what belongs to it; name what is generated in the option `packUntracked` in nx.json.',
    example: {
      at: builtCrate,
      name: 'tide',
      files: ['node_modules/nx/README.md', 'node_modules/nx/src/index.js'],
    },
  },
);

export const toolFilesPacked = defineFinding<{
  name: string;
  files: readonly string[];
  /** What can leave them out: a table of a manifest. */
  table: string;
}>('SLW246', {
  title: 'a package holds files that only npm and Nx need',
  severity: 'warning',
  message: ({ name, files }) => `${name} holds what only npm and Nx need: ${files.join(', ')}`,
  why: 'Every user downloads them; a lock file of npm alone may double a small package.',
  remedy: ({ files, table }) =>
    `Write into ${table}: exclude = [${files.map((file) => `"/${file}"`).join(', ')}]. One that belongs there is named in \`include\`.`,
  example: {
    at: { file: 'Cargo.toml', line: 2 },
    name: 'tide',
    files: ['nx.json', 'package-lock.json', 'package.json'],
    table: '[package] of Cargo.toml',
  },
});

export const foreignFilesInWheel = defineFinding<{ name: string; files: readonly string[] }>(
  'SLW247',
  {
    title: 'a wheel holds what npm, Nx or Slipway made',
    severity: 'error',
    message: ({ name, files }) =>
      `${files.length} ${files.length === 1 ? 'file' : 'files'} in the wheel of ${name} would be installed beside it: ${named(files)}`,
    why: 'pip would put them into the site-packages of every user, where all packages share one folder.',
    remedy: () =>
      'Let the patterns of `include` in [tool.maturin] begin with the folder of the package: "tide/**/*", not "**/*".',
    example: { at: builtWheel, name: 'tide', files: ['node_modules/nx/nx.js'] },
  },
);

export const grownPackage = defineFinding<{
  name: string;
  before: { readonly version: string; readonly bytes: number; readonly files: number };
  now: { readonly bytes: number; readonly files: number };
  /** Largest first. */
  added: readonly string[];
}>('SLW248', {
  title: 'a package has more than twice the size of its last version',
  severity: 'warning',
  message: ({ name, before, now, added }) =>
    `${name} has ${kib(now.bytes)} KiB in ${now.files} files; ${before.version} had ${kib(before.bytes)} in ${before.files}${added.length > 0 ? `. New: ${named(added)}` : ''}`,
  why: 'A published file can never be made smaller; most often something was packed that no user needs.',
  remedy: () =>
    'Look through the new files. What does not belong there: `exclude` in [package] of Cargo.toml, or in [tool.maturin].',
  example: {
    at: builtCrate,
    name: 'tide',
    before: { version: '0.3.0', bytes: 29_594, files: 41 },
    now: { bytes: 88_675, files: 44 },
    added: ['assets/tides.bin', 'src/coast.rs'],
  },
});

const kib = (bytes: number): string => (bytes / 1024).toFixed(1);
