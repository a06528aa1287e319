import {
  intendedActions,
  packageKey,
  whyItStays,
  type Package,
  type StayingVersion,
} from '@slipway/release/plan';
import type { Matter, Notes, Screen } from '../stage/index.ts';

/** The version that a package keeps from an earlier release; null for one that is released now. */
export async function stayingVersion(one: Package, stage: Matter): Promise<StayingVersion | null> {
  const { stays } = await stage.subject.selection();
  return stays.find(({ packages }) => packages.includes(packageKey(one))) ?? null;
}

/** Whether a package is not part of this release: then its row says so, and why. */
export async function tellStaying(one: Package, stage: Matter & Notes & Screen): Promise<boolean> {
  const stays = await stayingVersion(one, stage);
  if (!stays) return false;
  const selection = await stage.subject.selection();
  const { crates, pythons, ...rest } = await stage.subject.repository();
  const isOne = (other: Package): boolean => other === one;
  const own = { ...rest, crates: crates.filter(isOne), pythons: pythons.filter(isOne) };
  intendedActions(own, selection, new Map()).forEach(stage.action);
  stage.show(`${one.name} ${one.version.value} is not in this release: ${whyItStays(stays)}.`);
  return true;
}
