import { frame } from '../../../src/crates-io/crate.fixture.ts';
import type { Answer } from '../answer.ts';
import { packed, upload } from './clients.ts';

const fields = 'description = "d"\nlicense = "MIT"\n';
const folder = 'slw-packed-1.0.0';
const manifest = '[package]\nname = "slw-packed"\nversion = "1.0.0"\n';
const unreadable = 'failed to parse `Cargo.toml` manifest file';

/** Frames and archives that no cargo makes. */
const frames: readonly (readonly [string, number, string, Buffer])[] = [
  ['a frame that breaks off', 400, 'invalid metadata length', Buffer.from([9, 0, 0, 0, 1])],
  [
    'a frame without version',
    400,
    'invalid upload request: missing field `vers`',
    frame(Buffer.from('{"name":"x"}'), Buffer.alloc(0)),
  ],
  ['an empty name', 400, 'crate name cannot be empty', packed({ name: '' })],
  [
    'a name that begins with a digit',
    400,
    'the name `1x` cannot be used as a crate name, the name cannot start with a digit',
    packed({ name: '1x' }),
  ],
  [
    'a name that begins with a dash',
    400,
    'invalid character `-` in crate name: `-x`, the first character must be an ASCII character',
    packed({ name: '-x' }),
  ],
  [
    'a name with a dot',
    400,
    'invalid character `.` in crate name: `a.b`, characters must be an ASCII alphanumeric characters, `-`, or `_`',
    packed({ name: 'a.b' }),
  ],
  ['a version of two numbers', 400, '"1.0" is an invalid semver version', packed({ vers: '1.0' })],
  [
    'a version of more than 150 characters',
    400,
    'the version number is too long (max 150 characters)',
    packed({ vers: `1.0.0-${'a'.repeat(150)}` }),
  ],
  [
    'an archive that is none',
    400,
    'uploaded tarball is malformed or too large when decompressed',
    frame(Buffer.from('{"name":"x","vers":"1.0.0","deps":[],"features":{}}'), Buffer.from('none')),
  ],
  [
    'a file outside of the crate’s folder',
    400,
    'invalid path found: other/Cargo.toml',
    packed({ files: [['other/Cargo.toml', manifest]] }),
  ],
  [
    'a link in the archive',
    400,
    'unexpected tar entry type',
    packed({ files: [[`${folder}/Cargo.toml`, '', '2']] }),
  ],
  [
    'an archive without manifest',
    400,
    'uploaded tarball is missing a `Cargo.toml` manifest file',
    packed({ files: [[`${folder}/lib.rs`, '']] }),
  ],
  [
    'a manifest in other letter case',
    400,
    '`cargo.toml` was found, but must be named `Cargo.toml` with that exact casing',
    packed({ files: [[`${folder}/cargo.toml`, manifest]] }),
  ],
  [
    'two manifests',
    400,
    'uploaded tarball contains more than one `Cargo.toml` manifest file',
    packed({
      files: [
        [`${folder}/Cargo.toml`, manifest],
        [`${folder}/CARGO.toml`, manifest],
      ],
    }),
  ],
  [
    'a manifest with [patch]',
    400,
    `${unreadable} crates cannot be published with \`[patch]\` tables`,
    packed({ manifest: `${fields}[patch.crates-io]\n` }),
  ],
  [
    'a manifest that inherits',
    400,
    `${unreadable} value from workspace hasn't been set`,
    packed({ manifest: 'description.workspace = true' }),
  ],
  [
    'another name in the manifest',
    400,
    'metadata name `slw-packed` does not match manifest name `x`',
    packed({ files: [[`${folder}/Cargo.toml`, '[package]\nname = "x"\nversion = "1.0.0"']] }),
  ],
  [
    'another version in the manifest',
    400,
    'metadata version `1.0.0` does not match manifest version `2.0.0`',
    packed({
      files: [[`${folder}/Cargo.toml`, '[package]\nname = "slw-packed"\nversion = "2.0.0"']],
    }),
  ],
];

export const cratesIoFrames: readonly Answer[] = frames.map(
  ([what, status, says, body]): Answer => ({
    what,
    client: 'curl',
    status,
    says,
    drive: (stage) => upload(stage, body),
  }),
);
