import { appendFile, cp, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostTriple } from '../packages/release/src/platform/index.ts';
import { nodePorts } from '../packages/release/src/node.ts';
import { startStandalone } from './support/rehearsal.ts';
import { commit, makeWorkspace, type Outcome, type Workspace } from './support/workspace.ts';

const host = hostTriple(nodePorts().environment);
const wheels = `wheels/tidewater-candles/${host}`;

interface Report {
  readonly receipts: { registry: string; file: string; sha256: string }[];
  readonly actions: { file: string; decision: string; sha256: string }[];
}

let workspace: Workspace;
let dryRun: Outcome;
/** What the dry run has built, kept for the tests that publish it. */
const built = '.slipway/built';
const report = () => workspace.json<Report>('dist/release/report.json');

beforeAll(async () => {
  workspace = await makeWorkspace();
  // From no cache: these builds are to be of this commit.
  dryRun = await workspace.nx('run', 'release:publish', '--dry-run', '--skip-nx-cache');
  await cp(workspace.path('dist'), workspace.path(built), { recursive: true });
});
afterAll(() => workspace.dispose());

describe('a dry run', () => {
  it('does everything up to the gate, and publishes nothing', async () => {
    const { output, exitCode } = dryRun;
    expect(exitCode, output).toBe(0);
    expect(output).toContain('A dry run, nothing is published');
    const { receipts, actions } = await report();
    expect(receipts).toEqual([]);
    expect(actions.filter(({ decision }) => decision === 'publish').length).toBeGreaterThan(3);
    const rehearsal = await startStandalone(workspace.path('.slipway/rehearsal/state'));
    const { files } = await rehearsal.state();
    await rehearsal.stop();
    expect(files).toEqual([]);
  });
});

describe('a job that publishes what other jobs built', () => {
  const artifact = (path: string): string => workspace.path(`artifacts/${path}`);
  const wheel = async (): Promise<string> => {
    const files = await readdir(artifact(`wheels-linux/${wheels}`));
    return `wheels-linux/${wheels}/${files.find((name) => name.endsWith('.whl'))}`;
  };

  /** What upload-artifact of two jobs leaves: one of the tests and packages, one of a wheel. */
  beforeEach(async () => {
    await rm(artifact(''), { recursive: true, force: true });
    await mkdir(artifact('packages'), { recursive: true });
    for (const folder of ['crates', 'sdist', 'release']) {
      await cp(workspace.path(`${built}/${folder}`), artifact(`packages/${folder}`), {
        recursive: true,
      });
    }
    await cp(workspace.path(`${built}/${wheels}`), artifact(`wheels-linux/${wheels}`), {
      recursive: true,
    });
  });

  const publish = async (...args: string[]): Promise<Outcome> => {
    await rm(workspace.path('dist'), { recursive: true, force: true });
    const all = ['--skip-nx-cache', '--output-style=static'];
    const command = ['run', 'release:publish', ...all, ...args];
    return workspace.run('nx', command, { SLIPWAY_ARTIFACTS: 'artifacts' });
  };

  it('builds and tests nothing, and uploads the very bytes', async () => {
    const { output, exitCode } = await publish();
    expect(exitCode, output).toBe(0);
    expect(output).not.toMatch(/\$ (maturin|cargo (test|package)|python\S* -m pytest)/);
    expect(output).toContain('taken from the artifact wheels-linux');
    expect(output).toContain('tidewater-python:test: passed in the job that left packages/');
    const { receipts } = await report();
    const manifest = await workspace.json<{ artifacts: { file: string; sha256: string }[] }>(
      `artifacts/wheels-linux/${wheels}/manifest.json`,
    );
    for (const { file, sha256 } of manifest.artifacts) {
      expect(receipts).toContainEqual(expect.objectContaining({ registry: 'PyPI', file, sha256 }));
    }
    expect(receipts.filter(({ registry }) => registry === 'crates.io')).toHaveLength(2);
  });

  it('SLW204: stops for a wheel that no job has left', async () => {
    await rm(artifact('wheels-linux'), { recursive: true });
    const { output, exitCode } = await publish('--dry-run');
    expect(exitCode).not.toBe(0);
    expect(output).toContain('SLW204');
  });

  it('SLW216: stops for a wheel that was changed after it was built', async () => {
    await appendFile(artifact(await wheel()), 'x');
    const { output, exitCode } = await publish('--dry-run');
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/SLW216[^]*the job that built it recorded/);
  });

  it('SLW216: stops for a link', async () => {
    const path = artifact(await wheel());
    await cp(path, workspace.path('elsewhere.whl'));
    await rm(path);
    await symlink(workspace.path('elsewhere.whl'), path);
    const { output, exitCode } = await publish('--dry-run');
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/SLW216[^]*is a link/);
    await rm(workspace.path('elsewhere.whl'));
  });

  it('SLW216: stops for a manifest whose paths lead out', async () => {
    const path = `artifacts/wheels-linux/${wheels}/manifest.json`;
    const text = await workspace.read(path);
    await workspace.write(path, text.replaceAll(`dist/${wheels}/`, `dist/${wheels}/../../../../`));
    const { output, exitCode } = await publish('--dry-run');
    expect(exitCode).not.toBe(0);
    expect(output).toContain('SLW216');
  });

  it('SLW217: stops where two artifacts hold one wheel with other bytes', async () => {
    await cp(artifact('wheels-linux'), artifact('wheels-again'), { recursive: true });
    const path = `artifacts/wheels-again/${wheels}/manifest.json`;
    const text = await workspace.read(path);
    await workspace.write(path, text.replace(/"sha256": "\w+"/, `"sha256": "${'0'.repeat(64)}"`));
    const { output, exitCode } = await publish('--dry-run');
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/SLW217[^]*wheels-again and wheels-linux/);
  });

  it('SLW218: stops where no job has passed the tests', async () => {
    const parts = 'artifacts/packages/release/parts/tidewater.test.json';
    await workspace.edit(parts, '"failed": false', '"failed": true');
    const failed = await publish('--dry-run');
    expect(failed.exitCode).not.toBe(0);
    expect(failed.output).toMatch(/SLW218[^]*it failed/);
    await rm(workspace.path(parts));
    const absent = await publish('--dry-run');
    expect(absent.output).toMatch(/SLW218[^]*none has its record/);
  });

  it('SLW215: stops for builds of another commit whose sources differ, and takes those whose do not', async () => {
    await workspace.write('NOTES.txt', 'nothing is built from this\n');
    await commit(workspace, 'docs: notes');
    const crates = await publish('--dry-run');
    // A crate holds its commit; the wheel is as good as before.
    expect(crates.output).not.toMatch(/SLW215[^\n]*\.whl/);
    await workspace.edit('python-stub/src/lib.rs', '\n', '\n\n');
    await commit(workspace, 'fix: the binding');
    const { output, exitCode } = await publish('--dry-run');
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/SLW215[^\n]*\.whl/);
  });
});
