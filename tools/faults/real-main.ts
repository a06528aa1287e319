import { openReal, type RealOutcome } from './real.ts';

/** Registries that answer wrongly while processes are killed: each name as `--fault` takes it. */
const faults = [
  '503@PUT /api/v1/crates/new 1',
  'index-in-turn:5@PUT /api/v1/crates/new 2',
  'reset-after@POST /legacy/ 1',
  'html-200@GET /simple/tidewater-candles/ 2',
  'accepted-503@POST assets 2',
];

/** How many releases, one after the other, are killed before one is left alone. */
const killsAtOnce = 5;

/** What is counted, as of the runs in process, and the kills. */
export interface Figures {
  readonly runs: number;
  readonly kills: number;
  readonly converged: number;
  readonly repeatedUploads: number;
  readonly lost: number;
  readonly tokensLeftValid: number;
  readonly oldestCredentialSeconds: number;
}

/** The figures of `npm run faults -- --real`, and how each release ended on stderr. */
export async function measureReal(sample: number): Promise<Figures> {
  const real = await openReal();
  try {
    console.error(`${real.effects} effects in an undisturbed release`);
    // Those of a release are counted over all of its runs: each goes on from the one before.
    const points = Array.from({ length: real.effects - 1 }, (_, at) => at + 1);
    const chosen = points.filter((_, at) => at % sample === 0);
    const rounds = Math.ceil(chosen.length / killsAtOnce);
    const outcomes: RealOutcome[] = [];
    for (let round = 0; round < rounds; round++) {
      const kills = chosen.filter((_, at) => at % rounds === round);
      const outcome = await real.run(kills, faults);
      console.error(JSON.stringify(outcome));
      outcomes.push(outcome);
    }
    return figuresOf(outcomes);
  } finally {
    await real.close();
  }
}

function figuresOf(outcomes: readonly RealOutcome[]): Figures {
  const sum = (count: (one: RealOutcome) => number): number =>
    outcomes.reduce((total, one) => total + count(one), 0);
  return {
    runs: outcomes.length,
    kills: sum(({ kills }) => kills.length),
    converged: sum(({ converged }) => (converged ? 1 : 0)),
    repeatedUploads: sum((one) => one.repeatedUploads),
    lost: sum(({ lost }) => lost.length),
    tokensLeftValid: sum((one) => one.tokensLeftValid),
    oldestCredentialSeconds: Math.max(0, ...outcomes.map((one) => one.oldestCredentialSeconds)),
  };
}
