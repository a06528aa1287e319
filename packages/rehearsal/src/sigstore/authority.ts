import { createHash, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto';
import {
  authorityName,
  derOf,
  extension,
  leafExtensions,
  newKeyPair,
  rootExtensions,
  signed,
  toBeSigned,
  type Certified,
  type KeyPair,
} from './certificate.ts';
import { octets } from './der.ts';
import type { Identity } from './identity.ts';

const minute = 60_000;
const year = 365 * 24 * 60 * minute;

/** The authority that certifies keys for ten minutes, and the log that vouches for what it issues. */
export interface Authority {
  /** In DER. */
  readonly root: Buffer;
  readonly transparencyKey: KeyObject;
  /** The certificate for a key, and the root, in PEM. */
  issue(identity: Identity, publicKey: KeyObject, now: number): readonly string[];
}

/** Keys are new each start, and in memory alone. */
export function newAuthority(now: number): Authority {
  const [keys, transparency] = [newKeyPair(), newKeyPair()];
  // A clock that is set back a little must not make it a root of the future.
  const root = signed(
    toBeSigned({
      serial: newSerial(),
      subject: authorityName,
      publicKey: keys.publicKey,
      from: now - year,
      until: now + 10 * year,
      extensions: rootExtensions(keys),
    }),
    keys.privateKey,
  );
  return {
    root,
    transparencyKey: transparency.publicKey,
    issue(identity, publicKey, at) {
      const certified = {
        serial: newSerial(),
        subject: [],
        publicKey,
        from: at,
        until: at + 10 * minute,
        extensions: [...leafExtensions(identity.address, publicKey, keys), ...identity.extensions],
      };
      const leaf = logged(certified, keys, transparency, at);
      return [leaf, root].map(toPem);
    },
  };
}

export function toPem(der: Buffer): string {
  return new X509Certificate(der).toString();
}

/** The certificate with the log's promise in it, which is made over the certificate without. RFC 6962 */
function logged(certified: Certified, issuer: KeyPair, log: KeyPair, now: number): Buffer {
  const content = toBeSigned(certified);
  const entry = [sha256(derOf(issuer.publicKey)), unsigned(3, content.length), content];
  const none = unsigned(2, 0);
  const head = Buffer.concat([versionAndKind, unsigned(8, now), preCertificate]);
  const signature = sign('sha256', Buffer.concat([head, ...entry, none]), log.privateKey);
  const promise = Buffer.concat([
    Buffer.from([0]),
    sha256(derOf(log.publicKey)),
    unsigned(8, now),
    none,
    sha256WithEcdsa,
    unsigned(2, signature.length),
    signature,
  ]);
  const list = [unsigned(2, promise.length + 2), unsigned(2, promise.length), promise];
  const promised = extension('1.3.6.1.4.1.11129.2.4.2', octets(...list));
  const whole = toBeSigned({ ...certified, extensions: [...certified.extensions, promised] });
  return signed(whole, issuer.privateKey);
}

const versionAndKind = Buffer.from([0, 0]);
const preCertificate = unsigned(2, 1);
const sha256WithEcdsa = Buffer.from([4, 3]);

function unsigned(width: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes.subarray(8 - width);
}

function sha256(content: Buffer): Buffer {
  return createHash('sha256').update(content).digest();
}

/** Positive, and never twice the same. */
function newSerial(): Buffer {
  return Buffer.concat([Buffer.from([1]), randomBytes(15)]);
}
