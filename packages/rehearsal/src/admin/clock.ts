import type { State } from '../state/state.ts';

/** How far the rehearsal's clock is ahead of the real one, in milliseconds. */
export function advancedBy(state: State): number {
  const value = state.settings.get('clock')?.['advancedMs'];
  return typeof value === 'number' ? value : 0;
}

export function advanceClock(state: State, seconds: number): void {
  state.settings.set('clock', { advancedMs: advancedBy(state) + seconds * 1000 });
}
