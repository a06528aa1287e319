import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of } from '../../src/state/blobs.ts';
import { runWell } from '../command.ts';
import type { Answer } from './answer.ts';
import { aWheel, mintedToken, send, wheel } from './pypi.ts';
import type { Stage } from './stage.ts';

const kind = 'https://docs.pypi.org/attestations/publish/v1';
const right = {
  predicateType: kind,
  subject: [{ name: wheel, digest: { sha256: sha256Of(aWheel()) } }],
};

function attestation(statement: object = right, certificate = ''): object {
  return {
    version: 1,
    verification_material: { certificate, transparency_entries: [] },
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
const unverified = `${began} Could not verify the uploaded artifact using the included attestation:`;

/** A certificate as Fulcio's are, in that it names the calling workflow. */
async function certificateOf(stage: Stage, workflow: string): Promise<string> {
  const uri = `https://github.com/local/workspace/.github/workflows/${workflow}@refs/tags/v0.1.0`;
  const [key, file] = [join(stage.folder, 'key.pem'), join(stage.folder, 'leaf.der')];
  const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-outform', 'DER', '-out', file];
  const name = ['-subj', '/CN=x', '-addext', `1.3.6.1.4.1.57264.1.18=ASN1:UTF8String:${uri}`];
  await runWell('openssl', ['req', '-x509', ...made, ...name]);
  return (await readFile(file)).toString('base64');
}

/** What an attestation must be, but for its signature: title, text, what is sent. */
const wrong: readonly (readonly [string, string, unknown])[] = [
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
  [
    'an attestation of another file',
    `${unverified} subject does not match distribution name: other.whl != ${wheel}`,
    [attestation({ ...right, subject: [{ name: 'other.whl' }] })],
  ],
  [
    'an attestation of other bytes',
    `${unverified} subject does not match distribution digest`,
    [attestation({ ...right, subject: [{ name: wheel, digest: { sha256: '00' } }] })],
  ],
];

export const pypiAttestations: readonly Answer[] = [
  {
    what: 'attestations with an ordinary token',
    client: 'curl',
    status: 400,
    says: `${began} Attestations are only supported when using Trusted Publishing`,
    seen: true,
    drive: (stage) => send(stage, { fields: { attestations: JSON.stringify([attestation()]) } }),
  },
  ...wrong.map(([what, says, attestations]): Answer => ({
    what,
    client: 'curl',
    status: 400,
    says,
    drive: attested(attestations),
  })),
  {
    what: 'an attestation of the workflow that called the registered one',
    client: 'curl',
    status: 400,
    says: `${unverified} Certificate's Build Config URI (https://github.com/local/workspace/.github/workflows/release.yml@refs/tags/v0.1.0) does not match expected Trusted Publisher (publish.yml @ local/workspace)`,
    seen: true,
    drive: async (stage) =>
      attested([attestation(right, await certificateOf(stage, 'release.yml'))])(stage),
  },
  {
    what: 'an attestation of the registered workflow',
    client: 'curl',
    status: 200,
    says: '"workflow":"publish.yml","environment":"release"',
    drive: async (stage) => {
      await attested([attestation(right, await certificateOf(stage, 'publish.yml'))])(stage);
      const base = new URL('../', stage.ready.pypi.simple).href;
      return stage.curl(`${base}integrity/some-project/1.0/${wheel}/provenance`);
    },
  },
  {
    what: 'the provenance of a file without attestations',
    client: 'curl',
    status: 404,
    says: `{"message":"No provenance available for ${wheel}"}`,
    drive: async (stage) => {
      await send(stage);
      const base = new URL('../', stage.ready.pypi.simple).href;
      return stage.curl(`${base}integrity/some-project/1.0/${wheel}/provenance`);
    },
  },
];
