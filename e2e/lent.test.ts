import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStandalone, type RunningRehearsal } from './support/rehearsal.ts';
import { codes, makeWorkspace, said, type Outcome, type Workspace } from './support/workspace.ts';

/** A rehearsal that stands for the public registries (SLIPWAY_REHEARSAL), and what else would send a release elsewhere. */
interface Report {
  readonly destination: string;
  readonly rehearsal: string | null;
  readonly receipts: readonly object[];
  readonly findings: readonly { code: string; severity: string }[];
}

let workspace: Workspace;
let rehearsal: RunningRehearsal;
let admin: string;

/** Of a job of GitHub Actions with an identity. */
let job: Record<string, string>;
const laptop = { GITHUB_ACTIONS: '', GITHUB_REPOSITORY: '', CI: '' };

beforeAll(async () => {
  workspace = await makeWorkspace();
  await workspace.run('git', ['tag', 'v0.1.0']);
  rehearsal = await startStandalone(workspace.path('.slipway/registries'));
  ({ admin } = rehearsal.ready);
  const { env, github } = rehearsal.ready;
  const names = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  job = {
    ...Object.fromEntries(names.map((name) => [name, env[name]!])),
    ...{ GITHUB_ACTIONS: 'true', GITHUB_TOKEN: github.token },
    GITHUB_STEP_SUMMARY: workspace.path('summary.md'),
  };
});
afterAll(async () => {
  await rehearsal.stop();
  await workspace.dispose();
});

/** Why it is refused; that nothing is tested beside the identity of the job (SLW525) is another reason. */
const reasons = async () => codes(await report()).filter((code) => code !== 'SLW525');
const report = () => workspace.json<Report>('dist/release/report.json');
const nx = (target: string, env: Record<string, string>): Promise<Outcome> =>
  workspace.run('nx', ['run', `release:${target}`], env);

describe('a rehearsal that a file of the repository lends', () => {
  beforeAll(() => workspace.write('.env', `SLIPWAY_REHEARSAL=${admin}\n`));
  afterAll(() => workspace.run('rm', ['.env']));

  it.each(['publish:production', 'status', 'verify:production', 'plan', 'retreat'])(
    'SLW516: is refused in a job of GitHub Actions: release:%s',
    async (target) => {
      const refused = await nx(target, job);
      expect(refused.exitCode, refused.output).not.toBe(0);
      expect(refused.output).not.toContain('Rehearsed');
      expect(await reasons()).toEqual(['SLW516']);
      expect((await report()).receipts).toEqual([]);
      expect(await workspace.read('summary.md')).toContain('**error SLW516**');
    },
  );

  it('SLW515: is told first, last, in the report and on the page of the job where act runs it', async () => {
    await workspace.write('summary.md', '');
    const { exitCode, output } = await nx('plan', { ...job, ACT: 'true' });
    expect(exitCode, output).toBe(0);
    expect(said(output).at(0)).toContain(`Rehearsing over ${admin}`);
    expect(said(output).at(-1)).toBe(`Rehearsed over ${admin}: nothing was published.`);
    expect(await report()).toMatchObject({ rehearsal: admin });
    expect(codes(await report(), 'warning')).toContain('SLW515');
    const summary = await workspace.read('summary.md');
    expect(summary).toContain('### Slipway plan, rehearsed');
    expect(summary.match(/\*\*Rehearsed over .*: nothing was published\.\*\*/g)).toHaveLength(2);
  });

  it('SLW515: is what doctor and setup look at as well', async () => {
    for (const target of ['doctor', 'setup']) {
      const { output } = await nx(target, laptop);
      expect(said(output).at(0)).toContain(`Rehearsing over ${admin}`);
      expect(said(output).at(-1)).toBe(`Rehearsed over ${admin}: nothing was published.`);
      expect(await report()).toMatchObject({ rehearsal: admin });
    }
  });

  it('is told by nx release in its dry run', async () => {
    const nxJson = await workspace.read('nx.json');
    const release = { projects: ['tidewater-core'] };
    await workspace.write('nx.json', JSON.stringify({ ...JSON.parse(nxJson), release }));
    const args = ['run', 'tidewater-core:nx-release-publish', '--destination=production'];
    const env = { ...laptop, NX_DRY_RUN: 'true' };
    const told = await workspace.run('nx', args, env);
    expect(told.exitCode, told.output).toBe(0);
    expect(told.output).toContain(`Rehearsed over ${admin}: nothing was published.`);
    const refused = await workspace.run('nx', args, { ...env, GITHUB_ACTIONS: 'true' });
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain('SLW516');
    await workspace.write('nx.json', nxJson);
  });
});

describe('variables of the ready line', () => {
  // What is built and tested already asks nobody whether it may run.
  beforeAll(() => workspace.nx('run-many', '-t', 'test', 'build', 'build-wheels'));

  it('SLW517: do not send a public release to a rehearsal in part', async () => {
    const isIdentity = (name: string): boolean => name.startsWith('ACTIONS_ID_TOKEN_');
    const ready = Object.entries(rehearsal.ready.env).filter(([name]) => !isIdentity(name));
    const env = { ...laptop, ...Object.fromEntries(ready) };
    const refused = await nx('publish:production', env);
    expect(refused.exitCode).not.toBe(0);
    // Without an identity there is a third reason.
    expect(codes(await report())).toEqual(['SLW301', 'SLW517', 'SLW517']);
    expect(refused.output).toContain('GITHUB_API_URL is ');
    expect(refused.output).toContain('__CARGO_TEST_CRATES_IO_URL_DO_NOT_USE_THIS is ');
    expect(await report()).toMatchObject({ rehearsal: null });
    const status = await nx('status', env);
    expect(status.exitCode).not.toBe(0);
    expect(codes(await report())).toEqual(['SLW517']);
  });
});
