import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startRehearsal, type Rehearsal } from '@slipway/rehearsal';
import { SlipwayError } from '@slipway/release/finding';
import { nodePorts } from '@slipway/release/node';
import { proveIdentity } from '@slipway/workspace/credential';
import { rehearsalDestination } from '@slipway/workspace/destination';
import { seed } from '@slipway/workspace/rehearsing';
import { readRepository } from '@slipway/release/manifest';

const ports = nodePorts();
let root: string;
let rehearsal: Rehearsal;

const repository = readRepository(
  new Map([
    [
      'Cargo.toml',
      '[package]\nname = "slipway-probe"\nversion = "0.1.0"\nlicense = "MIT"\ndescription = "d"\n',
    ],
    [
      'pyproject.toml',
      '[build-system]\nbuild-backend = "maturin"\n[project]\nname = "slipway-probe"\n',
    ],
  ]),
);
const commit = {
  id: 'c'.repeat(40),
  tags: [],
  changed: [],
  date: '2026-01-01',
  repository: 'octo/probe',
  shallow: false,
};

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'slipway-identity-')));
  rehearsal = await startRehearsal({ state: join(root, 'state') });
  const selection = { repository, stays: [], bumpFirst: [] };
  await seed(rehearsal.ready.admin, selection, commit, 'v0.1.0', ports.fetch);
});
afterEach(async () => {
  await rehearsal.close();
  await rm(root, { recursive: true, force: true });
});

interface State {
  readonly tokens: { readonly revoked: boolean }[];
  readonly files: object[];
}

const state = async (): Promise<State> =>
  (await (await fetch(`${rehearsal.ready.admin}/state`)).json()) as State;

it('gets a token of each registry, gives it back, shows the claims and no token', async () => {
  const place = { root, ports };
  const { identity, ...routes } = await rehearsalDestination(
    rehearsal.ready.admin,
    place,
    'octo/probe',
  );
  const lines = (await proveIdentity(identity, routes, ports)).join('\n');
  expect(lines).toContain('octo/probe/.github/workflows/publish.yml@refs/tags/v0.1.0');
  expect(lines).toContain('environment release');
  expect(lines).toMatch(/crates\.io gave a token[^]*PyPI gave a token/);
  expect(lines).not.toMatch(/eyJ|cio_tp_|pypi-/);
  const { tokens, files } = await state();
  expect(tokens.map(({ revoked }) => revoked)).toEqual([true, true]);
  expect(files).toEqual([]);
});

it('SLW617: says which publisher refuses, and has published nothing', async () => {
  await fetch(`${rehearsal.ready.admin}/claims`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ environment: null }),
  });
  const place = { root, ports };
  const { identity, ...routes } = await rehearsalDestination(
    rehearsal.ready.admin,
    place,
    'octo/probe',
  );
  const refused = await proveIdentity(identity, routes, ports).catch(
    (error: SlipwayError) => error,
  );
  expect(refused).toBeInstanceOf(SlipwayError);
  const { finding } = refused as SlipwayError;
  expect(finding.message).toMatch(/requires an environment/);
  expect(finding).toMatchObject({ code: 'SLW617', severity: 'error' });
  expect(finding.why).toContain('the job has none');
  expect((await state()).files).toEqual([]);
});
