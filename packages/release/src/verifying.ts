/** Signatures verified by Sigstore's own verifier. Only `node.ts` imports this: for its root of trust it asks the network by itself. */
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PublicRoot, Signed, VerifySigned } from './ports.ts';
import { proxyVariables } from './proxy.ts';

/** Verifies certificate, row of the log and signature; the signer is what the certificate says. */
export const verifySigned: VerifySigned = async (signed, root) => {
  try {
    const verifier = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(root)));
    const { identity } = verifier.verify(toSignedEntity(bundleFromJSON(toBundle(signed))));
    const extensions = identity?.oids ?? [];
    const told = (number: number): string | null => {
      const found = extensions.find(({ oid }) => oid?.id.join('.') === `${fulcio}.${number}`);
      return found ? textOf(found.value) : null;
    };
    return { issuer: told(8), repository: told(12), commit: told(13), workflow: told(18) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

/** Fulcio's extensions: issuer, repository (12), its commit (13), the workflow that was started (18). https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md */
const fulcio = '1.3.6.1.4.1.57264.1';

/** A UTF8String of DER: its tag, its length, its bytes. */
function textOf(value: Uint8Array): string | null {
  const [tag, length = 0] = value;
  const start = length < 0x80 ? 2 : 2 + (length & 0x7f);
  return tag === 0x0c ? Buffer.from(value.subarray(start)).toString('utf8') : null;
}

function toBundle({ certificate, entries, statement, signature }: Signed): object {
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { certificate: { rawBytes: certificate }, tlogEntries: entries },
    dsseEnvelope: {
      payload: statement,
      payloadType: 'application/vnd.in-toto+json',
      signatures: [{ sig: signature, keyid: '' }],
    },
  };
}

/** Fetched each time, and proved by the root that the client brings with it (The Update Framework). */
export const publicRoot: PublicRoot = async () => {
  // The client takes its proxy from there when it is loaded.
  Object.assign(process.env, proxyVariables(process.env));
  const { getTrustedRoot } = await import('@sigstore/tuf');
  const cachePath = await mkdtemp(join(tmpdir(), 'slipway-trust-'));
  try {
    return { root: TrustedRoot.toJSON(await getTrustedRoot({ cachePath })) as object };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  } finally {
    await rm(cachePath, { recursive: true, force: true });
  }
};
