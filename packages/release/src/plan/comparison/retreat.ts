import type { Action } from './decide.ts';
import type { RegistryName } from './artifacts.ts';

/** How something that was released stands: `unknown` where its registry could not be asked. */
export type Standing = 'live' | 'withdrawn' | 'absent' | 'unknown';

/** A part of a release at its registry, and how it stands there. */
export interface ReleasedPart {
  readonly registry: RegistryName;
  readonly package: string;
  readonly version: string;
  /** The crate's file; the project and version at PyPI; the tag of a GitHub release. */
  readonly file: string;
  readonly sha256: string | null;
  readonly bytes: number;
  readonly standing: Standing;
  /** Where people do it, for what no API does; why it is not known, for what is unknown. */
  readonly note: string | null;
}

/** What is to be done about one part: a row of the report. */
export interface RetreatStep {
  readonly part: ReleasedPart;
  readonly action: Action;
}

/**
 * What withdraws a release, or, with `undo`, brings it back. Crates go in reverse publishing order, so that
 * nobody's new lock file takes a crate whose dependency is gone already; back they come the other way.
 * The GitHub release is last: it says what is true by then. What stands as wanted is left alone, so that a
 * plan which was applied is empty. Pure. `parts` are in publishing order.
 */
export function planRetreat(parts: readonly ReleasedPart[], undo: boolean): RetreatStep[] {
  const at = (...registries: readonly RegistryName[]): ReleasedPart[] =>
    parts.filter(({ registry }) => registries.includes(registry));
  const crates = at('crates.io');
  const ordered = [
    ...(undo ? crates : crates.toReversed()),
    ...at('PyPI', 'TestPyPI'),
    ...at('GitHub Releases'),
  ];
  return ordered.map((part) => ({ part, action: { ...rowOf(part), ...decide(part, undo) } }));
}

/** Whether a request does it. */
export function isByRequest({ action }: RetreatStep): boolean {
  return action.decision === 'withdraw' || action.decision === 'restore';
}

type Row = Omit<Action, 'decision' | 'why'>;

function rowOf({ registry, package: name, version, file, sha256 }: ReleasedPart): Row {
  return { registry, package: name, version, file, sha256 };
}

function decide(
  { registry, standing, note }: ReleasedPart,
  undo: boolean,
): Pick<Action, 'decision' | 'why'> {
  const wanted = undo ? 'live' : 'withdrawn';
  if (standing === 'absent') return { decision: 'skip', why: 'not there' };
  if (standing === 'unknown') return { decision: 'blocked', why: note ?? 'not known' };
  if (standing === wanted) {
    return { decision: 'skip', why: undo ? 'not withdrawn' : 'withdrawn already' };
  }
  if (registry === 'PyPI' || registry === 'TestPyPI') {
    return { decision: 'by-hand', why: `${registry} has no API for it: ${note ?? ''}` };
  }
  return undo ? { decision: 'restore', why: 'withdrawn' } : { decision: 'withdraw', why: 'live' };
}
