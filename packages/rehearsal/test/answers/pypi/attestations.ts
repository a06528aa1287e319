import {
  attest,
  publishKind as kind,
  statementOf,
  type Attestation,
} from '../../../src/sigstore/attest.fixture.ts';
import { sha256Of } from '../../../src/state/blobs.ts';
import type { Answer } from '../answer.ts';
import { aWheel, mintedToken, send, wheel } from './clients.ts';
import { pass, type Stage } from '../stage.ts';

const sha256 = sha256Of(aWheel());
const right = statementOf(wheel, sha256);

/** One that nobody signed. */
function attestation(statement: object = right): object {
  return {
    version: 1,
    verification_material: { certificate: '', transparency_entries: [{}] },
    envelope: {
      statement: Buffer.from(JSON.stringify(statement)).toString('base64'),
      signature: '',
    },
  };
}

const attested = (attestations: unknown) => async (stage: Stage) =>
  send(stage, {
    token: await mintedToken(stage),
    fields: {
      attestations: typeof attestations === 'string' ? attestations : JSON.stringify(attestations),
    },
  });

const began = 'Invalid attestations supplied during upload:';
const unverified = `${began} Could not verify the uploaded artifact using the included attestation: Verification failed:`;
const unknown = `${began} Unknown error while trying to verify included attestations:`;

/** An attestation that the run of these claims has signed. */
async function signed(
  stage: Stage,
  statement: object = statementOf(wheel, sha256),
  claims: object = {},
): Promise<Attestation> {
  return attest(statement, await stage.identity('sigstore', { ...claims }), stage.ready.sigstore);
}

/** What is uploaded with the attestations that are signed for it. */
const signing =
  (...statements: readonly object[]) =>
  async (stage: Stage) =>
    attested(await Promise.all(statements.map((one) => signed(stage, one))))(stage);

/** What attestations must be before anybody looks at signatures: title, text, what is sent. */
const malformed: readonly (readonly [string, string, unknown])[] = [
  ['attestations that are no JSON', `${began} Malformed attestations:`, '['],
  [
    'an empty list of attestations',
    `${began} Malformed attestations: an empty attestation set is not permitted`,
    [],
  ],
  [
    'three attestations',
    `${began} A maximum of 2 attestations per file are supported`,
    [attestation(), attestation(), attestation()],
  ],
  [
    'two attestations of one kind',
    `${began} Multiple attestations for the same file with the same predicate type (${kind}) are not supported`,
    [attestation(), attestation()],
  ],
  [
    'an attestation of another kind',
    `${began} Attestation with unsupported predicate type: https://example.org`,
    [attestation({ ...right, predicateType: 'https://example.org' })],
  ],
  ['an attestation without a certificate', `${unknown} invalid X.509 certificate`, [attestation()]],
];

/** What is signed as it ought to be, and says what it ought not to: title, text, the statements. */
const wrong: readonly (readonly [string, string, ...object[]])[] = [
  [
    'an attestation of another file',
    `${unverified} subject does not match distribution name: other.whl != ${wheel}`,
    statementOf('other.whl', sha256),
  ],
  [
    'an attestation of other bytes',
    `${unverified} subject does not match distribution digest`,
    statementOf(wheel, '00'),
  ],
  [
    'an attestation of two files',
    `${unverified} too many subjects in statement (must be exactly one)`,
    statementOf(wheel, sha256, { subject: [{ name: wheel }, { name: 'other.whl' }] }),
  ],
];

/** One that is changed after it was signed: title, text, the change. */
const forged: readonly (readonly [string, string, (one: Attestation) => object])[] = [
  [
    'an attestation whose statement was changed',
    `${unverified} DSSE: invalid signature`,
    ({ envelope: { signature } }) => {
      const statement = Buffer.from(JSON.stringify({ ...right, predicate: {} }));
      return { envelope: { statement: statement.toString('base64'), signature } };
    },
  ],
  [
    'an attestation whose log entry was changed',
    `${unverified} invalid log entry: SET: invalid inclusion promise`,
    ({ verification_material: { certificate, transparency_entries } }) => {
      const entries = transparency_entries.map((entry) => ({ ...entry, logIndex: '77' }));
      return { verification_material: { certificate, transparency_entries: entries } };
    },
  ],
];

