import { Ajv2020 } from 'ajv/dist/2020.js';
import { execa } from 'execa';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonTools } from '../packages/rehearsal/test/python-tools.ts';
import { liveFiles, startStandalone, type RunningRehearsal } from './support/rehearsal.ts';
import {
  makeWorkspace,
  repository,
  testEnvironment,
  type Outcome,
  type Workspace,
} from './support/workspace.ts';

const identity = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, 'A Sailor'],
    [`GIT_${role}_EMAIL`, 'sailor@example.org'],
  ]),
) as Record<string, string>;

interface Sbom {
  readonly components: readonly {
    readonly components?: readonly {
      readonly name: string;
      readonly hashes: readonly { readonly content: string }[];
    }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: string[] }[];
}

interface Report {
  readonly schema: string;
  readonly order: string[];
  readonly packages: { name: string; publish: string; crate?: string }[];
  readonly actions: { registry: string; file: string; decision: string }[];
  readonly receipts: { registry: string; file: string; sha256: string; result: string }[];
  readonly findings: { code: string; severity: string }[];
  readonly timings: { stage: string; package: string; cached: boolean }[];
}

let workspace: Workspace;
let first: Outcome;
let report: Report;

beforeAll(async () => {
  workspace = await makeWorkspace();
  first = await workspace.nx('run', 'release:publish');
  expect(first.exitCode, first.output).toBe(0);
  report = await workspace.json<Report>('dist/release/report.json');
});
afterAll(() => workspace.dispose());

const files = (registry: string): string[] =>
  report.receipts.filter((receipt) => receipt.registry === registry).map(({ file }) => file);

describe('a rehearsal', () => {
  it('publishes every artifact to its registry', () => {
    expect(report.order).toEqual(['tidewater-core', 'tidewater']);
    expect(files('crates.io').toSorted()).toEqual([
      'tidewater-0.1.0.crate',
      'tidewater-core-0.1.0.crate',
    ]);
    expect(
      files('PyPI')
        .map((file) => file.replace(/.*\./, ''))
        .toSorted(),
    ).toEqual(['gz', 'whl']);
    expect(files('GitHub Releases')).toContain('SHA256SUMS');
    const attestations = files('PyPI').map((file) => `${file}.publish.attestation`);
    expect(files('GitHub Releases')).toEqual(expect.arrayContaining(attestations));
    expect(files('GitHub Releases')).toHaveLength(8);
    expect(report.receipts.every(({ result }) => result === 'published')).toBe(true);
    expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('writes a report that its schema accepts', async () => {
    const schema = await readFile(
      join(repository, 'packages/release/schema/report-1.schema.json'),
      'utf8',
    );
    const validate = new Ajv2020().compile(JSON.parse(schema) as object);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.packages.find(({ crate }) => crate)).toMatchObject({
      name: 'tidewater-candles',
      crate: 'tidewater-python',
    });
  });

  it('ends with a summary, and with what was published installed', () => {
    expect(first.output).toContain('✔ Rehearsed: ');
    expect(first.output).toContain('cargo add tidewater@0.1.0 builds');
    expect(first.output).toContain(
      'pip install tidewater-candles==0.1.0 imports tidewater_candles._native',
    );
  });

  it('writes SHA256SUMS that sha256sum accepts', async () => {
    const lines = (await workspace.read('dist/release/SHA256SUMS')).trim().split('\n');
    expect(lines).toHaveLength(4);
    const shas = new Map(report.receipts.map(({ file, sha256 }) => [file, sha256]));
    for (const line of lines) {
      const [sha256, file] = line.split('  ');
      expect(shas.get(file!)).toBe(sha256);
    }
  });

  it('tells in CycloneDX what the files are made of', async () => {
    const text = await workspace.read('dist/release/sbom.cdx.json');
    const { Spec, Validation } = await import('@cyclonedx/cyclonedx-library');
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(text)).toBe(null);
    const bom = JSON.parse(text) as Sbom;
    const files = bom.components.flatMap(({ components = [] }) => components);
    const shas = new Map(report.receipts.map(({ file, sha256 }) => [file, sha256]));
    expect(files).toHaveLength(4);
    for (const { name, hashes } of files) expect(hashes[0]!.content).toBe(shas.get(name));
    const needs = new Map(bom.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
    expect(needs.get('pkg:cargo/tidewater@0.1.0')).toContain('pkg:cargo/tidewater-core@0.1.0');
    expect(needs.get('pkg:pypi/tidewater-candles@0.1.0')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^pkg:cargo\/pyo3@/),
        'pkg:cargo/tidewater@0.1.0',
      ]),
    );
  });

  it('leaves no token behind, and shows none', async () => {
    const tokens =
      /cio_tp_\w{8}|pypi-[\w-]{16}|eyJ[\w-]{20,}\.|"(request|owner)?[tT]oken":\s*"[^"[]/;
    expect(first.output).not.toMatch(tokens);
    for (const folder of ['dist', '.slipway/rehearsal']) {
      for (const file of await readdir(workspace.path(folder), { recursive: true })) {
        const path = join(workspace.path(folder), file);
        if (!(await stat(path)).isFile()) continue;
        expect((await readFile(path, 'latin1')).match(tokens)?.[0], file).toBeUndefined();
      }
    }
  });

  it('builds crates whose checksum is the one in the registry, and wheels that twine accepts', async () => {
    const { twine } = await pythonTools();
    const wheels = (await readdir(workspace.path('dist'), { recursive: true })).filter((file) =>
      /\.(whl|tar\.gz)$/.test(file),
    );
    expect(wheels).toHaveLength(2);
    const { exitCode, output } = await workspace.run(twine, [
      'check',
      '--strict',
      ...wheels.map((file) => workspace.path(`dist/${file}`)),
    ]);
    expect(exitCode, output).toBe(0);
  });
});

