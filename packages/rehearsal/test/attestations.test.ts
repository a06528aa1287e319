import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  attest,
  publishKind,
  statementOf,
  type Attestation,
} from '../src/sigstore/attest.fixture.ts';
import { sha256Of } from '../src/state/blobs.ts';
import { aWheel, mintedToken, send, wheel } from './answers/pypi/clients.ts';
import { openStage, type OpenStage, type Stage } from './answers/stage.ts';
import { verifyAsPypi } from './pypi-verifier.ts';
import { pythonTools } from './python-tools.ts';
import { identityToken, start, temporaryFolder } from './rehearsal-process.ts';

const publisher = { repository: 'local/workspace', workflow: 'publish.yml' };
const file = 'local/workspace/.github/workflows';

const rootOf = async (address: string): Promise<object> =>
  (await (await fetch(address)).json()) as object;

describe('PyPI’s own verifier and the rehearsal', () => {
  let open: OpenStage;
  beforeAll(async () => {
    await pythonTools();
    open = await openStage();
  });
  afterAll(() => open.close());

  /** What both say of a wheel with an attestation, changed in one respect. */
  async function ask(change: Change): Promise<{ pypi: string; rehearsal: string }> {
    const stage: Stage = await open.next();
    const { bytes = aWheel(), claims = {}, forge = (one) => one } = change;
    const statement = statementOf(wheel, sha256Of(aWheel()));
    const identity = await stage.identity('sigstore', claims);
    const attestation = forge(await attest(statement, identity, stage.ready.sigstore));
    const path = await stage.write(wheel, bytes);
    const root = await rootOf(stage.ready.sigstore.trustedRoot);
    const [pypi = ''] = await verifyAsPypi(
      [{ file: path, attestation, ...publisher }],
      root,
      stage.folder,
    );
    await stage.arrange('claims', { repository: 'local/workspace' });
    const fields = { attestations: JSON.stringify([attestation]) };
    const { output } = await send(stage, { bytes, token: await mintedToken(stage), fields });
    return { pypi, rehearsal: output };
  }

  interface Change {
    readonly bytes?: Buffer;
    readonly claims?: Readonly<Record<string, unknown>>;
    readonly forge?: (one: Attestation) => Attestation;
  }

  test('accept what was signed here', async () => {
    const { pypi, rehearsal } = await ask({});
    expect(pypi).toBe(publishKind);
    expect(rehearsal).toContain('HTTP/1.1 200');
  });

  test.each<[string, Change, string]>([
    [
      'a file of other bytes',
      { bytes: aWheel([['other.py', '']]) },
      'subject does not match distribution digest',
    ],
    [
      'another statement',
      {
        forge: ({ envelope, ...one }) => {
          const other = statementOf(wheel, sha256Of(aWheel()), { predicate: {} });
          const statement = Buffer.from(JSON.stringify(other)).toString('base64');
          return { ...one, envelope: { ...envelope, statement } };
        },
      },
      'DSSE: invalid signature',
    ],
    [
      'another signature',
      {
        forge: ({ envelope, ...one }) => {
          const signature = Buffer.alloc(70, 1).toString('base64');
          return { ...one, envelope: { ...envelope, signature } };
        },
      },
      'DSSE: invalid signature',
    ],
    [
      'a run of another repository',
      { claims: { repository: 'local/other' } },
      "Certificate's OIDCSourceRepositoryURI does not match (got https://github.com/local/other, expected https://github.com/local/workspace)",
    ],
    [
      'the workflow that called the registered one',
      {
        claims: {
          workflow_ref: `${file}/release.yml@refs/tags/v0.1.0`,
          job_workflow_ref: `${file}/publish.yml@refs/tags/v0.1.0`,
        },
      },
      "Certificate's Build Config URI (",
    ],
  ])('refuse %s, in the same words', async (_what, change, text) => {
    const { pypi, rehearsal } = await ask(change);
    expect(pypi).toContain(`Verification failed: ${text}`);
    expect(rehearsal).toContain('HTTP/1.1 400');
    expect(rehearsal).toContain(
      `Could not verify the uploaded artifact using the included attestation: Verification failed: ${text}`,
    );
  });
});

test('what was signed before a restart is accepted after it', async () => {
  const folder = await temporaryFolder();
  const state = join(folder.path, 'state');
  const first = await start(state, '--offline');
  const statement = statementOf(wheel, sha256Of(aWheel()));
  const identity = await identityToken(first.ready, 'sigstore');
  const attestation = await attest(statement, identity, first.ready.sigstore);
  await first.stop();
  const second = await start(state, '--offline');
  const path = join(folder.path, wheel);
  await writeFile(path, aWheel());
  const verify = async (): Promise<string[]> => {
    const root = await rootOf(second.ready.sigstore.trustedRoot);
    return verifyAsPypi([{ file: path, attestation, ...publisher }], root, folder.path);
  };
  expect(await verify()).toEqual([publishKind]);
  await second.admin('POST', 'reset', {});
  expect(await verify()).toEqual([expect.stringContaining('Verification failed')]);
  await second.stop();
  await folder.remove();
});
