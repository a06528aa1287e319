import { join } from 'node:path';
import { boundOf } from './scale/bound.ts';
import { simulateRelease, type Variant } from './scale/run.ts';
import { makeScale, type ScaleSubject } from './scale/subject.ts';
import { progress, rounded, time, type Benchmark, type Size, type Sizes } from './measure.ts';

interface Shape {
  readonly crates: number;
  readonly packages: number;
  readonly files: number;
}

const sizes: Sizes<Shape> = {
  whole: { crates: 1000, packages: 200, files: 60 },
  smoke: { crates: 3, packages: 1, files: 2 },
};

/**
 * 1,000 crates and 200 packages of 60 wheels, published on a clock that jumps, against the least time that it could take
 * and the time that was announced; and the crates alone with an owner's token, which crates.io counts. The seconds are
 * those of that clock. What is real is how long the plan takes, and its memory.
 */
export async function scale(size: Size): Promise<Benchmark> {
  const { crates, packages, files } = sizes[size];
  const plan = await measurePlan(sizes[size]);
  const whole = await measure(makeScale(crates, packages, files), 'trusted');
  const alone = makeScale(crates, 0, files);
  const fresh = await measure(alone, 'new crates');
  const updates = await measure(alone, 'updates');
  return {
    bench: 'scale',
    seconds: rounded(whole.seconds),
    peers: {
      bound: rounded(whole.bound),
      announced: rounded(whole.announced),
      'new crates': rounded(fresh.seconds),
      updates: rounded(updates.seconds),
      'seconds to plan': rounded(plan.seconds),
    },
    ratios: {
      bound: rounded(whole.seconds / whole.bound),
      announced: rounded(whole.announced / whole.seconds),
      'bound, new crates': rounded(fresh.seconds / fresh.bound),
      'announced, new crates': rounded(fresh.announced / fresh.seconds),
      'bound, updates': rounded(updates.seconds / updates.bound),
      'announced, updates': rounded(updates.announced / updates.seconds),
    },
    peakMiB: Math.round(plan.peakMiB),
  };
}

/** A release on the simulated clock, in seconds. */
async function measure(subject: ScaleSubject, variant: Variant) {
  const { announced, seconds, published, refused, oldestCredentialSeconds } = await simulateRelease(
    subject,
    variant,
  );
  const bound = boundOf(subject, variant);
  progress(
    `${variant}: ${published} files in ${rounded(seconds)} s; ${rounded(announced.seconds)} s announced; ` +
      `${refused} refused by count; oldest token ${oldestCredentialSeconds} s\n  at least ${JSON.stringify(bound)}`,
  );
  return { seconds, announced: announced.seconds, bound: bound.seconds };
}

/** What a plan takes in a process of its own, that of Node included. */
async function measurePlan({
  crates,
  packages,
  files,
}: Shape): Promise<{ readonly seconds: number; readonly peakMiB: number }> {
  const script = join(import.meta.dirname, 'scale/planning.ts');
  const { output } = await time('node', [script, crates, packages, files].map(String), '.');
  return JSON.parse(output) as { seconds: number; peakMiB: number };
}
