import { execa } from 'execa';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimsOf, publishRoutesOf, type Publisher } from '@slipway/doctor/claims';
import { explain } from '@slipway/release/explanation';
import { readWorkflows } from '@slipway/doctor/workflow';
import {
  breakSetup,
  readGood,
  readMisconfigurations,
  type Setup,
} from '../tools/misconfigurations/examine.ts';
import { startStandalone, type RunningRehearsal } from './support/rehearsal.ts';

let folder: string;
let rehearsal: RunningRehearsal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-misconfigured-'));
  rehearsal = await startStandalone(folder);
});
afterEach(async () => {
  await rehearsal.stop();
  await rm(folder, { recursive: true, force: true });
});

type Registry = 'crates.io' | 'PyPI';

const good = await readGood();
const refused = (await readMisconfigurations()).filter(
  ({ finds, log }) => (finds === 'SLW617' || finds === 'SLW612') && log !== undefined,
);

/** What the registries have of a set-up, and what GitHub would put into the token of its job. */
async function arrange({ texts, evidence }: Setup, registry: Registry): Promise<void> {
  const { workflows } = readWorkflows(texts, [...texts.keys()]);
  const routes = publishRoutesOf(workflows, { tag: evidence.tag, branch: 'main' });
  const route = routes.find(({ publish }) => publish.registry === registry);
  if (!route) throw new Error(`nothing goes to ${registry}`);
  const claims = claimsOf(route, 'octo/tide', '12');
  const type = claims.ref.startsWith('refs/tags/') ? 'tag' : 'branch';
  await rehearsal.post('claims', { ...claims, ref_type: type });
  const [own] = registry === 'PyPI' ? evidence.projects : evidence.crates;
  const publishers: readonly Publisher[] = own?.publishers.known ? own.publishers.value : [];
  const name = registry === 'PyPI' ? 'pypi' : 'crates-io';
  await rehearsal.post('projects', { registry: name, name: 'tide', versions: [] });
  for (const publisher of publishers) {
    await rehearsal.post('publishers', { registry: name, name: 'tide', ...publisher });
  }
}

/** Exchanges an identity as curl would in a job; what comes back. */
async function exchange(registry: Registry): Promise<string> {
  const { oidc, cratesIo, pypi } = (await (
    await fetch(`${rehearsal.ready.admin}/ready`)
  ).json()) as {
    oidc: { requestUrl: string; requestToken: string };
    cratesIo: { api: string };
    pypi: { oidc: string };
  };
  const audience = registry === 'PyPI' ? 'pypi' : 'crates.io';
  const bearer = `authorization: bearer ${oidc.requestToken}`;
  const asked = await curl(`${oidc.requestUrl}&audience=${audience}`, '-H', bearer);
  const { value } = JSON.parse(asked) as { value: string };
  const [url, body] =
    registry === 'PyPI'
      ? [`${pypi.oidc}/mint-token`, { token: value }]
      : [`${cratesIo.api}/api/v1/trusted_publishing/tokens`, { jwt: value }];
  const answer = await curl(
    url,
    ...['-H', 'content-type: application/json', '-d', JSON.stringify(body)],
  );
  const { errors, ...rest } = JSON.parse(answer) as {
    errors?: { detail?: string; code?: string; description?: string }[];
  };
  const [error] = errors ?? [];
  if (!error) return JSON.stringify(Object.keys(rest));
  return error.detail ?? `${error.code}: ${error.description}`;
}

async function curl(...args: string[]): Promise<string> {
  return (
    await execa('curl', ['--silent', '--show-error', '-A', 'probe (octo@example.org)', ...args])
  ).stdout;
}

it.each<Registry>(['crates.io', 'PyPI'])(
  'the set-up that is right gets a token of %s',
  async (registry) => {
    await arrange(good, registry);
    expect(await exchange(registry)).toContain('token');
  },
);

it.each(refused)('$name: refused in the words that explain knows', async (one) => {
  const registry = one.log?.startsWith('invalid-') ? 'PyPI' : 'crates.io';
  await arrange(breakSetup(good, one), registry);
  const said = await exchange(registry);
  expect(said).toBe(one.log);
  expect(explain(said).map(({ code }) => code)).toEqual([one.finds]);
});

const kept = (await readMisconfigurations()).filter(
  ({ finds, log }) => finds === 'SLW615' && log !== undefined,
);

/** Sets GitHub's environments up as a set-up has them, as their page does. */
async function arrangeEnvironments({ evidence }: Setup): Promise<void> {
  const { api, ownerToken } = rehearsal.ready.github;
  const { environments } = evidence.github;
  const tell = (method: string, path: string, body: object): Promise<string> =>
    curl(
      `${api}/repos/octo/tide/environments/${path}`,
      ...['-X', method, '-H', `authorization: Bearer ${ownerToken}`],
      ...['-H', 'content-type: application/json', '--fail', '-d', JSON.stringify(body)],
    );
  for (const { name, policy } of environments.known ? environments.value : []) {
    const isProtected = policy.kind === 'protected';
    await tell('PUT', name, {
      deployment_branch_policy: {
        protected_branches: isProtected,
        custom_branch_policies: !isProtected,
      },
    });
    for (const rule of policy.rules) await tell('POST', `${name}/deployment-branch-policies`, rule);
  }
}

it('the set-up that is right is let into its environment', async () => {
  await arrange(good, 'PyPI');
  await arrangeEnvironments(good);
  expect(await exchange('PyPI')).toContain('token');
});

it.each(kept)('$name: gets no identity, in the words that explain knows', async (one) => {
  const setup = breakSetup(good, one);
  await arrange(setup, 'PyPI');
  await arrangeEnvironments(setup);
  const { oidc } = (await (await fetch(`${rehearsal.ready.admin}/ready`)).json()) as {
    oidc: { requestUrl: string; requestToken: string };
  };
  const bearer = `authorization: bearer ${oidc.requestToken}`;
  const said = await curl(`${oidc.requestUrl}&audience=pypi`, '-H', bearer);
  const { message } = JSON.parse(said) as { message: string };
  expect(message).toBe(one.log);
  expect(explain(message).map(({ code }) => code)).toEqual(['SLW615']);
});
