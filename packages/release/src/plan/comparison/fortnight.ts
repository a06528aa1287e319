import { nowhere, releaseClosed, type Finding } from '../../finding/index.ts';
import type { Action } from './decide.ts';

/** How long PyPI takes new files for a version after its first, in milliseconds. */
const fortnight = 14 * 24 * 60 * 60_000;

/** Whether a version takes more files. */
export interface Openness {
  /** When its first file came; milliseconds since 1970. Null where nothing is there, or nobody tells. */
  readonly since: number | null;
  /** Until when it takes more; null where it takes them for ever. */
  readonly until: number | null;
  readonly isClosed: boolean;
}

/**
 * PyPI refuses new files for releases older than 14 days. The release is as old as its first file, or a moment
 * older. Pure. `uploads` are the instants of the version's files, `now` is the registry's.
 */
export function opennessOf(uploads: readonly (number | null)[], now: number): Openness {
  const known = uploads.filter((one) => one !== null);
  if (known.length === 0) return { since: null, until: null, isClosed: false };
  const since = Math.min(...known);
  const until = since + fortnight;
  return { since, until, isClosed: now > until };
}

/**
 * What was decided about the files of one version, where the registry takes no more of them: what is missing is
 * blocked, and the reason is found once (SLW441). Pure.
 */
export function closeRelease(
  actions: readonly Action[],
  { since, isClosed }: Openness,
): { readonly actions: readonly Action[]; readonly findings: readonly Finding[] } {
  const missing = actions.filter(({ decision }) => decision === 'publish');
  const [first] = missing;
  if (!isClosed || since === null || !first) return { actions, findings: [] };
  const why = 'this version takes no more files';
  const blocked = actions.map((action): Action =>
    missing.includes(action) ? { ...action, decision: 'blocked', why } : action,
  );
  const { registry, package: name, version } = first;
  const files = missing.map(({ file }) => file);
  const context = { registry, package: name, version, missing: files, since: readable(since) };
  return { actions: blocked, findings: [releaseClosed.at(nowhere, context)] };
}

/** An instant (milliseconds since 1970) as people read it, in UTC. */
export function readable(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
