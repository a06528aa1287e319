import {
  draftRelease,
  noGithubRelease,
  nowhere,
  releaseWithoutAssets,
  withdrawnFiles,
} from '../../finding/index.ts';
import type { Action } from './decide.ts';
import { comparePackage, type SeenFile, type Standings, type WantedPackage } from './status.ts';

/** A release at GitHub, as far as it was to be seen. */
export interface SeenRelease {
  readonly isDraft: boolean;
  /** Whether it says that it was withdrawn. */
  readonly isWithdrawn: boolean;
  /** Its assets that came in whole. */
  readonly files: readonly SeenFile[];
}

/**
 * The same comparison for the GitHub release of a tag, whose files are its assets: SLW444 without one, SLW445 for a
 * draft, SLW446 without any file, and what `comparePackage` finds. Pure. `seen` is null where there is no release.
 */
export function compareRelease(wanted: WantedPackage, seen: SeenRelease | null): Standings {
  const { registry, package: repository, version: tag } = wanted;
  const row = (why: string): Action => {
    const where = { registry, package: repository, version: tag, file: tag, sha256: null };
    return { ...where, decision: 'publish', why };
  };
  if (!seen) {
    const findings = [noGithubRelease.at(nowhere, { repository, tag })];
    return { actions: [row('no release')], findings };
  }
  if (seen.isDraft) {
    return {
      actions: [row('left as a draft')],
      findings: [draftRelease.at(nowhere, { tag })],
    };
  }
  const openness = { since: null, until: null, isClosed: false };
  const { actions, findings } = comparePackage(wanted, { ...seen, openness, newest: null });
  const isEmpty = seen.files.length === 0;
  const told = isEmpty ? [releaseWithoutAssets.at(nowhere, { tag })] : findings;
  const where = { registry, package: repository, version: tag, count: 1, of: 1 };
  const withdrawn = seen.isWithdrawn ? [withdrawnFiles.at(nowhere, where)] : [];
  return { actions, findings: [...told, ...withdrawn] };
}
