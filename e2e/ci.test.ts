import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, codes, makeWorkspace, repository, type Workspace } from './support/workspace.ts';

const publish = '.github/workflows/publish.yml';
const ci = '.github/workflows/ci.yml';
const generate = (workspace: Workspace, ...args: string[]) =>
  workspace.nx('g', '@slipway/nx:ci', ...args);

describe('nx g @slipway/nx:ci', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await makeWorkspace();
  });
  afterAll(() => workspace.dispose());

  it('SLW663: finds that nothing is there, writes it, and then finds nothing', async () => {
    const missing = await generate(workspace, '--check');
    expect(missing.exitCode).toBe(1);
    expect(missing.output).toContain(`SLW663  ${publish}`);
    expect(missing.output).not.toMatch(/^ +at .*:\d+:\d+\)?$/m);
    const written = await generate(workspace);
    const created = [...written.output.matchAll(/CREATE .*\/(.*\.yml)/g)].map(([, name]) => name);
    expect(created).toEqual(['publish.yml', 'ci.yml', 'release-status.yml']);
    const checked = await generate(workspace, '--check');
    expect(checked.exitCode, checked.output).toBe(0);
    const again = await generate(workspace);
    expect(again.output).not.toMatch(/CREATE|UPDATE/);
  });

  it('SLW660: tells GitHub and people where a part was changed, and mends that part alone', async () => {
    const [before, mine] = await Promise.all([workspace.read(publish), workspace.read(ci)]);
    const end = '# slipway:end quality';
    await workspace.write(ci, mine.replace(end, `${end}\n      - run: ./mine.sh`));
    await workspace.edit(publish, 'environment: release', 'environment: production');
    const line = before.split('\n').findIndex((one) => one.includes('environment: release')) + 1;
    const args = ['g', '@slipway/nx:ci', '--check'];
    const checked = await workspace.run('nx', args, { GITHUB_ACTIONS: 'true' });
    expect(checked.exitCode).toBe(1);
    expect(checked.output).toContain(`::error file=${publish},line=${line},title=SLW660::`);
    expect(checked.output).toContain('`environment: production` where `environment: release`');
    expect(checked.output).toContain('npx nx g @slipway/nx:ci');
    await generate(workspace);
    expect(await workspace.read(publish)).toBe(before);
    expect(await workspace.read(ci)).toContain('- run: ./mine.sh');
  });

  it('writes no workflow that watches where nobody wants one, on the command line or in nx.json', async () => {
    const watching = '.github/workflows/release-status.yml';
    await workspace.run('rm', [watching]);
    expect((await generate(workspace, '--check', '--monitor=false')).output).not.toContain(
      'release-status.yml',
    );
    const missing = await generate(workspace, '--check');
    expect(missing.output).toContain(`SLW663  ${watching}`);
    const nxJson = await workspace.json<object>('nx.json');
    const generators = { '@slipway/nx:ci': { monitor: false } };
    await workspace.write('nx.json', JSON.stringify({ ...nxJson, generators }));
    expect((await generate(workspace, '--check')).output).not.toContain('release-status.yml');
    await workspace.write('nx.json', JSON.stringify(nxJson));
    await generate(workspace);
  });

  it('SLW505: only loopback may stand for the public registries, in the last job too', async () => {
    await workspace.run('git', ['tag', 'v0.1.0']);
    const elsewhere = { SLIPWAY_REHEARSAL: 'http://registry.example/_rehearsal' };
    const lent = await workspace.run('nx', ['run', 'release:status'], elsewhere);
    expect(lent.exitCode).toBe(1);
    expect(lent.output).toContain('which is not on loopback');
    await workspace.run('git', ['tag', '-d', 'v0.1.0']);
  });

  it('is taken by the doctor as it is', async () => {
    const env = { CARGO_NET_OFFLINE: 'true' };
    const { exitCode, output } = await workspace.run('nx', ['run', 'release:doctor'], env);
    expect(exitCode, output).toBe(0);
    const { findings } = await workspace.json<{ findings: { code: string; severity: string }[] }>(
      'dist/release/report.json',
    );
    expect(codes({ findings })).toEqual([]);
    expect(codes({ findings }, 'warning')).toEqual([]);
  });

  it('keeps the name of a workflow that was given another', async () => {
    await workspace.run('git', ['mv', '-f', ci, '.github/workflows/checks.yml']);
    await workspace.run('mv', [ci, '.github/workflows/checks.yml']);
    const again = await generate(workspace, '--check');
    expect(again.exitCode, again.output).toBe(0);
    await workspace.run('mv', ['.github/workflows/checks.yml', ci]);
  });

  it('SLW661: leaves a workflow alone that is somebody’s own, until told', async () => {
    const theirs = 'name: Publish\non:\n  push:\njobs: {}\n';
    await workspace.write(publish, theirs);
    await workspace.run('rm', [ci]);
    const refused = await generate(workspace);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain('SLW661');
    expect(refused.output).not.toContain('CREATE');
    expect(await workspace.read(publish)).toBe(theirs);
    const named = await generate(workspace, '--publish=release.yml');
    expect(named.output).toContain('CREATE .github/workflows/release.yml');
    expect(await workspace.read(publish)).toBe(theirs);
    await workspace.run('rm', ['.github/workflows/release.yml']);
    const forced = await generate(workspace, '--force');
    expect(forced.output).toContain(`UPDATE ${publish}`);
  });

  it('SLW662: says where marks are damaged', async () => {
    await workspace.edit(publish, '  # slipway:end plan\n', '');
    const { exitCode, output } = await generate(workspace);
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/SLW662[^]*at {3}\.github\/workflows\/publish\.yml:\d+/);
    expect(output).not.toMatch(/^ +at .*:\d+:\d+\)?$/m);
  });

  it('takes names of files for workflows, and nothing else', async () => {
    const { exitCode, output } = await generate(workspace, '--ci=../../ci.yml');
    expect(exitCode).not.toBe(0);
    expect(output).toContain('such as release.yml');
  });

  it('takes no option that it does not know: one letter less would write what is to be checked', async () => {
    const { exitCode, output } = await generate(workspace, '--chek');
    expect(exitCode).not.toBe(0);
    expect(output).toContain("'chek' is not found in schema");
    expect(output).not.toMatch(/CREATE|UPDATE/);
  });
});

describe('this repository', () => {
  it('has its own workflows as they would be written', async () => {
    const { exitCode, output } = await generate(at(repository), '--check');
    expect(exitCode, output).toBe(0);
  });
});
