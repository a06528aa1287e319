/**
 * PyPI takes a zip archive only when reading it from its start and reading it by its central
 * directory give the same files (its page "archives"; protocols of 2026). APPNOTE.TXT 4.3.
 */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const ZIP64_SIZE = 0xffffffff;
const HAS_DATA_DESCRIPTOR = 0x08;

interface Header {
  readonly name: string;
  readonly packed: number;
  readonly unpacked: number;
  /** Where the next record begins. */
  readonly next: number;
}

/** Thrown within this file only, with the words of PyPI's answer. */
class Refused extends Error {}

function localHeader(view: DataView, bytes: Uint8Array, at: number): Header {
  if (view.getUint16(at + 6, true) & HAS_DATA_DESCRIPTOR) {
    throw new Refused('ZIP contains a data descriptor');
  }
  const packed = view.getUint32(at + 18, true);
  const nameEnd = at + 30 + view.getUint16(at + 26, true);
  return {
    name: Buffer.from(bytes.subarray(at + 30, nameEnd)).toString('latin1'),
    packed,
    unpacked: view.getUint32(at + 22, true),
    next: nameEnd + view.getUint16(at + 28, true) + packed,
  };
}

function centralHeader(view: DataView, bytes: Uint8Array, at: number): Header {
  if (view.getUint16(at + 32, true) !== 0) throw new Refused('Comment in central directory');
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  return {
    name: Buffer.from(bytes.subarray(at + 46, nameEnd)).toString('latin1'),
    packed: view.getUint32(at + 20, true),
    unpacked: view.getUint32(at + 24, true),
    next: nameEnd + view.getUint16(at + 30, true),
  };
}

function add(headers: Map<string, Header>, header: Header, where: string): number {
  if (headers.has(header.name)) throw new Refused(`Duplicate filename in ${where}`);
  headers.set(header.name, header);
  return header.next;
}

function compare(locals: Map<string, Header>, centrals: Map<string, Header>): void {
  for (const [name, local] of locals) {
    const central = centrals.get(name);
    if (central === undefined) throw new Refused('Filename not in central directory');
    if (central.packed !== local.packed) throw new Refused('Mis-matched data size');
    if (central.unpacked !== local.unpacked) throw new Refused('Mis-matched file size');
  }
  if (locals.size !== centrals.size) throw new Refused('Missing filename in local headers');
}

function walk(bytes: Uint8Array, entryCount: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const locals = new Map<string, Header>();
  const centrals = new Map<string, Header>();
  let at = 0;
  for (; view.getUint32(at, true) === LOCAL;) {
    at = add(locals, localHeader(view, bytes, at), 'local headers');
  }
  for (; view.getUint32(at, true) === CENTRAL;) {
    at = add(centrals, centralHeader(view, bytes, at), 'central directory');
  }
  if (view.getUint32(at, true) !== END) throw new Refused('Unknown record signature');
  compare(locals, centrals);
  if (centrals.size !== entryCount) throw new Refused('Mismatched central directory records');
  if (at + 22 + view.getUint16(at + 20, true) !== bytes.byteLength)
    throw new Refused('Trailing data');
}

/** True for the few archives with sizes beyond 4 GiB, or written as if; their walk is another one. */
function isZip64(bytes: Uint8Array): boolean {
  const end = bytes.byteLength - 22;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (
    end >= 20 &&
    (view.getUint32(end + 16, true) === ZIP64_SIZE || view.getUint32(end - 20, true) === 0x07064b50)
  );
}

/** What PyPI would say against the structure of a zip archive, or null. Any bytes may be given. */
export function zipProblem(bytes: Uint8Array, entryCount: number): string | null {
  try {
    if (bytes.byteLength >= 42 && isZip64(bytes)) return null;
    walk(bytes, entryCount);
    return null;
  } catch (error) {
    if (error instanceof Refused) return `ZIP archive not accepted: ${error.message}`;
    if (error instanceof RangeError) return 'ZIP archive not accepted: Malformed zip file';
    throw error;
  }
}
