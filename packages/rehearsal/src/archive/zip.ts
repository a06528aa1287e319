import { inflateRawSync } from 'node:zlib';

/**
 * A zip archive read in both ways at once: from its start, record by record, and by its central
 * directory. PyPI takes only those for which both give the same files. APPNOTE.TXT 4.3.
 */
export interface Zip {
  readonly names: readonly string[];
  readonly packed: number;
  readonly unpacked: number;
  /** Content of a file, or null when it is not there. */
  read(name: string): Buffer | null;
}

/** A reason in PyPI's words. */
export class ZipProblem extends Error {}

interface Member {
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Where its bytes begin. */
  readonly at: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const FULL = 0xffffffff;

interface Walk {
  readonly locals: Map<string, Member>;
  readonly centrals: Map<string, { packed: number; unpacked: number }>;
  centralStart: number;
  centralEnd: number;
  end64: { records: number; size: number; offset: number } | null;
}

/** Throws a ZipProblem. */
export function openZip(bytes: Buffer): Zip {
  if (bytes.length < 22 || bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1') === -1) {
    throw new ZipProblem('File is not a zipfile');
  }
  let walk: Walk;
  try {
    walk = walkRecords(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new ZipProblem('Malformed zip file');
    throw error;
  }
  compare(walk);
  const members = [...walk.locals.values()];
  return {
    names: [...walk.locals.keys()],
    packed: members.reduce((sum, { packed }) => sum + packed, 0),
    unpacked: members.reduce((sum, { unpacked }) => sum + unpacked, 0),
    read(name) {
      const member = walk.locals.get(name);
      return member ? unpack(bytes, member) : null;
    },
  };
}

function walkRecords(bytes: Buffer): Walk {
  const walk: Walk = {
    locals: new Map(),
    centrals: new Map(),
    centralStart: -1,
    centralEnd: -1,
    end64: null,
  };
  for (let at = 0; ;) {
    const signature = bytes.readUInt32LE(at);
    if (signature === LOCAL) at = readLocal(bytes, at, walk);
    else if (signature === CENTRAL) at = readCentral(bytes, at, walk);
    else if (signature === END64) at = readEnd64(bytes, at, walk);
    else if (signature === LOCATOR64) at += 20;
    else if (signature === END) {
      readEnd(bytes, at, walk);
      return walk;
    } else throw new ZipProblem('Unknown record signature');
  }
}

function readLocal(bytes: Buffer, at: number, walk: Walk): number {
  if (bytes.readUInt16LE(at + 6) & 0x08) throw new ZipProblem('ZIP contains a data descriptor');
  const nameEnd = at + 30 + bytes.readUInt16LE(at + 26);
  const dataAt = nameEnd + bytes.readUInt16LE(at + 28);
  const extra = wideSizes(bytes.subarray(nameEnd, dataAt));
  const unpacked = bytes.readUInt32LE(at + 22);
  const packed = bytes.readUInt32LE(at + 18);
  const member = {
    method: bytes.readUInt16LE(at + 8),
    packed: packed === FULL ? (extra[1] ?? FULL) : packed,
    unpacked: unpacked === FULL ? (extra[0] ?? FULL) : unpacked,
    at: dataAt,
  };
  const name = readName(bytes.subarray(at + 30, nameEnd));
  if (walk.locals.has(name)) throw new ZipProblem('Duplicate filename in local headers');
  walk.locals.set(name, member);
  return dataAt + member.packed;
}

function readCentral(bytes: Buffer, at: number, walk: Walk): number {
  if (bytes.readUInt16LE(at + 32) !== 0) throw new ZipProblem('Comment in central directory');
  const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
  const next = nameEnd + bytes.readUInt16LE(at + 30);
  const name = readName(bytes.subarray(at + 46, nameEnd));
  const wide = wideSizes(bytes.subarray(nameEnd, next));
  const [packed, unpacked] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
  if (walk.centrals.has(name)) throw new ZipProblem('Duplicate filename in central directory');
  walk.centrals.set(name, {
    unpacked: unpacked === FULL ? (wide[0] ?? FULL) : unpacked,
    packed: packed === FULL ? (wide[unpacked === FULL ? 1 : 0] ?? FULL) : packed,
  });
  if (walk.centralStart === -1) walk.centralStart = at;
  walk.centralEnd = next;
  return next;
}

/** The two 64-bit sizes of extra field 1, where it has them. */
function wideSizes(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const length = Math.min(extra.readUInt16LE(at + 2), extra.length - at - 4);
    return Array.from({ length: Math.floor(length / 8) }, (_, index) =>
      Number(extra.readBigUInt64LE(at + 4 + index * 8)),
    );
  }
  return [];
}

function readEnd64(bytes: Buffer, at: number, walk: Walk): number {
  const size = Number(bytes.readBigUInt64LE(at + 4));
  if (size !== 44) throw new ZipProblem('ZIP64 extensible data not allowed');
  walk.end64 = {
    records: Number(bytes.readBigUInt64LE(at + 32)),
    size: Number(bytes.readBigUInt64LE(at + 40)),
    offset: Number(bytes.readBigUInt64LE(at + 48)),
  };
  return at + 56;
}

function readEnd(bytes: Buffer, at: number, walk: Walk): void {
  const said = walk.end64 ?? {
    records: bytes.readUInt16LE(at + 10),
    size: bytes.readUInt32LE(at + 12),
    offset: bytes.readUInt32LE(at + 16),
  };
  const start = walk.centralStart === -1 ? at : walk.centralStart;
  const size = walk.centralStart === -1 ? 0 : walk.centralEnd - walk.centralStart;
  if (said.records !== walk.centrals.size)
    throw new ZipProblem('Mismatched central directory records');
  if (said.offset !== start) throw new ZipProblem('Mismatched central directory offset');
  if (said.size !== size) throw new ZipProblem('Mismatched central directory size');
  if (at + 22 + bytes.readUInt16LE(at + 20) !== bytes.length) throw new ZipProblem('Trailing data');
}

function readName(raw: Buffer): string {
  if (raw.some((byte) => byte < 0x20 || byte === 0x7f))
    throw new ZipProblem('Invalid character in filename');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    throw new ZipProblem('Filename not unicode');
  }
}

function compare({ locals, centrals }: Walk): void {
  for (const [name, local] of locals) {
    const central = centrals.get(name);
    if (!central) throw new ZipProblem('Filename not in central directory');
    if (central.packed !== local.packed) throw new ZipProblem('Mis-matched data size');
    if (central.unpacked !== local.unpacked) throw new ZipProblem('Mis-matched file size');
    if (local.method !== 0 && local.method !== 8) {
      throw new ZipProblem('File does not use a supported compression type');
    }
  }
  if (locals.size !== centrals.size) throw new ZipProblem('Missing filename in local headers');
}

function unpack(bytes: Buffer, { method, packed, unpacked, at }: Member): Buffer {
  const content = bytes.subarray(at, at + packed);
  if (method === 0) return content;
  try {
    return inflateRawSync(content, { maxOutputLength: unpacked || 1 });
  } catch {
    throw new ZipProblem('Malformed zip file');
  }
}