describe('what is left on the loopback registries', () => {
  let rehearsal: RunningRehearsal;
  beforeAll(async () => {
    rehearsal = await startStandalone(workspace.path('.slipway/rehearsal/state'));
  });
  afterAll(() => rehearsal.stop());

  it('is what the report says, each file uploaded once, and every token is revoked', async () => {
    const { files: live, tokens } = await rehearsal.state();
    for (const { file, sha256 } of report.receipts) {
      expect(live.find((one) => one.file === file)).toMatchObject({ sha256, uploads: 1 });
    }
    expect(tokens.length).toBeGreaterThan(0);
    expect(tokens.every(({ revoked }) => revoked)).toBe(true);
  });

  it('comes to cargo info', async () => {
    const home = workspace.path('.slipway/cargo-info');
    const { stdout } = await execa('cargo', ['info', 'tidewater', '--color=never'], {
      cwd: '/',
      env: testEnvironment({ ...rehearsal.ready.env, CARGO_HOME: home }),
    });
    expect(stdout).toContain('version: 0.1.0');
  });

  it('comes to pip download, the wheel and the sdist', async () => {
    const folder = workspace.path('.slipway/downloads');
    const pip = [
      '-m',
      'pip',
      'download',
      '--no-deps',
      '--no-cache-dir',
      '--dest',
      folder,
      '--index-url',
      rehearsal.ready.pypi.simple,
    ];
    await execa('python3', [...pip, 'tidewater-candles==0.1.0'], { cwd: '/' });
    const [wheel] = await readdir(folder);
    const digest = await execa('sha256sum', [join(folder, wheel!)]);
    const receipt = report.receipts.find(
      ({ file, registry }) => registry === 'PyPI' && file === wheel,
    );
    expect(digest.stdout.split(' ')[0]).toBe(receipt?.sha256);
  });
});