const provenance = (stage: Stage) => {
  const base = new URL('../', stage.ready.pypi.simple).href;
  return stage.curl(`${base}integrity/some-project/1.0/${wheel}/provenance`);
};

/** Fulcio is shown an identity token with a key that is none: tokens come first. */
const certify = async (stage: Stage, audience: string, seconds = 0) => {
  const oidcIdentityToken = await stage.identity(audience);
  await pass(stage, seconds);
  const publicKeyRequest = { publicKey: { content: 'none' }, proofOfPossession: '' };
  const body = JSON.stringify({ credentials: { oidcIdentityToken }, publicKeyRequest });
  return stage.curl('--data', body, `${stage.ready.sigstore.fulcio}/api/v2/signingCert`);
};

export const pypiAttestations: readonly Answer[] = [
  {
    what: 'attestations with an ordinary token',
    client: 'curl',
    status: 400,
    says: `${began} Attestations are only supported when using Trusted Publishing`,
    seen: true,
    drive: (stage) => send(stage, { fields: { attestations: JSON.stringify([attestation()]) } }),
  },
  ...malformed.map(([what, says, attestations]): Answer => ({
    what,
    client: 'curl',
    status: 400,
    says,
    drive: attested(attestations),
  })),
  ...wrong.map(([what, says, ...statements]): Answer => ({
    what,
    client: 'curl',
    status: 400,
    says,
    drive: signing(...statements),
  })),
  ...forged.map(([what, says, change]): Answer => ({
    what,
    client: 'curl',
    status: 400,
    says,
    drive: async (stage) => {
      const one = await signed(stage);
      return attested([{ ...one, ...change(one) }])(stage);
    },
  })),
  {
    what: 'an attestation of another repository',
    client: 'curl',
    status: 400,
    says: `${unverified} Certificate's OIDCSourceRepositoryURI does not match (got https://github.com/other/workspace, expected https://github.com/local/workspace)`,
    drive: async (stage) => {
      const one = await signed(stage, right, { repository: 'other/workspace' });
      await stage.arrange('claims', { repository: 'local/workspace' });
      return attested([one])(stage);
    },
  },
  {
    what: 'an attestation of the workflow that called the registered one',
    client: 'curl',
    status: 400,
    says: `${unverified} Certificate's Build Config URI (https://github.com/local/workspace/.github/workflows/release.yml@refs/tags/v0.1.0) does not match expected Trusted Publisher (publish.yml @ local/workspace)`,
    seen: true,
    drive: async (stage) => {
      const file = 'local/workspace/.github/workflows';
      const called = {
        workflow_ref: `${file}/release.yml@refs/tags/v0.1.0`,
        job_workflow_ref: `${file}/publish.yml@refs/tags/v0.1.0`,
      };
      return attested([await signed(stage, right, called)])(stage);
    },
  },
  {
    what: 'an attestation of the registered workflow',
    client: 'curl',
    status: 200,
    says: '"workflow":"publish.yml","environment":"release"',
    drive: async (stage) => {
      await signing(right)(stage);
      return provenance(stage);
    },
  },
  {
    what: 'the provenance of a file without attestations',
    client: 'curl',
    status: 404,
    says: `{"message":"No provenance available for ${wheel}"}`,
    drive: async (stage) => {
      await send(stage);
      return provenance(stage);
    },
  },
  {
    what: 'Fulcio: an identity for another audience',
    client: 'curl',
    status: 400,
    says: '"message":"There was an error processing the identity token"',
    drive: (stage) => certify(stage, 'pypi'),
  },
  {
    what: 'Fulcio: an identity that has expired',
    client: 'curl',
    status: 400,
    says: '"message":"There was an error processing the identity token"',
    drive: (stage) => certify(stage, 'sigstore', 301),
  },
  {
    what: 'Fulcio: a key that is none',
    client: 'curl',
    status: 400,
    says: '"message":"The public key supplied in the request could not be parsed"',
    drive: (stage) => certify(stage, 'sigstore'),
  },
];
