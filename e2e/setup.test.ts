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
});
