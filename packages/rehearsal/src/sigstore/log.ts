import { createHash, sign, type KeyObject } from 'node:crypto';
import { derOf, newKeyPair } from './certificate.ts';
import { leafHash, pathOf, rootOf } from './merkle.ts';

/** A row of the log, as Rekor tells of it. */
export interface LogEntry {
  readonly body: string;
  /** Seconds since 1970-01-01 UTC. */
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification: {
    readonly inclusionProof: {
      readonly checkpoint: string;
      readonly hashes: readonly string[];
      readonly logIndex: number;
      readonly rootHash: string;
      readonly treeSize: number;
    };
    readonly signedEntryTimestamp: string;
  };
}

/** A log of what was signed, which nothing is taken out of. It lives as long as its key: one start. */
export interface Log {
  readonly publicKey: KeyObject;
  /** The entry under its name; null when it is there already. */
  add(body: object, now: number): { readonly id: string; readonly entry: LogEntry } | null;
  /** The name of an entry, whether it is there or not. */
  idOf(body: object): string;
  find(id: string): LogEntry | undefined;
}

/** `name` is the host by which the log signs: a part of its address. */
export function newLog(name: string): Log {
  const { publicKey, privateKey } = newKeyPair();
  const keyId = createHash('sha256').update(derOf(publicKey)).digest();
  // The first place is taken: JSON of protobuf leaves a zero out, and not every reader puts it back.
  const leaves = [leafHash(Buffer.from(name))];
  const entries = new Map<string, LogEntry>();
  const signature = (text: string): Buffer => sign('sha256', Buffer.from(text), privateKey);
  const idOf = (body: object): string => leafHash(canonical(body)).toString('hex');
  return {
    publicKey,
    idOf,
    find: (id) => entries.get(id),
    add(body, now) {
      const id = idOf(body);
      if (entries.has(id)) return null;
      leaves.push(leafHash(canonical(body)));
      const row = {
        body: canonical(body).toString('base64'),
        integratedTime: Math.floor(now / 1000),
        logID: keyId.toString('hex'),
        logIndex: leaves.length - 1,
      };
      const verification = {
        inclusionProof: proof(leaves, name, keyId, signature),
        signedEntryTimestamp: signature(canonical(row).toString()).toString('base64'),
      };
      const entry = { ...row, verification };
      entries.set(id, entry);
      return { id, entry };
    },
  };
}

/** That the last leaf is in the tree, whose root the log has signed. */
function proof(
  leaves: readonly Buffer[],
  name: string,
  keyId: Buffer,
  signature: (text: string) => Buffer,
): LogEntry['verification']['inclusionProof'] {
  const logIndex = leaves.length - 1;
  const root = rootOf(leaves);
  const note = `${name} - 1\n${leaves.length}\n${root.toString('base64')}\n`;
  const hint = Buffer.concat([keyId.subarray(0, 4), signature(note)]).toString('base64');
  return {
    checkpoint: `${note}\n\u2014 ${name} ${hint}\n`,
    hashes: pathOf(logIndex, leaves).map((hash) => hash.toString('hex')),
    logIndex,
    rootHash: root.toString('hex'),
    treeSize: leaves.length,
  };
}

/** JSON whose keys stand in order, at every depth (RFC 8785, for what is in here). */
function canonical(value: object): Buffer {
  const ordered = (_key: string, part: unknown): unknown =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  return Buffer.from(JSON.stringify(value, ordered));
}
