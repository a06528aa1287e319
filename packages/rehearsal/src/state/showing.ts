import type { Showing } from './rows.ts';
import type { State } from './state.ts';

/** How late, and how long in two versions, an index shows what is published now. In milliseconds. */
export interface IndexLag {
  readonly indexDelayMs?: number;
  readonly indexInTurnMs?: number;
}

/** When an index shows what is published at `now`. */
export function showingFrom(now: number, { indexDelayMs = 0, indexInTurnMs }: IndexLag): Showing {
  const visibleAt = now + indexDelayMs;
  return indexInTurnMs === undefined
    ? { visibleAt }
    : { visibleAt, settledAt: visibleAt + indexInTurnMs };
}

/**
 * What of these rows an index shows. While some are not settled it answers like a cache of several machines: once
 * without them, once with them, in turn.
 */
export function shownOf<Row extends Partial<Showing>>(
  rows: readonly Row[],
  state: State,
  now: number,
): Row[] {
  const visible = rows.filter(({ visibleAt = now }) => visibleAt <= now);
  const settled = visible.filter(({ settledAt = now }) => settledAt <= now);
  if (settled.length === visible.length) return visible;
  return isTurnOfNew(state) ? visible : settled;
}

function isTurnOfNew(state: State): boolean {
  const isNew = state.settings.get('index')?.['turn'] === 'new';
  state.settings.set('index', { turn: isNew ? 'old' : 'new' });
  return isNew;
}
