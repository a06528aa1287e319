import { parseWheelFileName, type WheelFileName } from '@slipway/release/artifact';
import { ensureTools, findInterpreters } from '@slipway/release/build';
import { notChecked, type Check } from '@slipway/release/finding';
import type { PythonPackage } from '@slipway/release/manifest';
import { interpretersOf } from '@slipway/release/plan';
import { findPlatform, hostTriple, tagFits } from '@slipway/release/platform';
import { installWheel } from '@slipway/release/publish';
import type { ProjectFile, PypiEndpoint } from '@slipway/release/registry';
import { takesPython } from '@slipway/release/version';
import { dangerOf, type ForeignFile } from '../standing/index.ts';
import type { Install } from './installs.ts';
import type { Stage } from '../stage/index.ts';

/** Installations of wheels, and those that cannot be made here. */
export interface WheelInstalls {
  readonly installs: readonly Install[];
  readonly others: readonly Check[];
}

/** Each wheel that this machine can run, with each interpreter here that it is for; none that is foreign. */
export async function wheelInstalls(
  python: Pick<PythonPackage, 'name' | 'module'>,
  files: readonly ProjectFile[],
  pypi: PypiEndpoint,
  foreign: readonly ForeignFile[],
  { workshop }: Pick<Stage, 'workshop'>,
): Promise<WheelInstalls> {
  const host = findPlatform(hostTriple(workshop.ports.environment));
  const installs: Install[] = [];
  const others: Check[] = [];
  for (const file of files) {
    const name = parseWheelFileName(file.file);
    if (!name) continue;
    const cannot = (because: string): Check =>
      notChecked(pypi.title, `${file.file} imports`, because);
    const danger = dangerOf(file.file, python.name, foreign, pypi.title);
    if (danger !== null) {
      others.push(cannot(danger));
      continue;
    }
    const fits = (tag: string): boolean => tag === 'any' || (host !== null && tagFits(tag, host));
    if (!name.platformTags.some(fits)) {
      others.push(cannot('it is for another kind of machine'));
      continue;
    }
    const found = await interpretersHere(name, file, { workshop });
    if (found.size === 0) others.push(cannot('no Python that it is for is here'));
    for (const [version, interpreter] of found) {
      const wheel = { ...python, ...file, sha256: file.sha256 ?? '' };
      installs.push({
        place: pypi.title,
        line: `${file.file} imports in Python ${version}`,
        install: () => installWheel(wheel, interpreter, pypi, workshop),
      });
    }
  }
  return { installs, others };
}

async function interpretersHere(
  name: WheelFileName,
  { requiresPython }: Pick<ProjectFile, 'requiresPython'>,
  { workshop }: Pick<Stage, 'workshop'>,
): Promise<ReadonlyMap<string, string>> {
  const taken = interpretersOf(name).filter((one) => takesPython(requiresPython, one));
  return findInterpreters(taken, await ensureTools(workshop), workshop);
}
