import type { Finding } from './finding.ts';

/** Something that ought to hold, and whether it does: a row of a table. */
export interface Check {
  /** Where it was looked at. */
  readonly place: string;
  /** What is asked, as a statement that ought to hold. */
  readonly title: string;
  readonly verdict: 'ok' | 'wrong' | 'not checked';
  readonly findings: readonly Finding[];
  /** Why it was not checked. */
  readonly because: string | null;
}

/** A check that was made: it holds where nothing was found. */
export function checked(place: string, title: string, findings: readonly Finding[]): Check {
  return { place, title, verdict: findings.length > 0 ? 'wrong' : 'ok', findings, because: null };
}

/** One that could not be made, or need not be; never taken for one that holds. */
export function notChecked(place: string, title: string, because: string): Check {
  return { place, title, verdict: 'not checked', findings: [], because };
}
