import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Check } from '@slipway/release/finding';
import { passGate, proveTag, publishPython } from '@slipway/release/publish';
import type { Destination } from '@slipway/release/registry';
import { openProbe, ports, type Probe } from './probe.ts';

let probe: Probe;

beforeEach(async () => {
  probe = await openProbe();
});
afterEach(() => probe.close());

const commit = 'c'.repeat(40);
const crate = {
  kind: 'crate' as const,
  package: 'slipway-probe',
  version: '0.1.0',
  file: 'slipway-probe-0.1.0.crate',
  path: 'dist/crates/slipway-probe/slipway-probe-0.1.0.crate',
  sha256: 'a'.repeat(64),
  bytes: 1,
};

async function pass(): Promise<readonly Check[]> {
  const artifacts = await probe.distributions();
  const python = [{ name: 'slipway-probe', artifacts }];
  const preceding = new Map();
  const input = { crates: [crate], python, preceding, inferred: [], tag: 'v0.1.0', commit };
  return (await passGate(input, await probe.destination(), probe.workshop)).checks;
}

const rowsOf = (checks: readonly Check[]): string[] =>
  checks.map(({ place, title, verdict }) => `${verdict}: ${place}: ${title}`);
const token = 'it gives a token for this workflow, and takes it back';

describe('the gate', () => {
  it('asks for a token and gives it back, and sends nothing; a pending publisher is not used up', async () => {
    const checks = await pass();
    expect(rowsOf(checks)).toEqual([
      'ok: crates.io: 1 file is here, with the bytes that were checked',
      'ok: crates.io: names and versions are free, or ours with the same bytes',
      'ok: PyPI: 2 files are here, with the bytes that were checked',
      'ok: PyPI: names and versions are free, or ours with the same bytes',
      'ok: GitHub: 3 files are here, with the bytes that were checked',
      'ok: GitHub: names and versions are free, or ours with the same bytes',
      `ok: crates.io: ${token}`,
      `not checked: PyPI: ${token}`,
      'not checked: GitHub: the tag v0.1.0 is on the commit that is released',
      'ok: this machine: the disk has room for 257 MiB',
    ]);
    const { files, tokens } = await probe.state();
    expect(files).toEqual([]);
    expect(tokens.map(({ revoked }) => revoked)).toEqual([true]);
  });

  it('asks PyPI as well where the project is there, and something is to be sent', async () => {
    const artifacts = await probe.distributions();
    const [wheel] = artifacts;
    const to = await probe.destination();
    await publishPython('slipway-probe', [wheel!], to, probe.workshop, probe.told);
    expect(rowsOf(await pass())).toContain(`ok: PyPI: ${token}`);
    await publishPython('slipway-probe', artifacts, to, probe.workshop, probe.told);
    const row = (await pass()).find(({ place, title }) => place === 'PyPI' && title === token);
    expect(row?.because).toBe('nothing is to be sent there');
  });

  it('SLW302: tells of a publisher that does not match, and all the rest', async () => {
    await probe.admin('claims', {
      workflow_ref: 'octo/probe/.github/workflows/ci.yml@refs/tags/v0.1.0',
    });
    const checks = await pass();
    const codes = checks.flatMap(({ findings }) => findings.map(({ code }) => code));
    expect(codes).toEqual(['SLW302']);
    expect(checks).toHaveLength(10);
  });
});

describe('the tag', () => {
  const prove = async (): Promise<Check> => {
    const to: Destination = { ...(await probe.destination()), name: 'production' };
    return proveTag('v0.1.0', commit, to, ports);
  };
  const put = async (sha: string): Promise<void> => {
    const { api, ownerToken } = probe.rehearsal.ready.github;
    const response = await fetch(`${api}/repos/octo/probe/git/refs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ownerToken}`, 'user-agent': 'test' },
      body: JSON.stringify({ ref: 'refs/tags/v0.1.0', sha }),
    });
    expect(response.status).toBe(201);
  };

  it('may be missing: the release makes it', async () => {
    expect((await prove()).verdict).toBe('ok');
  });

  it('is on the commit', async () => {
    await put(commit);
    expect((await prove()).verdict).toBe('ok');
  });

  it('SLW414: has moved', async () => {
    await put('d'.repeat(40));
    const { verdict, findings } = await prove();
    expect(verdict).toBe('wrong');
    expect(findings).toMatchObject([{ code: 'SLW414', severity: 'error' }]);
    expect(findings[0]?.message).toContain('v0.1.0 is on dddddddddddd at GitHub');
  });
});
