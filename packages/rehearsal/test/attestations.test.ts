import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  attest,
  publishKind,
  statementOf,
  type Attestation,
} from '../src/sigstore/attest.fixture.ts';
import { makeDistribution } from './distributions.ts';
import { verifyAsPypi, type Asked } from './pypi-verifier.ts';
import {
  identityToken,
  start,
  temporaryFolder,
  type RunningRehearsal,
} from './rehearsal-process.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let rehearsal: RunningRehearsal;
let right: Asked;

const state = (): string => join(folder.path, 'state');
const rootOf = async (running: RunningRehearsal): Promise<object> =>
  (await (await fetch(running.ready.sigstore.trustedRoot)).json()) as object;

beforeAll(async () => {
  folder = await temporaryFolder();
  rehearsal = await start(state(), '--offline');
  const project = { name: 'some-project', version: '1.0' };
  const { wheel } = await makeDistribution(join(folder.path, 'dist'), project);
  const sha256 = createHash('sha256')
    .update(await readFile(wheel))
    .digest('hex');
  const attestation = await attest(
    statementOf(basename(wheel), sha256),
    await identityToken(rehearsal.ready, 'sigstore'),
    rehearsal.ready.sigstore,
  );
  right = { file: wheel, attestation, repository: 'local/workspace', workflow: 'publish.yml' };
});
afterAll(async () => {
  await rehearsal.stop();
  await folder.remove();
});

const verify = async (...asked: Asked[]): Promise<string[]> =>
  verifyAsPypi(asked, await rootOf(rehearsal), folder.path);

test('PyPI’s own verifier accepts what was signed here, and nothing else', async () => {
  const attestation = right.attestation as Attestation;
  const other = join(folder.path, basename(right.file));
  await writeFile(other, 'other bytes');
  const { envelope } = attestation;
  const forged = { ...envelope, signature: Buffer.alloc(70, 1).toString('base64') };
  const said = await verify(
    right,
    { ...right, file: other },
    { ...right, attestation: { ...attestation, envelope: forged } },
    { ...right, repository: 'local/other' },
    { ...right, workflow: 'release.yml' },
  );
  expect(said).toEqual([
    publishKind,
    'Verification failed: subject does not match distribution digest',
    'Verification failed: DSSE: invalid signature',
    "Verification failed: Certificate's OIDCSourceRepositoryURI does not match (got https://github.com/local/workspace, expected https://github.com/local/other)",
    expect.stringContaining(
      'does not match expected Trusted Publisher (release.yml @ local/workspace)',
    ),
  ]);
});

test('what was signed before a restart is accepted after it', async () => {
  await rehearsal.stop();
  rehearsal = await start(state(), '--offline');
  expect(await verify(right)).toEqual([publishKind]);
  await rehearsal.admin('POST', 'reset', {});
  expect((await verify(right))[0]).toContain('Verification failed');
});