describe('a second run with --continue', () => {
  let second: Outcome;
  let again: Report;
  beforeAll(async () => {
    second = await workspace.nx('run', 'release:publish', '--continue');
    again = await workspace.json<Report>('dist/release/report.json');
  });

  it('uploads nothing', async () => {
    expect(second.exitCode, second.output).toBe(0);
    expect(again.receipts.map(({ result }) => result)).toEqual(
      again.receipts.map(() => 'already-there'),
    );
    expect(again.receipts).toHaveLength(report.receipts.length);
    const rehearsal = await startStandalone(workspace.path('.slipway/rehearsal/state'));
    const { files: live } = await rehearsal.state();
    await rehearsal.stop();
    expect(live.filter(({ uploads }) => uploads !== 1)).toEqual([]);
  });

  it('takes every pure stage from the cache', () => {
    const pure = again.timings.filter(({ stage }) =>
      ['validate', 'test', 'build', 'build-wheels'].includes(stage),
    );
    expect(pure.length).toBeGreaterThanOrEqual(10);
    expect(pure.filter(({ cached }) => !cached)).toEqual([]);
  });
});

describe('another commit under the same version', () => {
  it('SLW402: has other bytes, and nothing of it is uploaded', async () => {
    await workspace.run('git', ['commit', '-q', '--allow-empty', '-m', 'chore: again'], identity);
    const outcome = await workspace.nx('run', 'release:publish', '--continue');
    expect(outcome.exitCode).not.toBe(0);
    const { findings, receipts } = await workspace.json<Report>('dist/release/report.json');
    const errors = findings.filter(({ severity }) => severity === 'error');
    // One for each crate: a .crate holds the commit's id, a wheel does not.
    expect(errors.map(({ code }) => code)).toEqual(['SLW402', 'SLW402']);
    expect(receipts).toEqual([]);
    await workspace.run('git', ['reset', '-q', '--hard', 'HEAD~1']);
  });
});

describe('a run that was killed after the first crate', () => {
  it('ends, with --continue, where an undisturbed run ends', async () => {
    const undisturbed = Object.fromEntries(
      report.receipts
        // Each run signs anew.
        .filter(({ file }) => !/SHA256SUMS|\.cdx\.json$|\.attestation$/.test(file))
        .map(({ file, sha256 }) => [file, sha256]),
    );
    const child = execa('nx', ['run', 'release:publish', '--output-style=stream'], {
      cwd: workspace.root,
      env: testEnvironment(),
      all: true,
      reject: false,
      detached: true,
    });
    const state = workspace.path('.slipway/rehearsal/state');
    await untilFirstCrate(workspace);
    process.kill(-child.pid!, 'SIGKILL');
    await child;
    const between = await startStandalone(state);
    const live = (await between.state()).files;
    await between.stop();
    expect(live.some(({ file }) => file === 'tidewater-core-0.1.0.crate')).toBe(true);
    expect(live.some(({ registry }) => registry === 'pypi')).toBe(false);

    const outcome = await workspace.nx('run', 'release:publish', '--continue');
    expect(outcome.exitCode, outcome.output).toBe(0);
    const after = await startStandalone(state);
    const ended = (await after.state()).files;
    await after.stop();
    expect(ended.filter(({ uploads }) => uploads !== 1)).toEqual([]);
    const digests = Object.values(liveFiles(ended));
    for (const sha256 of Object.values(undisturbed)) expect(digests).toContain(sha256);
  });
});

/** Waits until the rehearsal of a workspace has the first crate. */
async function untilFirstCrate(subject: Workspace): Promise<void> {
  for (let tries = 0; tries < 2400; tries++) {
    const running = await subject
      .json<{ admin: string }>('.slipway/rehearsal/running.json')
      .catch(() => null);
    const state = running
      ? await fetch(`${running.admin}/state`)
          .then((one) => one.text())
          .catch(() => '')
      : '';
    if (state.includes('tidewater-core-0.1.0.crate')) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('no crate was published');
}
