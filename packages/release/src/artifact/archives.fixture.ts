import { createHash } from 'node:crypto';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

export type Files = Readonly<Record<string, string>>;

/** What a test may change in a zip archive's structure. */
export interface ZipTweaks {
  readonly comment?: string;
  readonly flags?: number;
  readonly trailing?: string;
  /** Names that only the central directory has. */
  readonly centralNames?: Readonly<Record<string, string>>;
  /** Deflates what is in it, and says that each file has this many bytes; its own where it is null. */
  readonly deflated?: { readonly claimed: number | null };
}

/** Writes a zip archive that only stores, where nothing else is said. APPNOTE.TXT 4.3. */
export function zip(files: readonly (readonly [string, string])[], tweaks: ZipTweaks = {}): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const plain = Buffer.from(text);
    const content = tweaks.deflated ? deflateRawSync(plain) : plain;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x800 | (tweaks.flags ?? 0), 2);
    fields.writeUInt16LE(tweaks.deflated ? 8 : 0, 4);
    fields.writeUInt32LE(crc32(plain), 10);
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(tweaks.deflated?.claimed ?? plain.length, 18);
    const local = Buffer.concat([signature(0x04034b50), named(fields, name), Buffer.from(name)]);
    const central = tweaks.centralNames?.[name] ?? name;
    const tail = Buffer.alloc(14);
    tail.writeUInt16LE(tweaks.comment?.length ?? 0, 0);
    tail.writeUInt32LE(offset, 10);
    centrals.push(signature(0x02014b50), Buffer.from([20, 3]), named(fields, central), tail);
    centrals.push(Buffer.from(central + (tweaks.comment ?? '')));
    locals.push(local, content);
    offset += local.length + content.length;
  }
  return Buffer.concat([
    ...locals,
    ...centrals,
    end(files.length, centrals, offset),
    Buffer.from(tweaks.trailing ?? ''),
  ]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function named(fields: Buffer, name: string): Buffer {
  const copy = Buffer.from(fields);
  copy.writeUInt16LE(Buffer.byteLength(name), 22);
  return copy;
}

function end(count: number, centrals: readonly Buffer[], offset: number): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(count, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(Buffer.concat(centrals).length, 12);
  bytes.writeUInt32LE(offset, 16);
  return bytes;
}

export interface TarMember {
  readonly path: string;
  readonly text?: string;
  /** ustar's type: '0' file, '1' hard link, '2' symbolic link, '5' folder, '3' device. */
  readonly type?: string;
  readonly target?: string;
}

/** Writes a gzipped ustar archive. POSIX.1-1988. */
export function tarGz(members: readonly TarMember[]): Buffer {
  const blocks = members.flatMap(({ path, text = '', type = '0', target = '' }) => {
    const content = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(path, 0, 100);
    header.write('0000644\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0        ', 136);
    header.write(type, 156);
    header.write(target, 157, 100);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 1 });
}

/** A RECORD that is right for these files. */
export function record(files: Files, path: string): string {
  const rows = Object.entries(files).map(([name, text]) => {
    const digest = createHash('sha256').update(text).digest('base64url');
    return `${name},sha256=${digest},${Buffer.byteLength(text)}`;
  });
  return [...rows, `${path},,`, ''].join('\n');
}

/** The metadata of the package of all these tests; `extra` lines come before the body. */
export function metadata(extra: readonly string[] = [], version = '1.2.3'): string {
  const head = ['Metadata-Version: 2.4', 'Name: rocket-py', `Version: ${version}`];
  return [...head, 'License-File: LICENSE', ...extra, '', '# Rocket', ''].join('\n');
}

/** What a test may change in a wheel. A file given as null is left out. */
export interface WheelChange extends ZipTweaks {
  readonly fileName?: string;
  readonly distInfo?: string;
  readonly metadata?: string | null;
  readonly wheel?: string | null;
  /** Made from the RECORD that would be right. */
  readonly record?: (right: string) => string | null;
  readonly more?: Files;
  /** Entries that RECORD does not know. */
  readonly unlisted?: readonly (readonly [string, string])[];
  readonly license?: null;
}

export const WHEEL_NAME =
  'rocket_py-1.2.3-cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl';
const TAGS = ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'].map(
  (platform) => `Tag: cp39-abi3-${platform}`,
);

/** A wheel as maturin would write it, but for what the test changes. */
export function aWheel(change: WheelChange = {}): { bytes: Buffer; fileName: string } {
  const folder = change.distInfo ?? 'rocket_py-1.2.3.dist-info';
  const wheel = ['Wheel-Version: 1.0', 'Root-Is-Purelib: false', ...TAGS, ''].join('\n');
  const all: Record<string, string | null> = {
    'rocket_py/__init__.py': 'from .rocket_py import *\n',
    [`${folder}/METADATA`]: change.metadata === undefined ? metadata() : change.metadata,
    [`${folder}/WHEEL`]: change.wheel === undefined ? wheel : change.wheel,
    [`${folder}/licenses/LICENSE`]: change.license === null ? null : 'MIT',
    ...change.more,
  };
  const files = present(all);
  const right = record(files, `${folder}/RECORD`);
  const stated = change.record ? change.record(right) : right;
  const listed = Object.entries(
    stated === null ? files : { ...files, [`${folder}/RECORD`]: stated },
  );
  const bytes = zip([...listed, ...(change.unlisted ?? [])], change);
  return { bytes, fileName: change.fileName ?? WHEEL_NAME };
}

function present(files: Readonly<Record<string, string | null>>): Files {
  return Object.fromEntries(
    Object.entries(files).flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
  );
}

/** What a test may change in a tar archive: files replaced, left out by null, or members added. */
export interface TarChange {
  readonly fileName?: string;
  readonly folder?: string;
  readonly files?: Readonly<Record<string, string | null>>;
  readonly members?: readonly TarMember[];
}

function tarOf(
  folder: string,
  files: Readonly<Record<string, string | null>>,
  change: TarChange,
): Buffer {
  const all = Object.entries(present({ ...files, ...change.files }));
  const members = all.map(([name, text]) => ({ path: `${change.folder ?? folder}/${name}`, text }));
  return tarGz([...members, ...(change.members ?? [])]);
}

/** An sdist as maturin would write it, but for what the test changes. */
export function anSdist(change: TarChange = {}): { bytes: Buffer; fileName: string } {
  const files = { 'PKG-INFO': metadata(), 'pyproject.toml': '[project]\n', LICENSE: 'MIT' };
  const bytes = tarOf('rocket_py-1.2.3', files, change);
  return { bytes, fileName: change.fileName ?? 'rocket_py-1.2.3.tar.gz' };
}

/** A crate as cargo would write it, but for what the test changes. */
export function aCrate(change: TarChange = {}): Buffer {
  const files = {
    'Cargo.toml': '[package]\nname = "rocket"\nversion = "1.2.3"\n',
    '.cargo_vcs_info.json': '{"git":{"sha1":"abc"},"path_in_vcs":""}',
    'src/lib.rs': '',
  };
  return tarOf('rocket-1.2.3', files, change);
}
