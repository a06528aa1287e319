import { pop, push, type Heap, type Ranked } from './heap.ts';
import type { RegistryBudget } from './limits.ts';
import {
  isDone,
  nextWaiting,
  settle,
  start,
  take,
  type Schedule,
  type Waiting,
} from './schedule.ts';
import type { Task } from './tasks.ts';

/** What one thing takes: milliseconds before its bytes are sent over the wire that all share, and after. */
export interface Effort {
  readonly before: number;
  readonly bytes: number;
  readonly after: number;
}

/** Tasks with a schedule of their own, so many of them at once. */
export interface Line {
  readonly tasks: readonly (Task<Effort> & { readonly budget?: RegistryBudget })[];
  readonly limit: number;
}

/** What the lines share. */
export interface Surroundings {
  /** Lines at once, in the order in which they are listed. */
  readonly linesAtOnce: number;
  readonly bytesPerSecond: number;
}

interface Event extends Ranked {
  readonly line: Line;
  readonly kind: 'send' | 'end' | 'wake';
  readonly taken: Waiting<Effort> | null;
}

interface Bucket {
  readonly tokens: number;
  readonly filledAt: number;
}

interface World extends Surroundings {
  now: number;
  /** When the last byte of what is being sent will be through. */
  wireFreeAt: number;
  events: Heap<Event>;
  readonly schedules: Map<Line, Schedule<Effort>>;
  readonly buckets: Map<string, Bucket>;
}

/**
 * Milliseconds until everything is done, by the schedule that is followed when it is: only that its tasks take no time
 * but on this clock, and that the registries which count refuse by the book. Pure.
 */
export function simulate(lines: readonly Line[], surroundings: Surroundings): number {
  const world: World = {
    ...surroundings,
    now: 0,
    wireFreeAt: 0,
    events: null,
    schedules: new Map(),
    buckets: new Map(),
  };
  const queue = [...lines];
  const open = (): void => {
    while (world.schedules.size < world.linesAtOnce && queue.length > 0) {
      const line = queue.shift()!;
      goOn(line, start(line.tasks, line.limit), world);
    }
  };
  for (open(); world.events; open()) {
    const event = world.events.value;
    world.events = pop(world.events);
    world.now = event.rank;
    happen(event, world);
  }
  return world.now;
}

/** Starts what may start; a line that is done makes room for the next. */
function goOn(line: Line, schedule: Schedule<Effort>, world: World): void {
  const [batch, taken] = take(schedule, world.now);
  for (const one of batch)
    announce({ rank: world.now + one.item.before, line, kind: 'send', taken: one }, world);
  const next = taken.inFlight.size === 0 ? nextWaiting(taken) : null;
  if (next) announce({ rank: next.notBefore, line, kind: 'wake', taken: null }, world);
  if (isDone(taken)) world.schedules.delete(line);
  else world.schedules.set(line, taken);
}

const announce = (event: Event, world: World): void => {
  world.events = push(world.events, event);
};

function happen(event: Event, world: World): void {
  const { line, kind, taken } = event;
  const schedule = world.schedules.get(line)!;
  if (kind === 'wake' || !taken) return goOn(line, schedule, world);
  const { id, place, item } = taken;
  if (kind === 'end') return goOn(line, settle(schedule, { id, kind: 'done' }, taken), world);
  const notBefore = refusedUntil(line.tasks[place]!.budget, world);
  if (notBefore !== null) {
    const again = { id, kind: 'again', notBefore, scope: 'budget' } as const;
    return goOn(line, settle(schedule, again, taken), world);
  }
  const sending = (item.bytes / world.bytesPerSecond) * 1000;
  world.wireFreeAt = Math.max(world.now, world.wireFreeAt) + sending;
  announce({ ...event, kind: 'end', rank: world.wireFreeAt + item.after }, world);
}

/** When a registry that counts lets the next one in; null where it lets in this one. */
function refusedUntil(budget: RegistryBudget | undefined, { now, buckets }: World): number | null {
  if (!budget) return null;
  const { name, burst, every } = budget;
  const { tokens, filledAt } = buckets.get(name) ?? { tokens: burst, filledAt: now };
  const steps = Math.floor((now - filledAt) / every);
  const filled = { tokens: Math.min(burst, tokens + steps), filledAt: filledAt + steps * every };
  if (filled.tokens === 0) return filled.filledAt + every;
  buckets.set(name, { ...filled, tokens: filled.tokens - 1 });
  return null;
}
