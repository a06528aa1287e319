import { checked, notChecked, SlipwayError, type Check } from '@slipway/release/finding';
import { isYankedRow, type Action } from '@slipway/release/plan';
import { dangerAt, type ForeignFile, type LookPlaces, type Standing } from '../standing/index.ts';
import { installsOf, sideBySide, type Install } from './installs.ts';
import type { Released } from '../released/index.ts';
import type { Stage } from '../stage/index.ts';
import { wheelInstalls } from './wheel-installs.ts';

/**
 * What can be installed here, is: crates, packages by their names, and each wheel by itself. Nothing foreign is, and
 * nothing that might take it along: to import or to build is to run it.
 */
export async function installChecks(
  { crates, pythons }: Pick<Released, 'crates' | 'pythons'>,
  { actions, python }: Pick<Standing, 'actions' | 'python'>,
  foreign: readonly ForeignFile[],
  { cratesIo, pypi }: Pick<LookPlaces, 'cratesIo' | 'pypi'>,
  stage: Pick<Stage, 'workshop'>,
): Promise<Check[]> {
  const live = {
    crates: crates.filter(isLive('crates.io', actions)),
    pythons: pythons.filter(isLive(pypi.title, actions)),
  };
  // cargo takes no yanked version that no lock file holds; pip takes one that is named exactly.
  const yanked = live.crates.filter(isLive('crates.io', actions.filter(isYankedRow)));
  const skipped = installsOf({ crates: yanked, pythons: [] }, { cratesIo, pypi }, stage);
  const wanted = { ...live, crates: live.crates.filter((one) => !yanked.includes(one)) };
  const named = installsOf(wanted, { cratesIo, pypi }, stage);
  const dangers = named.map(({ place }) => dangerAt(place, foreign));
  const wheels = await Promise.all(
    live.pythons.map((one) => wheelInstalls(one, python.get(one.name) ?? [], pypi, foreign, stage)),
  );
  const installs = [
    ...named.filter((_, index) => dangers[index] === null),
    ...wheels.flatMap((one) => one.installs),
  ];
  return [
    ...(await tryAll(installs)),
    ...skipped.map(({ place, line }) => notChecked(place, line, 'it is yanked')),
    ...named.flatMap(({ place, line }, index) => {
      const because = dangers[index] ?? null;
      return because === null ? [] : [notChecked(place, line, because)];
    }),
    ...wheels.flatMap(({ others }) => others),
  ];
}

/** Whether a registry has a package of the release as it ought to be: a crate and a project may have one name. */
function isLive(registry: string, actions: readonly Action[]) {
  const rows = actions.filter((one) => one.registry === registry);
  return ({ name }: { readonly name: string }): boolean =>
    rows.some((one) => one.package === name && one.decision === 'already-there');
}

async function tryAll(installs: readonly Install[]): Promise<Check[]> {
  const rows: Check[] = [];
  await sideBySide(installs.map((one) => async () => void rows.push(await tried(one))));
  const order = installs.map(({ line }) => line);
  return rows.sort((a, b) => order.indexOf(a.title) - order.indexOf(b.title));
}

/** Others are installed all the same where one is not. */
async function tried({ place, line, install }: Install): Promise<Check> {
  try {
    await install();
    return checked(place, line, []);
  } catch (error) {
    if (error instanceof SlipwayError) return checked(place, line, [error.finding]);
    throw error;
  }
}
