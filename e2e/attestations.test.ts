import { execa } from 'execa';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAsPypi, type Asked } from '../packages/rehearsal/test/pypi-verifier.ts';
import { pythonTools } from '../packages/rehearsal/test/python-tools.ts';
import { startStandalone, type RunningRehearsal, type StateFile } from './support/rehearsal.ts';
import {
  codes,
  makeWorkspace,
  testEnvironment,
  type Outcome,
  type Workspace,
} from './support/workspace.ts';

const kind = 'https://docs.pypi.org/attestations/publish/v1';
// The workspace has no remote: the rehearsal's own name for it.
const publisher = { repository: 'rehearsal/workspace', workflow: 'publish.yml' };
const state = '.slipway/rehearsal/state';

interface Report {
  readonly findings: { code: string; severity: string; message: string; remedy: string }[];
  readonly receipts: { registry: string; file: string; result: string }[];
}

let workspace: Workspace;

beforeAll(async () => {
  await pythonTools();
  workspace = await makeWorkspace();
});
afterAll(() => workspace.dispose());

/** A release in whose rehearsal something goes wrong, from the moment at which that is open. */
async function releaseWith(fault: object, ...args: string[]): Promise<Outcome> {
  await workspace.run('rm', ['-f', '.slipway/rehearsal/running.json']);
  const run = execa('nx', ['run', 'release:publish', ...args], {
    cwd: workspace.root,
    env: testEnvironment(),
    all: true,
    reject: false,
    stdin: 'ignore',
  });
  const { admin } = await opened();
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(fault);
  const response = await fetch(`${admin}/faults`, { method: 'POST', headers, body });
  expect(response.ok, await response.text()).toBe(true);
  const { exitCode, all } = await run;
  return { exitCode: exitCode ?? -1, output: all ?? '' };
}

async function opened(): Promise<{ admin: string }> {
  for (let tries = 0; tries < 2400; tries++) {
    const running = await workspace
      .json<{ admin: string }>('.slipway/rehearsal/running.json')
      .catch(() => null);
    if (running) return running;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the rehearsal did not open');
}

async function standing<T>(look: (rehearsal: RunningRehearsal) => Promise<T>): Promise<T> {
  const rehearsal = await startStandalone(workspace.path(state));
  try {
    return await look(rehearsal);
  } finally {
    await rehearsal.stop();
  }
}

const live = (): Promise<StateFile[]> => standing(async (one) => (await one.state()).files);

describe('a release while Sigstore is down', () => {
  let outcome: Outcome;
  let report: Report;
  beforeAll(async () => {
    outcome = await releaseWith({ match: { registry: 'fulcio' }, do: { status: 502, html: true } });
    report = await workspace.json<Report>('dist/release/report.json');
  });

  it('SLW407: ends with that at the gate, and nothing is anywhere', async () => {
    expect(outcome.exitCode).not.toBe(0);
    expect(codes(report)).toEqual(['SLW407']);
    expect(outcome.output).toContain('Fulcio at http://127.0.0.1:');
    expect(outcome.output).toContain('(502)');
    expect(outcome.output).toContain('attestations: false');
    expect(await live()).toEqual([]);
  });

  it('is ended by the next one', async () => {
    const next = await workspace.nx('run', 'release:publish', '--continue');
    expect(next.exitCode, next.output).toBe(0);
    const files = (await live()).filter(({ registry }) => registry === 'pypi');
    expect(files.map(({ uploads }) => uploads)).toEqual([1, 1]);
  });
});

describe('what it uploaded, to PyPI’s own verifier', () => {
  let asked: Asked[];
  let root: object;

  beforeAll(async () => {
    await standing(async ({ ready, state: look }) => {
      root = (await (await fetch(ready.sigstore.trustedRoot)).json()) as object;
      const files = (await look()).files.filter(({ registry }) => registry === 'pypi');
      asked = await Promise.all(files.map((file) => toAsked(file, ready.pypi.simple)));
    });
  });

  /** A file and its provenance as the index names them. */
  async function toAsked({ package: name, file }: StateFile, simple: string): Promise<Asked> {
    const headers = { accept: 'application/vnd.pypi.simple.v1+json' };
    const { files } = (await (await fetch(`${simple}${name}/`, { headers })).json()) as {
      files: { filename: string; url: string; provenance: string }[];
    };
    const { url, provenance } = files.find(({ filename }) => filename === file)!;
    const bytes = await (await fetch(url)).arrayBuffer();
    await writeFile(workspace.path(file), Buffer.from(bytes));
    const { attestation_bundles: bundles } = (await (await fetch(provenance)).json()) as {
      attestation_bundles: { attestations: object[] }[];
    };
    const [attestation = {}] = bundles[0]!.attestations;
    return { file: workspace.path(file), attestation, ...publisher };
  }

  const verify = (questions: Asked[]): Promise<string[]> =>
    verifyAsPypi(questions, root, workspace.root);

  it('is attested by the workflow that published it, every file', async () => {
    expect(asked).toHaveLength(2);
    expect(await verify(asked)).toEqual([kind, kind]);
  });

  it('is attested by nobody else, and in no other bytes', async () => {
    const [one] = asked as [Asked];
    const elsewhere = { ...one, repository: 'rehearsal/other' };
    const otherFile = { ...one, workflow: 'ci.yml' };
    const [, other] = asked as [Asked, Asked];
    const swapped = { ...one, attestation: other.attestation };
    for (const said of await verify([elsewhere, otherFile, swapped])) {
      expect(said).toContain('Verification failed: ');
    }
    const bytes = await readFile(one.file);
    await writeFile(one.file, Buffer.concat([bytes, Buffer.from('x')]));
    const [tampered] = await verify([one]);
    await writeFile(one.file, bytes);
    expect(tampered).toBe('Verification failed: subject does not match distribution digest');
  });

  it('is on the GitHub release too, with the digests of all files', async () => {
    const folder = 'dist/attestations';
    const saved = await Promise.all(
      asked.map(async ({ file, ...rest }) => {
        const name = `${file.split('/').at(-1)}.publish.attestation`;
        return { ...rest, file, attestation: await workspace.json<object>(`${folder}/${name}`) };
      }),
    );
    expect(await verify(saved)).toEqual([kind, kind]);
    const assets = (await live()).filter(({ registry }) => registry === 'github');
    for (const { file } of saved) {
      const name = `${file.split('/').at(-1)}.publish.attestation`;
      const sum = await workspace.run('sha256sum', [`${folder}/${name}`]);
      const asset = assets.find((one) => one.file === name);
      expect(asset?.sha256).toBe(sum.output.split(' ')[0]);
    }
    expect(assets.map(({ file }) => file)).toContain('SHA256SUMS');
  });
});

describe('without attestations', () => {
  it('Sigstore is asked for nothing', async () => {
    await workspace.edit(
      'nx.json',
      '"@slipway/nx/plugin"',
      '{"plugin":"@slipway/nx/plugin","options":{"attestations":false}}',
    );
    const outcome = await releaseWith({ match: { registry: 'fulcio' }, do: { status: 502 } });
    expect(outcome.exitCode, outcome.output).toBe(0);
    const files = (await live()).map(({ file }) => file);
    expect(files.filter((file) => file.endsWith('.attestation'))).toEqual([]);
    const { receipts } = await workspace.json<Report>('dist/release/report.json');
    expect(receipts.filter(({ registry }) => registry === 'PyPI')).toHaveLength(2);
  });
});
