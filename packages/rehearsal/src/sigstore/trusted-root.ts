import { createHash, type KeyObject } from 'node:crypto';
import { json, type Handler } from '../message/message.ts';
import type { State } from '../state/state.ts';
import type { Authority } from './authority.ts';
import { authority as name, derOf } from './certificate.ts';
import type { Log } from './log.ts';
import type { Instances, Sigstore, SigstorePlaces } from './parts.ts';

export interface TrustedRoot extends Instances {
  readonly mediaType: string;
  readonly timestampAuthorities: readonly object[];
}

const always = { start: '1970-01-01T00:00:00Z' };

export function ownInstances(places: SigstorePlaces, authority: Authority, log: Log): Instances {
  return {
    tlogs: [keyInstance(places.rekor, log.publicKey)],
    certificateAuthorities: [
      {
        subject: name,
        uri: places.fulcio,
        certChain: { certificates: [{ rawBytes: authority.root.toString('base64') }] },
        validFor: always,
      },
    ],
    ctlogs: [keyInstance(places.fulcio, authority.transparencyKey)],
  };
}

function keyInstance(baseUrl: string, publicKey: KeyObject): object {
  const rawBytes = derOf(publicKey);
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: rawBytes.toString('base64'),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: always,
    },
    logId: { keyId: createHash('sha256').update(rawBytes).digest('base64') },
  };
}

/**
 * What is to be trusted: this start's keys, and those of earlier ones that signed what is kept. So a file that
 * was attested before a restart can be verified after it.
 */
export function trustedRoot({ instances }: Sigstore, state: State): TrustedRoot {
  const earlier = earlierInstances(state);
  const joined = (part: keyof Instances): object[] => {
    const all = [...instances[part], ...earlier[part]];
    return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
  };
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: joined('tlogs'),
    certificateAuthorities: joined('certificateAuthorities'),
    ctlogs: joined('ctlogs'),
    timestampAuthorities: [],
  };
}

/** Keeps the public keys of this start, once it has signed something. */
export function keepInstances(sigstore: Sigstore, state: State): void {
  const { tlogs, certificateAuthorities, ctlogs } = trustedRoot(sigstore, state);
  const kept: Instances = { tlogs, certificateAuthorities, ctlogs };
  if (JSON.stringify(kept) === JSON.stringify(earlierInstances(state))) return;
  state.settings.set('sigstore', { ...kept });
}

function earlierInstances(state: State): Instances {
  const nothing: Instances = { tlogs: [], certificateAuthorities: [], ctlogs: [] };
  return { ...nothing, ...(state.settings.get('sigstore') as Partial<Instances> | undefined) };
}

/** `GET` */
export function trustedRootHandler(sigstore: Sigstore): Handler {
  return (_request, state) => json(200, trustedRoot(sigstore, state));
}
