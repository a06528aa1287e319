import type { Action } from '@slipway/release/plan';
import { cratesIo, pypi, type ProjectFile } from '@slipway/release/registry';
import { describe, expect, it } from 'vitest';
import { foreignFiles } from '../standing/index.ts';
import { installChecks } from './install-checks.ts';
import type { Released } from '../released/index.ts';
import type { Stage } from '../stage/index.ts';

const wheel = 'tide-0.3.1-py3-none-any.whl';
const released = {
  crates: [{ name: 'tide', version: { value: '0.3.1' } }],
  pythons: [{ name: 'tide', module: 'tide', version: { value: '0.3.1', source: 'explicit' } }],
} as unknown as Released;

const row = (more: Partial<Action>): Action => ({
  registry: 'PyPI',
  package: 'tide',
  version: '0.3.1',
  file: wheel,
  sha256: null,
  decision: 'already-there',
  why: 'there with the same SHA-256',
  ...more,
});
const sdist = row({ file: 'tide-0.3.1.tar.gz' });
const crate = row({ registry: 'crates.io', file: 'tide-0.3.1.crate' });
const seen = (...names: string[]) =>
  new Map([['tide', names.map((file) => ({ file }) as ProjectFile)]]);

/** What is said of a release whose registries have this; whatever would be run fails the test. */
async function said(actions: Action[], python = seen(wheel)): Promise<string[]> {
  const standing = { actions, python, known: { digests: new Map(), source: '', isWhole: true } };
  const ports = { environment: { platform: 'linux', isMusl: () => false } };
  const workshop = { root: '/', ports, progress: () => undefined } as unknown as Stage['workshop'];
  const foreign = foreignFiles(standing, pypi.title);
  const places = { cratesIo, pypi };
  const rows = await installChecks(released, standing, foreign, places, { workshop });
  return rows.map(({ title, because }) => `${title}: ${because}`);
}

describe('what is foreign', () => {
  it('SLW442: is not imported, nor taken along by its package’s name', async () => {
    const exchanged = row({ decision: 'conflict', why: 'there with other bytes' });
    expect(await said([exchanged, sdist])).toEqual([
      `pip install tide==0.3.1 imports tide: ${wheel} has other bytes than were released, and might be taken along`,
      `${wheel} imports: it has other bytes than were released`,
    ]);
  });

  it('SLW449: is not imported where the release does not name it', async () => {
    const other = 'tide-0.3.1-cp39-abi3-any.whl';
    const [byName, itself] = await said([sdist], seen('tide-0.3.1.tar.gz', other));
    expect(byName).toContain(`${other} is not named by the release`);
    expect(itself).toBe(`${other} imports: it is not named by the release`);
  });

  it('a project says nothing of the crate of its name, nor one registry of another', async () => {
    const exchanged = { ...crate, decision: 'conflict' } as const;
    expect(await said([exchanged], seen())).toEqual([]);
    const asset = row({ registry: 'GitHub Releases', decision: 'conflict' });
    const known = { digests: new Map(), source: '', isWhole: false };
    expect(foreignFiles({ actions: [asset], python: seen(), known }, 'PyPI')).toEqual([]);
  });
});

it('a yanked crate is not added: cargo takes none that no lock file holds', async () => {
  const yanked = { ...crate, why: 'there with the same SHA-256, withdrawn' };
  expect(await said([yanked], seen())).toEqual(['cargo add tide@0.3.1 builds: it is yanked']);
});
