import { createHash } from 'node:crypto';

/** The tree of a transparency log (RFC 6962, section 2.1): its leaves by their hashes. */
export type Leaves = readonly Buffer[];

export function leafHash(entry: Buffer): Buffer {
  return hash(Buffer.from([0]), entry);
}

export function rootOf(leaves: Leaves): Buffer {
  const [only] = leaves;
  if (only && leaves.length === 1) return only;
  const at = split(leaves);
  return hash(Buffer.from([1]), rootOf(leaves.slice(0, at)), rootOf(leaves.slice(at)));
}

/** The hashes that lead from a leaf to the root. */
export function pathOf(index: number, leaves: Leaves): Buffer[] {
  if (leaves.length === 1) return [];
  const at = split(leaves);
  const [left, right] = [leaves.slice(0, at), leaves.slice(at)];
  return index < at
    ? [...pathOf(index, left), rootOf(right)]
    : [...pathOf(index - at, right), rootOf(left)];
}

/** The greatest power of two that is less than their number. */
function split({ length }: Leaves): number {
  return 2 ** Math.floor(Math.log2(length - 1));
}

function hash(...parts: Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}
