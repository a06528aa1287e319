import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGood } from '../tools/misconfigurations/examine.ts';
import { startStandalone, type RunningRehearsal } from './support/rehearsal.ts';
import { codes, makeWorkspace, type Workspace } from './support/workspace.ts';

let workspace: Workspace;

beforeEach(async () => {
  const { texts } = await readGood();
  workspace = await makeWorkspace(Object.fromEntries(texts));
});
afterEach(() => workspace.dispose());

/** Nobody listens there: what GitHub has is not known. */
const nobody = { GITHUB_API_URL: 'http://127.0.0.1:9', GH_TOKEN: 'ghp_probe' };
const setup = (...args: string[]) =>
  workspace.run('nx', ['run', 'release:setup', '--registries=false', ...args], nobody);
const report = () =>
  workspace.json<{ findings: { code: string; severity: string }[] }>('dist/release/report.json');

describe('release:setup', () => {
  it('SLW645: has nothing to set up without a repository at GitHub', async () => {
    const { exitCode, output } = await setup();
    expect(exitCode, output).toBe(1);
    expect(codes(await report())).toEqual(['SLW645']);
  });

  it('SLW644: shows what is left for people, what it could not compare, and changes nothing', async () => {
    await workspace.run('git', ['remote', 'add', 'origin', 'https://github.com/octo/tide.git']);
    const shown = await setup();
    expect(shown.exitCode, shown.output).toBe(0);
    expect(shown.output).toMatch(
      /PyPI → [^]*Workflow name +publish\.yml[^]*Environment name +release/,
    );
    expect(shown.output).toContain('not compared: the environment release: GitHub did not answer');
    expect(shown.output).not.toContain('ghp_probe');
    // Without the Python package nothing is left, but nothing was compared either.
    await workspace.run('git', ['rm', '-q', '--cached', 'pyproject.toml']);
    await workspace.write('.gitignore', 'pyproject.toml\nnode_modules\n.nx\n.slipway\ndist\n');
    expect((await setup()).output).toContain('Nothing is known to be missing; 4 things could not');
    await workspace.run('git', ['add', '-f', 'pyproject.toml']);
    const checked = await setup('--check');
    expect(checked.exitCode).toBe(1);
    expect(codes(await report())).toEqual(['SLW644']);
  });

  it('SLW642: knows when a reviewer is nobody', async () => {
    await workspace.run('git', ['remote', 'add', 'origin', 'https://github.com/octo/tide.git']);
    const { output } = await setup('--reviewers=nobody-of-this-name');
    expect(output).toContain('name nobody-of-this-name as reviewer');
    expect(codes(await report())).toEqual(['SLW642']);
  });

  it('names teams as reviewers beside people', async () => {
    await workspace.run('git', ['remote', 'add', 'origin', 'https://github.com/octo/tide.git']);
    const answers: Record<string, unknown> = {
      '/users/octocat': { id: 7 },
      '/orgs/octo/teams/crew': { id: 3 },
      '/repos/octo/tide': { full_name: 'octo/tide', owner: { id: 12 }, default_branch: 'main' },
      '/repos/octo/tide/environments': { environments: [] },
    };
    const github = createServer(({ url }, response) => {
      const answer = answers[url?.replace(/\?.*/, '') ?? ''];
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { message: 'Not Found' }));
    });
    await new Promise<void>((resolve) => github.listen(0, '127.0.0.1', resolve));
    const { port } = github.address() as AddressInfo;
    const args = ['--registries=false', '--reviewers=octocat', '--reviewers=octo/crew'];
    const env = { ...nobody, GITHUB_API_URL: `http://127.0.0.1:${port}` };
    const { output } = await workspace.run('nx', ['run', 'release:setup', ...args], env);
    github.close();
    expect(output).toContain('make the environment release: 2 reviewers');
    expect(output).toContain('not compared: the branch main: GitHub does not show it');
  });
});

