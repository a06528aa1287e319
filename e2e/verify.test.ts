import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStandalone } from './support/rehearsal.ts';
import { codes, makeWorkspace, type Outcome, type Workspace } from './support/workspace.ts';

let workspace: Workspace;

interface Report {
  readonly checks: readonly { place: string; title: string; verdict: string; codes: string[] }[];
  readonly actions: readonly { decision: string; file: string; registry: string; sha256: string }[];
  readonly findings: readonly { code: string; severity: string; message: string }[];
}

/** A release of the stubs, rehearsed as it is. */
beforeAll(async () => {
  workspace = await makeWorkspace();
});
afterAll(() => workspace.dispose());

const verify = (...args: string[]): Promise<Outcome> =>
  workspace.nx('run', 'release:verify', ...args);
const report = () => workspace.json<Report>('dist/release/report.json');
const rowsOf = async (pattern: RegExp) =>
  (await report()).checks.filter(({ title }) => pattern.test(title));

describe('release:verify', () => {
  it('SLW453: has nothing to look at before a rehearsal', async () => {
    const { exitCode, output } = await verify();
    expect(exitCode, output).toBe(1);
    expect(codes(await report())).toEqual(['SLW453']);
  });

  it('has something after one', { timeout: 400_000 }, async () => {
    const published = await workspace.nx('run', 'release:publish');
    expect(published.exitCode, published.output).toBe(0);
  });

  it('installs what a rehearsal has left, with every Python here, and verifies who signed it', async () => {
    // By its tag the commit that signatures are for is looked at as well.
    await workspace.run('git', ['tag', 'v0.1.0']);
    const { exitCode, output } = await verify('--tag=v0.1.0');
    expect(exitCode, output).toBe(0);
    const { checks, actions, findings } = await report();
    expect(findings).toEqual([]);
    expect(actions.every(({ decision }) => decision === 'already-there')).toBe(true);
    expect(checks.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect(
      await rowsOf(/^2 files are attested by a workflow of rehearsal\/workspace$/),
    ).toHaveLength(1);
    expect(await rowsOf(/^cargo add tidewater(-core)?@0\.1\.0 builds$/)).toHaveLength(2);
    expect((await rowsOf(/\.whl imports in Python 3\.\d+$/)).length).toBeGreaterThan(0);
    expect(output).toMatch(/✔ tidewater-candles 0\.1\.0 +2 of 2/);
  });

  it('leaves the registries closed, and as they were', async () => {
    const again = await workspace.nx('run', 'release:publish', '--continue');
    expect(again.exitCode, again.output).toBe(0);
    expect(again.output).toContain('proved before: same bytes, same registries');
  });

  it('SLW442, SLW451: fails where a file at a registry was exchanged, and does not run it', async () => {
    const state = workspace.path('.slipway/rehearsal/state');
    const rehearsal = await startStandalone(state);
    const { files } = await rehearsal.state();
    const wheel = files.find(({ file, registry }) => registry === 'pypi' && /\.whl$/.test(file))!;
    const bytes = await readFile(workspace.path('nx.json'));
    const where = { registry: 'pypi', name: wheel.package, version: wheel.version };
    const content = bytes.toString('base64');
    await rehearsal.post('files', { ...where, file: wheel.file, content });
    await rehearsal.stop();
    const { exitCode, output } = await verify();
    expect(exitCode, output).toBe(1);
    const { findings } = await report();
    expect(new Set(codes({ findings }))).toEqual(new Set(['SLW442', 'SLW451']));
    expect(output).toContain('it speaks of another file, or other bytes');
    const installs = await rowsOf(/ imports( |$)/);
    expect(new Set(installs.map(({ verdict }) => verdict))).toEqual(new Set(['not checked']));
    // Of what was not exchanged nothing is said.
    const [sdist] = files.filter(({ file }) => file.endsWith('.tar.gz'));
    expect(findings.some(({ message }) => message.includes(sdist!.file))).toBe(false);
  });
});
