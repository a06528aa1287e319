import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startStandalone, type RunningRehearsal } from './support/rehearsal.ts';
import { codes, commit, makeWorkspace, type Outcome, type Workspace } from './support/workspace.ts';

let workspace: Workspace;
let rehearsal: RunningRehearsal;

interface Report {
  readonly actions: readonly { registry: string; file: string; decision: string }[];
  readonly receipts: readonly { file: string; result: string }[];
  readonly findings: readonly { code: string; severity: string; message: string }[];
}

const manifest = (name: string, rest = ''): string =>
  `[package]\nname = "${name}"\nversion = "0.3.1"\nedition = "2021"\ndescription = "d"\nlicense = "MIT"\npublish = ["crates-io"]\n${rest}`;

/** Two crates, one over the other, and a Python package; a commit after the tag has another version. */
beforeEach(async () => {
  workspace = await makeWorkspace({
    'Cargo.toml': '[workspace]\nresolver = "2"\nmembers = ["core", "over"]\n',
    'core/Cargo.toml': manifest('slw-core'),
    'core/src/lib.rs': '',
    'over/Cargo.toml': manifest(
      'slw-over',
      '[dependencies]\nslw-core = { path = "../core", version = "0.3.1" }\n',
    ),
    'over/src/lib.rs': '',
    'python/pyproject.toml':
      '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "slw-python"\nversion = "0.3.1"\n[tool.maturin]\nmanifest-path = "../over/Cargo.toml"\n',
  });
  await workspace.run('git', ['tag', 'v0.3.1']);
  await workspace.run('git', ['remote', 'add', 'origin', 'https://github.com/octo/tide.git']);
  for (const file of ['core/Cargo.toml', 'over/Cargo.toml']) {
    await workspace.edit(file, 'version = "0.3.1"\nedition', 'version = "0.4.0"\nedition');
  }
  await workspace.edit(
    'over/Cargo.toml',
    '"../core", version = "0.3.1"',
    '"../core", version = "0.4.0"',
  );
  await workspace.edit('python/pyproject.toml', 'version = "0.3.1"', 'version = "0.4.0"');
  await commit(workspace, 'chore: the next version');
  rehearsal = await startStandalone(workspace.path('.slipway/registries'));
  for (const name of ['slw-core', 'slw-over']) {
    await rehearsal.post('projects', { registry: 'crates-io', name, versions: ['0.3.0', '0.3.1'] });
  }
  await rehearsal.post('projects', { registry: 'pypi', name: 'slw-python', versions: ['0.3.1'] });
  await github('POST', 'releases', { tag_name: 'v0.3.1', name: 'v0.3.1', body: '- sails\n' });
});
afterEach(async () => {
  await rehearsal.stop();
  await workspace.dispose();
});

