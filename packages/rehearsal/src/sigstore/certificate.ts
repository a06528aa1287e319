import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  around,
  bits,
  identifier,
  inPlace,
  instant,
  integer,
  octets,
  sequence,
  set,
  text,
  yes,
} from './der.ts';

/** Of elliptic curves: P-256 everywhere. */
export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export function newKeyPair(): KeyPair {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** What a certificate is to say, but for who signs it. RFC 5280 */
export interface Certified {
  readonly serial: Buffer;
  readonly subject: readonly Buffer[];
  readonly publicKey: KeyObject;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly from: number;
  readonly until: number;
  readonly extensions: readonly Buffer[];
}

/** What is signed of a certificate. */
export function toBeSigned(certified: Certified): Buffer {
  const { serial, subject, publicKey, from, until, extensions } = certified;
  const version3 = integer(Buffer.from([2]));
  return sequence(
    around(0, version3),
    integer(serial),
    ecdsaWithSha256,
    sequence(...authorityName),
    sequence(instant(from), instant(until)),
    sequence(...subject),
    derOf(publicKey),
    around(3, sequence(...extensions)),
  );
}

export function signed(content: Buffer, key: KeyObject): Buffer {
  return sequence(content, ecdsaWithSha256, bits(sign('sha256', content, key)));
}

export function derOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' });
}

export function extension(name: string, value: Buffer, isCritical = false): Buffer {
  return sequence(identifier(name), ...(isCritical ? [yes] : []), octets(value));
}

const ecdsaWithSha256 = sequence(identifier('1.2.840.10045.4.3.2'));

const named = (kind: string, value: string): Buffer => set(sequence(identifier(kind), text(value)));

export const authority = { organization: 'slipway rehearsal', commonName: 'sigstore' } as const;

/** The name of the one that signs, which is that of the root too. */
export const authorityName = [
  named('2.5.4.10', authority.organization),
  named('2.5.4.3', authority.commonName),
];

const digitalSignature = bits(Buffer.from([0b1000_0000]), 7);
const signsCertificates = bits(Buffer.from([0b0000_0110]), 1);
const codeSigning = identifier('1.3.6.1.5.5.7.3.3');

/** The extensions of a root. */
export function rootExtensions({ publicKey }: KeyPair): Buffer[] {
  return [
    extension('2.5.29.19', sequence(yes), true),
    extension('2.5.29.15', signsCertificates, true),
    extension('2.5.29.14', octets(keyId(publicKey))),
  ];
}

/** The extensions of a certificate to sign with, for the one that an address names. */
export function leafExtensions(address: string, publicKey: KeyObject, root: KeyPair): Buffer[] {
  const alternative = sequence(inPlace(6, Buffer.from(address, 'ascii')));
  return [
    extension('2.5.29.15', digitalSignature, true),
    extension('2.5.29.37', sequence(codeSigning)),
    extension('2.5.29.14', octets(keyId(publicKey))),
    extension('2.5.29.35', sequence(inPlace(0, keyId(root.publicKey)))),
    extension('2.5.29.17', alternative, true),
  ];
}

function keyId(publicKey: KeyObject): Buffer {
  return createHash('sha1').update(derOf(publicKey)).digest();
}
