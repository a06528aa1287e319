import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startStandalone, type RunningRehearsal } from './support/rehearsal.ts';
import {
  codes,
  commit,
  makeWorkspace,
  type Outcome,
  type Workspace,
  said,
} from './support/workspace.ts';

let workspace: Workspace;
let rehearsal: RunningRehearsal;

interface Report {
  readonly command: string;
  readonly actions: readonly { registry: string; file: string; decision: string; why: string }[];
  readonly findings: readonly { code: string; severity: string; message: string }[];
}

const manifest = (name: string, rest = ''): string =>
  `[package]\nname = "${name}"\nversion = "0.3.1"\nedition = "2021"\ndescription = "d"\nlicense = "MIT"\npublish = ["crates-io"]\n${rest}`;
const python =
  '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "slw-python"\nversion = "0.3.1"\n[tool.maturin]\nmanifest-path = "../over/Cargo.toml"\n';
const abi3 =
  '[lib]\ncrate-type = ["cdylib", "rlib"]\n[dependencies]\nslw-core = { path = "../core", version = "0.3.1" }\npyo3 = { version = "0.29", features = ["abi3-py39", "extension-module"] }\n';

const linux = 'slw_python-0.3.1-cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl';
const mac = 'slw_python-0.3.1-cp39-abi3-macosx_11_0_arm64.whl';
const sdist = 'slw_python-0.3.1.tar.gz';
const crates = ['slw-core-0.3.1.crate', 'slw-over-0.3.1.crate'];

/** A release as it ought to be: two crates, two wheels and an sdist, and every file at GitHub with its checksum. */
beforeEach(async () => {
  workspace = await makeWorkspace({
    'Cargo.toml': '[workspace]\nresolver = "2"\nmembers = ["core", "over"]\n',
    'core/Cargo.toml': manifest('slw-core'),
    'core/src/lib.rs': '',
    'over/Cargo.toml': manifest('slw-over', abi3),
    'over/src/lib.rs': '',
    'python/pyproject.toml': python,
  });
  await platforms('x86_64-unknown-linux-gnu', 'aarch64-apple-darwin');
  await commit(workspace, 'feat: the release');
  await workspace.run('git', ['tag', 'v0.3.1']);
  await workspace.run('git', ['remote', 'add', 'origin', 'https://github.com/octo/tide.git']);
  rehearsal = await startStandalone(workspace.path('.slipway/registries'));
  for (const name of ['slw-core', 'slw-over']) {
    await rehearsal.post('projects', { registry: 'crates-io', name, versions: ['0.3.1'] });
  }
  await rehearsal.post('projects', { registry: 'pypi', name: 'slw-python', versions: ['0.3.1'] });
  for (const file of [linux, mac, sdist]) await put(file, { content: base64(file) });
});
afterEach(async () => {
  await rehearsal.stop();
  await workspace.dispose();
});