async function github(
  method: string,
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const { api, ownerToken } = rehearsal.ready.github;
  const response = await fetch(`${api}/repos/octo/tide/${path}`, {
    method,
    headers: { authorization: `Bearer ${ownerToken}`, 'user-agent': 'a test' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await response.json()) as Record<string, unknown>;
}

const release = () => github('GET', 'releases/tags/v0.3.1');

async function yanked(
  name: string,
  version = '0.3.1',
): Promise<{ yanked: boolean; yank_message: unknown }> {
  const address = `${rehearsal.ready.cratesIo.api}/api/v1/crates/${name}/${version}`;
  const response = await fetch(address, { headers: { 'user-agent': 'a test' } });
  return ((await response.json()) as { version: { yanked: boolean; yank_message: unknown } })
    .version;
}

async function scoped(limits: object): Promise<string> {
  const response = await fetch(`${rehearsal.ready.admin}/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ registry: 'crates-io', ...limits }),
  });
  return ((await response.json()) as { token: string }).token;
}

function retreat(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return workspace.run('nx', ['run', 'release:retreat', ...args], {
    SLIPWAY_REHEARSAL: rehearsal.ready.admin,
    // A CI that runs these tests is none for them.
    GITHUB_ACTIONS: '',
    GH_TOKEN: rehearsal.ready.github.ownerToken,
    ...env,
  });
}
const report = () => workspace.json<Report>('dist/release/report.json');

describe('release:retreat', () => {
  it('shows, withdraws in reverse order, and has nothing left to do the second time', async () => {
    const token = await scoped({ scopes: ['yank'], packages: ['slw-*'] });
    const env = { CARGO_REGISTRY_TOKEN: token };
    const shown = await retreat(['--tag=v0.3.1'], env);
    expect(shown.exitCode, shown.output).toBe(0);
    expect(shown.output).toContain('Nothing was changed: run it with --yes to do these 3 steps.');
    expect(shown.output).toContain('/manage/project/slw-python/release/0.3.1/');
    expect((await yanked('slw-core')).yanked).toBe(false);

    const done = await retreat(['--tag=v0.3.1', '--yes', '--reason=it leaks'], env);
    expect(done.exitCode, done.output).toBe(0);
    expect(done.output).not.toContain(token);
    expect((await report()).receipts).toMatchObject([
      { file: 'slw-over-0.3.1.crate', result: 'withdrawn' },
      { file: 'slw-core-0.3.1.crate', result: 'withdrawn' },
      { file: 'v0.3.1', result: 'withdrawn' },
    ]);
    expect(await yanked('slw-core')).toMatchObject({ yanked: true, yank_message: 'it leaks' });
    expect((await yanked('slw-core', '0.3.0')).yanked).toBe(false);
    const marked = await release();
    expect(marked).toMatchObject({ name: 'v0.3.1 (withdrawn)', prerelease: true, draft: false });
    expect(marked['body']).toMatch(
      /This release was withdrawn: do not use it\. it leaks[^]*- sails/,
    );

    const again = await retreat(['--tag=v0.3.1', '--yes'], env);
    expect(again.exitCode, again.output).toBe(0);
    expect(again.output).toContain('Nothing is left to do here.');
    expect(again.output).toMatch(/slw-core-0\.3\.1\.crate +\(withdrawn already\)/);
    expect((await report()).receipts).toEqual([]);

    const undone = await retreat(['--tag=v0.3.1', '--yes', '--undo'], env);
    expect(undone.exitCode, undone.output).toBe(0);
    expect((await report()).receipts.map(({ file }) => file)).toEqual([
      'slw-core-0.3.1.crate',
      'slw-over-0.3.1.crate',
      'v0.3.1',
    ]);
    expect(await release()).toMatchObject({ name: 'v0.3.1', body: '- sails\n', prerelease: false });
    expect((await yanked('slw-over')).yanked).toBe(false);
    // The look at the tag leaves nothing behind.
    expect(
      (await workspace.run('git', ['worktree', 'list'])).output.trim().split('\n'),
    ).toHaveLength(1);
  });

  it('SLW430, SLW432: goes on from where a token was missing or too weak', async () => {
    const missing = await retreat(['--tag=v0.3.1', '--yes']);
    expect(missing.exitCode, missing.output).toBe(1);
    expect(codes(await report())).toEqual(['SLW430']);
    const narrow = {
      CARGO_REGISTRY_TOKEN: await scoped({ scopes: ['yank'], packages: ['slw-over'] }),
    };
    const half = await retreat(['--tag=v0.3.1', '--yes'], narrow);
    expect(half.exitCode, half.output).toBe(1);
    expect(codes(await report())).toEqual(['SLW432']);
    expect([await yanked('slw-over'), await yanked('slw-core')]).toMatchObject([
      { yanked: true },
      { yanked: false },
    ]);
    expect(await release()).toMatchObject({ name: 'v0.3.1' });
    const rest = { CARGO_REGISTRY_TOKEN: await scoped({ scopes: ['yank'] }), GH_TOKEN: '' };
    const blind = await retreat(['--tag=v0.3.1', '--yes'], rest);
    expect(blind.output).toContain('neither GH_TOKEN nor GITHUB_TOKEN is set');
    expect(codes(await report())).toEqual(['SLW430']);
    expect((await report()).receipts.map(({ file }) => file)).toEqual(['slw-core-0.3.1.crate']);
    expect((await retreat(['--tag=v0.3.1', '--yes'])).exitCode).toBe(0);
    expect(await release()).toMatchObject({ name: 'v0.3.1 (withdrawn)' });
  });

  it('SLW431, SLW435: tells what a registry refuses, and sends nothing that is no token', async () => {
    await rehearsal.post('projects', { registry: 'crates-io', name: 'slw-over', foreign: true });
    const env = { CARGO_REGISTRY_TOKEN: await scoped({ scopes: ['yank'] }) };
    const refused = await retreat(['--yes'], env);
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('must already be an owner to yank or unyank');
    expect(codes(await report())).toEqual(['SLW431']);
    const broken = await retreat(['--yes'], { CARGO_REGISTRY_TOKEN: 'cio one\ncio two' });
    expect(broken.output).not.toContain('cio one');
    expect(codes(await report())).toEqual(['SLW435']);
  });

  it('SLW433, SLW434: withdraws nothing that was never there', async () => {
    const unknown = await retreat(['--tag=v9.9.9', '--yes']);
    expect(unknown.exitCode, unknown.output).toBe(1);
    expect(codes(await report())).toEqual(['SLW434']);
    await workspace.run('git', ['tag', 'v0.4.0']);
    const never = await retreat(['--yes']);
    expect(never.exitCode, never.output).toBe(1);
    expect(codes(await report())).toEqual(['SLW433']);
  });
});
