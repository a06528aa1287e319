import type { Artifact } from '../../../packages/release/src/plan/index.ts';
import { drawn } from './network.ts';
import type { ScaleSubject } from './subject.ts';
import type { Variant } from './run.ts';

/** What the simulation is told as well, written down once more: a bound that shared the product's numbers would share its mistakes. */
/** cargo looks whether the index shows it, at once and after every second: the fifth look after the first sees it. */
const indexed = 5 * 1060 + 60;
const token = 640;
const task = 1500;
const look = 60;
const bytesPerSecond = 50_000_000;
const cargosAtOnce = 16;
const filesAtOnce = 3 * 20;
const counted = {
  trusted: null,
  'new crates': { burst: 5, every: 600 },
  updates: { burst: 30, every: 60 },
} as const;

/** Seconds in which nobody could have done it, by reason; the stages follow one another. */
export interface Bound {
  readonly crates: Readonly<Record<'path' | 'work' | 'budget' | 'bytes', number>>;
  readonly packages: Readonly<Record<'path' | 'work' | 'bytes', number>>;
  readonly seconds: number;
}

/**
 * The least time for a release. A crate takes a cargo, which looks, a token of its own, the upload, and cargo until it sees it
 * in the index; crates wait for those that they need, only so many go at once, only so many are let in, and bytes share
 * one wire. A package takes its token, its first file and then another. No byte is sent before a task has started and has
 * a token, and none is taken at once. Looks of our own, revocations, and the tasks of the other packages are not in it.
 */
export function boundOf(subject: ScaleSubject, variant: Variant): Bound {
  const crates = boundOfCrates(subject, variant);
  const packages = boundOfPackages(subject);
  const seconds = Math.max(...Object.values(crates)) + Math.max(...Object.values(packages));
  return { crates, packages, seconds };
}

function boundOfCrates({ crates, manifests }: ScaleSubject, variant: Variant): Bound['crates'] {
  const minted = variant === 'trusted' ? token : 0;
  const least = ({ package: name, file, bytes }: Artifact): number =>
    drawn('cargo', name) + look + minted + sending(bytes) + drawn('crateTaken', file) + indexed;
  const ends = new Map<string, number>();
  // Each is listed after those that it needs.
  manifests.forEach(({ manifest, dependencies }, at) => {
    const begins = Math.max(0, ...dependencies.map((one) => ends.get(one.manifest!)!));
    ends.set(manifest, begins + least(crates[at]!));
  });
  const limit = counted[variant];
  return {
    path: (task + Math.max(0, ...ends.values())) / 1000,
    work: (task + sum(crates.map(least)) / cargosAtOnce) / 1000,
    budget: limit ? Math.max(0, crates.length - limit.burst) * limit.every : 0,
    bytes: sum(crates.map(({ bytes }) => sending(bytes))) / 1000,
  };
}

function boundOfPackages({ python }: ScaleSubject): Bound['packages'] {
  if (python.length === 0) return { path: 0, work: 0, bytes: 0 };
  const taken = ({ file }: Artifact): number => drawn('fileTaken', file);
  const paths = python.map(({ artifacts: [first, ...others] }) => {
    const last = Math.max(0, ...others.map(taken));
    return task + token + taken(first!) + last + sending(first!.bytes);
  });
  const files = python.flatMap(({ artifacts }) => artifacts);
  const soonest = Math.min(...files.map(taken));
  return {
    path: Math.max(0, ...paths) / 1000,
    work: sum(files.map(taken)) / filesAtOnce / 1000,
    bytes: (task + token + sum(files.map(({ bytes }) => sending(bytes))) + soonest) / 1000,
  };
}

const sending = (bytes: number): number => (bytes / bytesPerSecond) * 1000;

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