async function platforms(...targets: readonly string[]): Promise<void> {
  const plugins = [{ plugin: '@slipway/nx/plugin', options: { platforms: targets } }];
  const nxJson = { plugins, analytics: false, tui: { enabled: false } };
  await workspace.write('nx.json', JSON.stringify(nxJson));
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const put = (file: string, change: object): Promise<void> =>
  rehearsal.post('files', {
    registry: 'pypi',
    name: 'slw-python',
    version: '0.3.1',
    file,
    ...change,
  });

async function github(method: string, path: string, body?: object | string) {
  const { api, ownerToken } = rehearsal.ready.github;
  const isAsset = typeof body === 'string';
  const base = isAsset ? api.replace(/github$/, 'github-uploads') : api;
  const response = await fetch(`${base}/repos/octo/tide/${path}`, {
    method,
    headers: { authorization: `Bearer ${ownerToken}`, 'user-agent': 'a test' },
    ...(body === undefined ? {} : { body: isAsset ? body : JSON.stringify(body) }),
  });
  return (response.status === 204 ? {} : await response.json()) as { id: number };
}

/** The release at GitHub, with these assets: each holds its own name. */
async function release(assets: readonly string[]): Promise<number> {
  const { id } = await github('POST', 'releases', { tag_name: 'v0.3.1', name: 'v0.3.1' });
  for (const name of assets) await github('POST', `releases/${id}/assets?name=${name}`, name);
  return id;
}

/** With what the registries have in it. */
async function checksums(id: number): Promise<void> {
  const { files } = await rehearsal.state();
  const lines = files
    .filter(({ registry, version }) => registry !== 'github' && version === '0.3.1')
    .map((one) => `${one.sha256}  ${one.file}\n`);
  await github('POST', `releases/${id}/assets?name=SHA256SUMS`, lines.join(''));
}

async function whole(): Promise<number> {
  const id = await release([linux, mac, sdist]);
  // What a crate holds is the registry's matter here: the assets of the same name do as well.
  for (const file of crates) {
    const [name] = file.split('-0.3.1');
    const where = { registry: 'crates-io', name, version: '0.3.1', file };
    await rehearsal.post('files', { ...where, content: base64(file) });
    await github('POST', `releases/${id}/assets?name=${file}`, file);
  }
  await checksums(id);
  return id;
}

function status(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Outcome> {
  // A CI that runs these tests is none for them.
  const lent = { SLIPWAY_REHEARSAL: rehearsal.ready.admin, GITHUB_ACTIONS: '' };
  return workspace.run('nx', ['run', 'release:status', ...args], { ...lent, ...env });
}
/** As a job of a workflow has one. */
async function token(...scopes: string[]): Promise<string> {
  const response = await fetch(`${rehearsal.ready.admin}/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ registry: 'github', scopes, installation: true }),
  });
  return ((await response.json()) as { token: string }).token;
}

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
}

const issues = async (): Promise<Issue[]> =>
  (await github('GET', 'issues?direction=asc')) as unknown as Issue[];

const report = () => workspace.json<Report>('dist/release/report.json');
const found = async (severity?: string) => codes(await report(), severity);

describe('release:status', () => {
  it('finds nothing in a release that is whole, with no credential, also after the next platform', async () => {
    await whole();
    await platforms('x86_64-unknown-linux-gnu', 'aarch64-apple-darwin', 'x86_64-pc-windows-msvc');
    await commit(workspace, 'feat: another platform');
    const before = await rehearsal.state();
    const { exitCode, output } = await status();
    expect(exitCode, output).toBe(0);
    expect(output).toContain('v0.3.1 of octo/tide');
    expect(output).toMatch(/✔ slw-python 0\.3\.1 +3 of 3/);
    expect(output).toMatch(/✔ v0\.3\.1 +6 of 6/);
    const { command, actions, findings } = await report();
    // A look that was lent a rehearsal says so, first and last: it says nothing of a release.
    expect([command, codes({ findings })]).toEqual(['status', []]);
    expect(codes({ findings }, 'warning')).toEqual(['SLW515']);
    const { admin } = rehearsal.ready;
    expect(await report()).toMatchObject({ destination: 'production', rehearsal: admin });
    expect(said(output).at(0)).toContain(`Rehearsing over ${admin}`);
    expect(said(output).at(-1)).toBe(`Rehearsed over ${admin}: nothing was published.`);
    expect(actions.map(({ decision }) => decision)).toEqual(Array(11).fill('already-there'));
    expect(actions[0]?.why).toBe('there with the same SHA-256');
    expect((await rehearsal.state()).files).toEqual(before.files);
  });

  it('SLW410, SLW441: names the wheel that is missing, and tells when it is too late for it', async () => {
    await whole();
    await put(mac, { removed: true });
    const missing = await status();
    expect(missing.exitCode).toBe(1);
    expect(missing.output).toContain(`lacks 1 of 3 files of slw-python 0.3.1: ${mac}`);
    expect(missing.output).toMatch(/takes files for this version until 20\d\d-\d\d-\d\d/);
    expect(await found()).toEqual(['SLW410']);
    await rehearsal.post('clock', { advanceSeconds: 15 * 24 * 3600 });
    const late = await status();
    expect(late.output).toContain('takes no more files for slw-python 0.3.1');
    expect(await found()).toEqual(['SLW441']);
  });

  it('SLW410, SLW444: knows a wheel by its platform, where nothing tells its name', async () => {
    await put(mac, { removed: true });
    const { exitCode, output } = await status(['--report=status.json']);
    expect(exitCode).toBe(1);
    expect(output).toContain('cp39-abi3 for aarch64-apple-darwin');
    expect(codes(await workspace.json<Report>('status.json'))).toEqual(['SLW410', 'SLW444']);
  });

  it('SLW442, SLW449: names other bytes, and a file that the release does not', async () => {
    await whole();
    await put(sdist, { content: base64('something else') });
    await put(linux.replace('cp39', 'cp312'), { content: base64('from nowhere') });
    const { exitCode, output } = await status();
    expect(exitCode).toBe(1);
    expect(await found()).toEqual(['SLW442', 'SLW449']);
    expect(output).toContain(`SHA256SUMS of v0.3.1 says ${sha256(sdist)}`);
  });

  it('SLW445, SLW446: names a release that is a draft, or has no files', async () => {
    const id = await release([]);
    expect((await status()).exitCode).toBe(1);
    expect(await found()).toEqual(['SLW446']);
    await github('PATCH', `releases/${id}`, { draft: true });
    const draft = await status([], { GH_TOKEN: rehearsal.ready.github.ownerToken });
    expect(draft.output).toContain('left as a draft');
    expect(await found()).toEqual(['SLW445']);
  });

  it('SLW440, SLW443, SLW447: names what lags, what no tag names, and what is withdrawn', async () => {
    await whole();
    await rehearsal.post('projects', {
      registry: 'pypi',
      name: 'slw-python',
      versions: ['0.3.2'],
    });
    for (const file of [linux, mac, sdist]) await put(file, { yanked: true });
    const withdrawn = await status();
    expect(withdrawn.output).toContain('slw-python 0.3.2, and no tag names it');
    expect(await found()).toEqual(['SLW443']);
    expect(await found('info')).toEqual(['SLW447']);
    const core = { registry: 'crates-io', name: 'slw-core', version: '0.3.1', file: crates[0] };
    await rehearsal.post('files', { ...core, removed: true });
    const lagging = await status();
    expect(lagging.output).toContain('crates.io has nothing of slw-core 0.3.1');
    expect(await found()).toEqual(['SLW440', 'SLW443']);
  });

  it('SLW434, SLW450: tells of the others where one registry is silent, and names no tag for another', async () => {
    await whole();
    const silent = { match: { registry: 'github' }, do: { status: 404 } };
    await rehearsal.post('faults', { faults: [silent] });
    const unseen = await status();
    expect(unseen.output).toContain('GitHub does not tell what octo/tide has');
    expect(unseen.output).toMatch(/✔ slw-python 0\.3\.1 +3 of 3/);
    expect(await found()).toEqual(['SLW450']);
    expect((await status(['--tag=v9.9.9'])).exitCode).toBe(1);
    expect(await found()).toEqual(['SLW434']);
  });

  it('SLW454, SLW455: keeps one issue while something is wrong, as whom it may', async () => {
    await whole();
    const withoutToken = await status(['--issue']);
    expect(withoutToken.exitCode).toBe(1);
    expect(await found()).toEqual(['SLW455']);
    const job = await token('contents:read', 'issues:write');
    const watch = (GITHUB_TOKEN = job) => status(['--issue'], { GITHUB_TOKEN });
    expect((await watch()).exitCode).toBe(0);
    expect(await issues()).toEqual([]);

    await put(mac, { removed: true });
    expect((await watch(await token('contents:read'))).exitCode).toBe(1);
    expect(await found()).toEqual(['SLW410', 'SLW454']);
    // Somebody else's, which only looks like ours.
    await github('POST', 'issues', { title: 'Mine', body: 'Not yours' });
    const opened = await watch();
    expect(opened.exitCode).toBe(1);
    expect(opened.output).toContain('Issue #2 is opened.');
    const [, issue] = await issues();
    expect(issue).toMatchObject({ title: 'Release v0.3.1 is not as it ought to be' });
    expect(issue?.body).toContain('lacks 1 of 3 files of slw-python 0.3.1');

    expect((await watch()).output).not.toContain('Issue #');
    await put(sdist, { removed: true });
    expect((await watch()).output).toContain('Issue #2 tells what has changed.');
    await rehearsal.post('faults', {
      faults: [{ match: { registry: 'github', path: '/releases' }, do: { status: 404 } }],
    });
    expect((await watch()).output).toContain('the issue is left as it is');
    await fetch(`${rehearsal.ready.admin}/faults`, { method: 'DELETE' });
    for (const file of [mac, sdist]) await put(file, { content: base64(file) });
    const well = await watch();
    expect(well.exitCode, well.output).toBe(0);
    expect(well.output).toContain('Issue #2 is closed.');
    expect((await issues()).map(({ number }) => number)).toEqual([1]);
    const comments = (await github('GET', 'issues/2/comments')) as unknown as { body: string }[];
    expect(comments.map(({ body }) => body.split('\n')[0])).toEqual([
      'It has changed:',
      'v0.3.1 is as it ought to be.',
    ]);
  });

  it('SLW455: looks at TestPyPI alone, when told, and keeps no issue of it', async () => {
    const { exitCode, output } = await workspace.run(
      'nx',
      ['run', 'release:status:testpypi', '--issue'],
      {
        SLIPWAY_REHEARSAL: rehearsal.ready.admin,
        GITHUB_ACTIONS: '',
        GITHUB_TOKEN: await token('issues:write'),
      },
    );
    expect(exitCode).toBe(1);
    expect(output).toContain('--issue needs a destination with a release at GitHub');
    const { actions } = await report();
    expect(new Set(actions.map(({ registry }) => registry))).toEqual(new Set(['TestPyPI']));
  });
});
