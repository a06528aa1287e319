import {
  checked,
  nowhere,
  notChecked,
  registryUnreachable,
  type Check,
} from '@slipway/release/finding';
import {
  verifyAttestations,
  verifyDownloads,
  type FilesCheck,
  type LivePython,
} from '@slipway/release/publish';
import type { ForeignFile, Standing, VerifyPlaces } from '../standing/index.ts';
import { pythonVersionOf } from '../subject/index.ts';
import type { Released } from '../released/index.ts';
import type { Stage, Place } from '../stage/index.ts';

/** What was checked of files, and those that nobody ought to run. */
export interface PythonChecks {
  readonly rows: readonly Check[];
  readonly foreign: readonly ForeignFile[];
}

/**
 * The bytes of every Python file, and who attests them.
 * @param commit what they have to be attested for; null where any commit will do
 */
export async function pythonChecks(
  released: Released,
  commit: string | null,
  { python }: Pick<Standing, 'python'>,
  places: VerifyPlaces,
  stage: Place,
): Promise<PythonChecks> {
  const live = released.pythons
    .map((one): LivePython => ({
      name: one.name,
      version: pythonVersionOf(one),
      files: python.get(one.name) ?? [],
    }))
    .filter(({ files }) => files.length > 0);
  const { title } = places.pypi;
  const foreignOf =
    (because: string) =>
    ({ name }: LivePython, { strange }: FilesCheck): ForeignFile[] =>
      strange.map((file) => ({ registry: title, package: name, file, because }));
  const downloads = await Promise.all(
    live.map((one) => verifyDownloads(one, places.pypi, stage.workshop)),
  );
  const attested = await attestationChecks(live, released, commit, places, stage);
  const exchanged = foreignOf('has other bytes than its index says');
  const unproved = foreignOf('has an attestation that does not hold');
  return {
    rows: [...downloads.map(({ check }) => check), ...attested.rows],
    foreign: live.flatMap((one, index) => [
      ...exchanged(one, downloads[index]!),
      ...(attested.checks[index] ? unproved(one, attested.checks[index]) : []),
    ]),
  };
}

/** `checks` has one for each package where attestations can be verified, and is empty where not. */
async function attestationChecks(
  live: readonly LivePython[],
  { settings }: Pick<Released, 'settings'>,
  commit: string | null,
  { pypi, repository, root }: VerifyPlaces,
  { workshop }: Pick<Stage, 'workshop'>,
): Promise<{ readonly rows: readonly Check[]; readonly checks: readonly FilesCheck[] }> {
  const title = 'files are attested';
  if (settings.attestations === false || repository === null || live.length === 0) {
    const because =
      repository === null ? 'no repository is known' : 'nx.json wants none, or no file is there';
    return { rows: [notChecked(pypi.title, title, because)], checks: [] };
  }
  const trust = await root();
  if ('problem' in trust) {
    const context = {
      registry: 'Sigstore’s root of trust',
      url: 'its mirror',
      detail: trust.problem,
    };
    const finding = registryUnreachable.at(nowhere, context);
    return { rows: [checked(pypi.title, title, [finding])], checks: [] };
  }
  const whom = { repository, commit, root: trust.root };
  const checks = await Promise.all(
    live.map((one) => verifyAttestations(one, whom, pypi, workshop)),
  );
  return { rows: checks.map(({ check }) => check), checks };
}
