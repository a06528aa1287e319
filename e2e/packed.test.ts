import { afterEach, expect, it } from 'vitest';
import { codes, commit, makeWorkspace, type Workspace } from './support/workspace.ts';

interface Report {
  readonly findings: { code: string; severity: string; message: string }[];
  readonly receipts: { file: string }[];
  readonly checks: { title: string; verdict: string }[];
}

let workspace: Workspace;
afterEach(() => workspace.dispose());

const manifest = (more: string): string =>
  `[package]\nname = "slipway-probe-viewer"\nversion = "0.5.0"\nedition = "2021"\ndescription = "Tides"\nlicense = "MIT"\npublish = ["crates-io"]\n${more}`;

async function rootCrate(more: string): Promise<void> {
  workspace = await makeWorkspace({
    'Cargo.toml': manifest(more),
    'src/lib.rs': 'pub fn high() -> u32 { 7 }\n',
    'README.md': '',
    LICENSE: '',
  });
  await workspace.run('cargo', ['generate-lockfile', '--offline']);
  await commit(workspace, 'feat: tides');
}

/** Rehearses, with the output in a file at the root, as people do; it grows meanwhile. */
async function rehearse(): Promise<Report> {
  const { exitCode } = await workspace.run('sh', [
    '-c',
    'nx run release:publish > release.log 2>&1',
  ]);
  expect(exitCode, await workspace.read('release.log')).toBe(0);
  return workspace.json<Report>('dist/release/report.json');
}

async function packed(): Promise<string[]> {
  const file = 'dist/crates/slipway-probe-viewer/slipway-probe-viewer-0.5.0.crate';
  const { output } = await workspace.run('tar', ['tzf', file]);
  return output
    .trim()
    .split('\n')
    .map((path) => path.slice(path.indexOf('/') + 1))
    .sort();
}

const own = [
  '.cargo_vcs_info.json',
  'Cargo.lock',
  'Cargo.toml',
  'Cargo.toml.orig',
  'LICENSE',
  'README.md',
  'src/lib.rs',
];

it('patterns without a slash in front pack the crate’s own files, and nothing of node_modules', async () => {
  await rootCrate('include = ["src/**/*", "README.md", "LICENSE*"]\n');
  const report = await rehearse();
  expect(await packed()).toEqual(own);
  expect(codes(report)).toEqual([]);
  expect(codes(report, 'warning')).not.toContain('SLW234');
  expect(report.receipts.map(({ file }) => file)).toContain('slipway-probe-viewer-0.5.0.crate');
  expect(report.checks).toContainEqual(
    expect.objectContaining({
      title: 'what is packed is in git, or named in packUntracked',
      verdict: 'ok',
    }),
  );
});

it('SLW207, SLW246: a log that grows meanwhile is named and not packed; what npm and Nx need is named', async () => {
  await rootCrate('');
  const report = await rehearse();
  expect(codes(report)).toEqual([]);
  expect(await packed()).toEqual(
    [...own, '.gitignore', 'nx.json', 'package-lock.json', 'package.json'].sort(),
  );
  const said = (code: string) => report.findings.find((one) => one.code === code)?.message;
  expect(said('SLW207')).toContain('release.log');
  expect(said('SLW246')).toContain('nx.json, package-lock.json, package.json');
});
