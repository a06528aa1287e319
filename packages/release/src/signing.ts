/** Signatures by Sigstore's own client. Only `node.ts` imports this: it asks the network by itself. */
import { bundleToJSON } from '@sigstore/bundle';
import type { Sign, SigningOutcome } from './ports.ts';
import { proxyVariables } from './proxy.ts';

/**
 * The client takes a proxy from the environment when it is loaded, for this machine's own servers too: those of a
 * rehearsal are asked without one.
 */
Object.assign(process.env, proxyVariables(process.env));

const { DSSEBundleBuilder, FulcioSigner, InternalError, RekorWitness } =
  await import('@sigstore/sign');

const type = 'application/vnd.in-toto+json';

/** What a public service may take, and how often it is asked again when it fails: 3.5 seconds in all. */
const patience = { timeout: 30_000, retry: { retries: 3, minTimeout: 500 } };

/** One key, one certificate and one row of the log for each statement. */
export const sign: Sign = async (statement, { fulcio, rekor }, identity) => {
  const signer = new FulcioSigner({
    ...patience,
    fulcioBaseURL: fulcio.replace(/\/$/, ''),
    identityProvider: { getToken: () => Promise.resolve(identity.reveal()) },
  });
  const witness = new RekorWitness({ ...patience, rekorBaseURL: rekor.replace(/\/$/, '') });
  const builder = new DSSEBundleBuilder({ signer, witnesses: [witness] });
  try {
    const bundle = await builder.create({ data: Buffer.from(statement), type });
    return { bundle: bundleToJSON(bundle) };
  } catch (error) {
    return refusalOf(error);
  }
};

const nonsense = 'something that makes no sense';

/** Never the error's own message: it may hold the identity token. */
function refusalOf(error: unknown): SigningOutcome {
  if (!(error instanceof InternalError)) return { refusedBy: 'rekor', detail: nonsense };
  if (error.code === 'IDENTITY_TOKEN_PARSE_ERROR') {
    return { refusedBy: 'fulcio', detail: 'nothing: the identity is not a JSON Web Token' };
  }
  const refusedBy = error.code === 'CA_CREATE_SIGNING_CERTIFICATE_ERROR' ? 'fulcio' : 'rekor';
  const cause: unknown = error.cause;
  // What the client stumbles over was not what it had asked for.
  const isAnswer = cause instanceof Error && !(cause instanceof TypeError);
  return { refusedBy, detail: isAnswer ? cause.message : nonsense };
}
