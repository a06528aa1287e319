import { afterEach, beforeEach, expect, it } from 'vitest';
import { codes, commit, makeWorkspace, type Workspace } from './support/workspace.ts';

interface Report {
  readonly findings: { code: string; severity: string }[];
  readonly actions: { package: string; version: string; decision: string }[];
  readonly receipts: { file: string }[];
}

let workspace: Workspace;

const crate = (name: string, version: string, rest = ''): Record<string, string> => ({
  [`${name}/Cargo.toml`]: `[package]\nname = "slipway-probe-${name}"\nversion = "${version}"\nedition = "2021"\ndescription = "d"\nlicense = "MIT"\n${rest}`,
  [`${name}/src/lib.rs`]: '',
});

/** Three crates, each numbered and tagged on its own; sail needs mast. */
beforeEach(async () => {
  workspace = await makeWorkspace({
    'Cargo.toml': '[workspace]\nmembers = ["mast", "sail", "anchor"]\nresolver = "2"\n',
    ...crate('mast', '0.1.0'),
    ...crate(
      'sail',
      '0.4.0',
      '[dependencies]\nslipway-probe-mast = { path = "../mast", version = "0.1.0" }\n',
    ),
    ...crate('anchor', '2.0.0'),
  });
  await git('config', 'user.name', 'A Sailor');
  await git('config', 'user.email', 'sailor@example.org');
  await workspace.run('cargo', ['generate-lockfile', '--offline']);
  await commit(workspace, 'feat: three crates');
  for (const tag of ['mast-v0.1.0', 'sail-v0.4.0', 'anchor-v2.0.0']) {
    await git('tag', `slipway-probe-${tag}`);
  }
});
afterEach(() => workspace.dispose());

async function git(...args: string[]): Promise<void> {
  const { exitCode, output } = await workspace.run('git', args);
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${output}`);
}

async function change(name: string, message: string): Promise<void> {
  await workspace.write(`${name}/src/lib.rs`, `// ${message}\n`);
  await commit(workspace, message);
}

/** Runs a target that ought to pass, or ought not. */
async function run(passes: boolean, ...args: string[]): Promise<string> {
  const { exitCode, output } = await workspace.nx('run', ...args);
  expect(exitCode === 0, output).toBe(passes);
  return output;
}

const report = (): Promise<Report> => workspace.json<Report>('dist/release/report.json');

it('one of several independent crates is released; the others stay as they were', async () => {
  await change('sail', 'fix: a tear');
  await change('anchor', 'docs: where to drop it');
  await change('mast', 'Made a little higher (#12)');
  await run(true, 'release:plan', '--live=false');
  const before = (await report()).actions.map((one) => [one.package, one.decision]);
  expect(Object.fromEntries(before)).toMatchObject({
    'slipway-probe-mast': 'blocked',
    'slipway-probe-anchor': 'skip',
  });
  await git('reset', '--quiet', '--hard', 'HEAD~1');
  await run(true, 'release:plan', '--live=false');
  const planned = (await report()).actions.map((one) => [one.package, one.decision]);
  expect(Object.fromEntries(planned)).toEqual({
    'slipway-probe-mast': 'skip',
    'slipway-probe-sail': 'blocked',
    'slipway-probe-anchor': 'skip',
  });
  await run(true, 'release:version', '--tag');
  const output = await run(true, 'release:publish');
  expect(output).toContain('Rehearsed: slipway-probe-sail 0.4.1\n');
  const { actions, receipts } = await report();
  expect(actions).toContainEqual(
    expect.objectContaining({ package: 'slipway-probe-anchor', decision: 'skip' }),
  );
  const files = receipts.map(({ file }) => file);
  expect(files).toContain('slipway-probe-sail-0.4.1.crate');
  expect(files.filter((file) => file.includes('anchor'))).toEqual([]);
});

it('SLW114: what a crate of the release is compiled with is bumped first', async () => {
  await change('sail', 'fix: a tear');
  await change('mast', 'feat: a crow’s nest');
  await run(true, 'release:version', '--packages', 'slipway-probe-sail', '--tag');
  expect(await run(false, 'release:publish')).toContain('Nothing was uploaded anywhere.');
  const { findings } = await report();
  expect(codes({ findings })).toEqual(['SLW114']);
  expect(findings[0]).toMatchObject({ file: 'mast/Cargo.toml' });
});

it('a shared changelog names packages in every entry, and dependencies until they are final', async () => {
  await workspace.write('CHANGELOG.md', '# Changelog\n');
  await change('mast', 'feat!: another foot');
  await run(true, 'release:version', '--preid=rc', '--tag', '--changelog');
  await run(true, 'release:version', '--tag', '--changelog');
  const text = await workspace.read('CHANGELOG.md');
  expect(text.match(/^## .*$/gm)?.map((line) => line.replace(/ \(.*/, ''))).toEqual([
    '## slipway-probe-sail 0.4.1',
    '## slipway-probe-mast 0.2.0',
    '## slipway-probe-sail 0.4.1-rc.1',
    '## slipway-probe-mast 0.2.0-rc.1',
  ]);
  expect(text.match(/^\* requires .*$/gm)).toEqual([
    '* requires slipway-probe-mast 0.2.0',
    '* requires slipway-probe-mast 0.2.0-rc.1',
  ]);
  await change('sail', 'fix: a seam');
  await run(true, 'release:version', '--tag', '--changelog');
  expect(await workspace.read('CHANGELOG.md')).toContain('\n## slipway-probe-sail 0.4.2 (');
});

it('tells of a dependency that was tagged before, and of none whose requirement stays', async () => {
  await change('mast', 'feat!: another foot');
  await run(true, 'release:version', '--commit');
  await git('tag', 'slipway-probe-mast-v0.2.0');
  await run(true, 'release:changelog');
  expect(await workspace.read('sail/CHANGELOG.md')).toContain(
    '* requires slipway-probe-mast 0.2.0\n',
  );
  const manifest = await workspace.read('sail/Cargo.toml');
  await workspace.write('sail/Cargo.toml', manifest.replace('"0.2.0"', '"0.2"'));
  await commit(workspace, 'chore: any mast of that kind');
  await git('tag', 'slipway-probe-sail-v0.4.1');
  await change('mast', 'fix: a splinter');
  await run(true, 'release:version', '--bump=patch', '--tag', '--changelog');
  const [newest = ''] = (await workspace.read('sail/CHANGELOG.md')).split('## 0.4.1');
  expect(newest).toContain('## 0.4.2');
  expect(newest).not.toContain('requires');
});

it('links to one changelog share it: the entries of all packages are in it, under their names', async () => {
  await workspace.write('docs/LOG.md', '# Changelog\n');
  for (const name of ['mast', 'anchor']) {
    await workspace.run('ln', ['-s', '../docs/LOG.md', `${name}/CHANGELOG.md`]);
  }
  await commit(workspace, 'docs: one log');
  await change('mast', 'fix: a splinter');
  await change('anchor', 'fix: rust');
  await run(true, 'release:version', '--tag', '--changelog');
  const text = await workspace.read('docs/LOG.md');
  expect(text).toMatch(
    /^## slipway-probe-mast 0\.1\.1 \(.*\)\n[^#]*### Bug Fixes\n\n\* a splinter/m,
  );
  expect(text).toMatch(/^## slipway-probe-anchor 2\.0\.1 \(.*\)\n[^#]*### Bug Fixes\n\n\* rust/m);
});