describe('release:setup, at a GitHub that answers', () => {
  let rehearsal: RunningRehearsal;
  let env: Record<string, string>;

  beforeEach(async () => {
    rehearsal = await startStandalone(workspace.path('.slipway/github'));
    const { api, ownerToken } = rehearsal.ready.github;
    env = { GITHUB_API_URL: api, GH_TOKEN: ownerToken };
    await workspace.run('git', ['remote', 'add', 'origin', 'https://github.com/octo/tide.git']);
  });
  afterEach(() => rehearsal.stop());

  const nx = (...args: string[]) =>
    workspace.run('nx', ['run', ...args, '--registries=false'], env);

  it('makes environment, rules and rulesets once, and then has nothing left to do', async () => {
    // A workflow's own token may not administer.
    const run = { ...env, GH_TOKEN: rehearsal.ready.github.token };
    const args = ['run', 'release:setup', '--yes', '--registries=false'];
    const refused = await workspace.run('nx', args, run);
    expect(refused.output).toContain('SLW642');
    expect(refused.output).toContain('Administration: write');
    const asked = await nx('release:setup');
    expect(asked.output).toContain('Nothing was changed: run it with --yes');
    const done = await nx('release:setup', '--yes', '--checks=test / Test Suite');
    expect(done.exitCode, done.output).toBe(0);
    expect(done.output).toContain('✔ let the tag v* deploy to release');
    expect(done.output).toContain('Looked again: nothing is left to do here.');
    const again = await nx('release:setup', '--yes', '--checks=test / Test Suite');
    expect(again.output).not.toContain('✔');
    // What the doctor asks of GitHub is in order now.
    const looked = await nx('release:doctor');
    const { findings } = await report();
    expect(codes({ findings }), looked.output).toEqual([]);
    expect(codes({ findings }, 'warning'), looked.output).not.toContain('SLW632');
    expect(looked.output).not.toContain(env['GH_TOKEN']);
  });

  it('adds to what people have set, run again with more to ask for', async () => {
    await nx('release:setup', '--yes', '--checks=test / Test Suite');
    const { api, ownerToken } = rehearsal.ready.github;
    const place = `${api}/repos/octo/tide/environments/release`;
    const ask = async (method: string, body?: object): Promise<Record<string, unknown>> => {
      const headers = { authorization: `Bearer ${ownerToken}`, 'user-agent': 'a test' };
      const sent = body ? { body: JSON.stringify(body) } : {};
      const response = await fetch(place, { method, headers, ...sent });
      return (await response.json()) as Record<string, unknown>;
    };
    await ask('PUT', {
      wait_timer: 30,
      reviewers: [{ type: 'Team', id: 3 }],
      prevent_self_review: true,
      can_admins_bypass: false,
      deployment_branch_policy: { protected_branches: true, custom_branch_policies: false },
    });
    const args = ['--yes', '--checks=test / Test Suite', '--checks=quality / Code Quality'];
    const done = await nx('release:setup', ...args);
    expect(done.exitCode, done.output).toBe(0);
    expect(done.output).toContain('instead of protected branches');
    expect(done.output).toContain('Looked again: nothing is left to do here.');
    expect(await ask('GET')).toMatchObject({
      can_admins_bypass: false,
      protection_rules: [
        { wait_timer: 30 },
        { prevent_self_review: true, reviewers: [{ type: 'Team' }] },
        { type: 'branch_policy' },
      ],
      deployment_branch_policy: { custom_branch_policies: true },
    });
  });

  it('registers for each registry what its job says', async () => {
    const file = '.github/workflows/publish.yml';
    await workspace.edit(file, '    environment: release', '    environment: crates-io');
    await workspace.edit(file, '    environment: release', '    environment: pypi');
    const { output } = await nx('release:setup');
    expect(output).toContain('make the environment crates-io:');
    expect(output).toContain('make the environment pypi:');
    expect(output).toMatch(/Environment name +pypi/);
    expect(output).not.toContain('the environment release');
  });
});
