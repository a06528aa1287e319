import type { Budget } from './tasks.ts';

const second = 1000;
const minute = 60 * second;

/** So many at once, and then one every so many milliseconds. */
export interface RegistryBudget extends Budget {
  readonly burst: number;
}

/**
 * What crates.io counts, by owner: https://crates.io/docs/rate-limits and `src/rate_limiter.rs` of its source. It counts
 * nothing of tokens of trusted publishing, which have no user. It raises the number at once for owners who ask, never the
 * pace. PyPI counts no uploads (`warehouse/forklift/legacy.py`).
 */
export const cratesIoBudgets = {
  newCrates: { name: 'new crates', burst: 5, every: 10 * minute },
  updates: { name: 'updates', burst: 30, every: minute },
} as const satisfies Readonly<Record<string, RegistryBudget>>;

/** How many of one kind are worked on at once. */
export const atOnce = {
  /** Questions what is there. */
  looks: 32,
  /** So many cargos: they mostly wait for the index. */
  crates: 16,
  /** PyPI takes parallel uploads, which mostly wait; more at once gain little and lose more when one is refused. */
  filesOfPackage: 20,
  /** As many tasks as Nx runs where nothing else is set. */
  packages: 3,
} as const;

/**
 * What things usually take, in milliseconds, and bytes a second. No registry promises any of it: these are for a time that
 * can be announced, for the simulation of `npm run bench -- scale`, and for how early a token is renewed.
 */
export const usual = {
  /** One look at an index or a page. */
  look: 60,
  /** An identity, and the token for it. */
  mint: 640,
  revoke: 150,
  /** cargo starts, reads the index and packages. */
  cargo: 1500,
  /** What crates.io does with an upload besides receiving it; and how much later its index shows it. */
  crateTaken: 1200,
  indexed: 5000,
  /** What PyPI does with a file besides receiving it, and how much later its page shows it. */
  fileTaken: 1200,
  /** A task of Nx starts. */
  task: 1500,
  /** A runner of GitHub's, to all registries together. */
  bytesPerSecond: 50_000_000,
} as const;

/** Of large files so many bytes of one package are on their way: 10 Mbit/s send them in four minutes, before a token is too old. */
const bytesAtOnce = 256 * 2 ** 20;

/** How many of these files are uploaded at the same time. */
export function uploadsAtOnce(files: readonly { readonly bytes: number }[]): number {
  const largest = files.reduce((most, { bytes }) => Math.max(most, bytes), 1);
  return Math.min(atOnce.filesOfPackage, Math.max(1, Math.floor(bytesAtOnce / largest)));
}

/** Milliseconds that a file usually takes on the wire at most, while so many of its package are on it, and of all packages at once. */
export function slowestSending(bytes: number, filesAtOnce: number): number {
  return ((bytes * atOnce.packages * filesAtOnce) / usual.bytesPerSecond) * 1000;
}
