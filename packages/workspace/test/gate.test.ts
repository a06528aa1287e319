import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Check } from '@slipway/release/finding';
import { Secret } from '@slipway/release/identity';
import { readRepository } from '@slipway/release/manifest';
import { passGate, proveTag, publishPython } from '@slipway/release/publish';
import type { Destination } from '@slipway/release/registry';
import { manifest, openProbe, ports, type Probe } from './probe.ts';

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

async function pass(
  dryRun = false,
  other: Partial<Destination> = {},
  names = ['slipway-probe'],
): Promise<readonly Check[]> {
  const artifacts = await probe.distributions();
  const python = names.map((name) => ({ name, artifacts }));
  const preceding = new Map();
  const release = { tag: 'v0.1.0', commit, dryRun };
  const input = { crates: [crate], python, preceding, inferred: [], ...release };
  const destination = { ...(await probe.destination()), ...other };
  return (await passGate(input, destination, probe.workshop)).checks;
}

const codesOf = (checks: readonly Check[]): string[] =>
  checks.flatMap(({ findings }) => findings.map(({ code }) => code));

/** Registries that know the crate and its publisher, and what of PyPI is told. */
async function setUp(...publishers: readonly object[]): Promise<void> {
  await probe.close();
  probe = await openProbe(readRepository(new Map([['Cargo.toml', manifest]])));
  const identity = {
    ...{ owner: 'octo', ownerId: '1', repository: 'probe', workflow: 'publish.yml' },
    ...{ registry: 'pypi', name: 'slipway-probe', environment: 'release' },
  };
  for (const one of publishers) await probe.admin('publishers', { ...identity, ...one });
}

const pypiOf = (projects: readonly { registry: string; name: string }[]): string[] =>
  projects
    .filter(({ registry }) => registry === 'pypi')
    .map(({ name }) => name)
    .sort();

const rowsOf = (checks: readonly Check[]): string[] =>
  checks.map(({ place, title, verdict }) => `${verdict}: ${place}: ${title}`);
const token = 'it gives a token for this workflow, and takes it back';

describe('the gate', () => {
  it('asks for tokens and gives them back, and sends nothing', async () => {
    const checks = await pass();
    expect(rowsOf(checks)).toEqual([
      'ok: crates.io: 1 file is here, with the bytes that were checked',
      'ok: crates.io: names and versions are free, or ours with the same bytes',
      'ok: PyPI: 2 files are here, with the bytes that were checked',
      'ok: PyPI: names and versions are free, or ours with the same bytes',
      'ok: GitHub: 3 files are here, with the bytes that were checked',
      'ok: GitHub: names and versions are free, or ours with the same bytes',
      `ok: crates.io: ${token}`,
      `ok: PyPI: ${token}`,
      'not checked: GitHub: the tag v0.1.0 is on the commit that is released',
      'ok: GitHub: it lets this job make the release',
      'ok: this machine: the disk has room for 257 MiB',
    ]);
    const { files, tokens, projects } = await probe.state();
    expect(files).toEqual([]);
    expect(tokens.map(({ revoked }) => revoked)).toEqual([true, true]);
    // The project that is wanted seconds later.
    expect(pypiOf(projects)).toEqual(['slipway-probe']);
  });

  it('makes nothing in a dry run: a pending publisher is not used up', async () => {
    const checks = await pass(true);
    expect(rowsOf(checks)).toContain(`not checked: PyPI: ${token}`);
    expect(checks).toHaveLength(11);
    const { projects, tokens } = await probe.state();
    expect(pypiOf(projects)).toEqual([]);
    expect(tokens.map(({ revoked }) => revoked)).toEqual([true]);
  });

  it('SLW617: a wrong pending publisher is found before the first crate, and makes nothing', async () => {
    await setUp({ pending: true, environment: 'pypi' });
    const checks = await pass();
    expect(codesOf(checks)).toEqual(['SLW617']);
    expect(checks.find(({ verdict }) => verdict === 'wrong')?.place).toBe('PyPI');
    const { files, projects } = await probe.state();
    expect(files).toEqual([]);
    expect(pypiOf(projects)).toEqual([]);
    expect(codesOf(await pass(true))).toEqual([]);
  });

  it('SLW408: a pending publisher of another name is found as well', async () => {
    await setUp({ pending: true, name: 'slipway-prob' });
    const checks = await pass();
    expect(codesOf(checks)).toEqual(['SLW408']);
    const [finding] = checks.flatMap(({ findings }) => findings);
    expect(finding?.message).toContain('PyPI gave a token');
    expect(finding?.remedy).toContain('Add a pending publisher for slipway-probe');
    expect((await probe.state()).files).toEqual([]);
  });

  it('SLW408: one of several packages is new, and its publisher is wrong', async () => {
    const isThere = { name: 'slipway-other', pending: false };
    await setUp(isThere, { pending: true, environment: 'pypi' });
    const name = 'slipway-other';
    await probe.admin('projects', { registry: 'pypi', name, versions: ['0.0.9'] });
    const names = ['slipway-other', 'slipway-probe'];
    expect(codesOf(await pass(false, {}, names))).toEqual(['SLW408']);
  });

  it('asks for several new packages at once', async () => {
    await setUp({ pending: true }, { pending: true, name: 'slipway-other' });
    const checks = await pass(false, {}, ['slipway-other', 'slipway-probe']);
    expect(codesOf(checks)).toEqual([]);
    expect(pypiOf((await probe.state()).projects)).toEqual(['slipway-other', 'slipway-probe']);
  });

  it('SLW409: the job may read, and not release', async () => {
    const right = { registry: 'github', scopes: ['contents:read'], installation: true };
    const { token } = (await probe.admin('tokens', right)) as { token: string };
    const { github } = await probe.destination();
    const other = { github: { ...github!, token: new Secret(token) } };
    const checks = await pass(false, other);
    expect(codesOf(checks)).toEqual(['SLW409']);
    const [finding] = checks.flatMap(({ findings }) => findings);
    expect(finding?.message).toContain('Resource not accessible by integration');
    expect(finding?.remedy).toContain('contents: write');
  });

  it('does not take GitHub’s silence for a no', async () => {
    const match = { registry: 'github', path: '/generate-notes', nth: 1, times: 100 };
    await probe.admin('faults', [{ match, do: { status: 502, html: true } }]);
    const row = (await pass()).find(({ title }) => title === 'it lets this job make the release');
    expect(row).toMatchObject({ verdict: 'not checked' });
    expect(row?.because).toContain('502');
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

  it('SLW617: tells of a publisher that does not match, and all the rest', async () => {
    await probe.admin('claims', {
      workflow_ref: 'octo/probe/.github/workflows/ci.yml@refs/tags/v0.1.0',
    });
    const checks = await pass();
    expect(codesOf(checks)).toEqual(['SLW617']);
    expect(checks).toHaveLength(11);
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
