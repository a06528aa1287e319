import { waitsForBudget, nowhere, type Finding } from '../finding/index.ts';
import { spellDuration } from './duration.ts';
import type { BudgetEstimate, Estimate, StageEstimate } from './estimate.ts';

/** An estimate for people: how long it takes in all, what a registry counts, and each registry for itself. */
export function describeEstimate({ seconds, stages, budgets }: Estimate): string[] {
  if (stages.length === 0) return [];
  return [
    `publishing takes about ${spellDuration(roughly(seconds))}`,
    ...budgets.map((one) => `  ${describeBudget(one)}`),
    ...stages.map((one) => `  ${describeStage(one)}`),
  ];
}

/** "57 new crates, 5 at once then 1 every 10 minutes: 8 h 40 min" */
export function describeBudget({
  budget,
  files,
  burst,
  everySeconds,
  seconds,
}: BudgetEstimate): string {
  const minutes = everySeconds / 60;
  const every = minutes === 1 ? 'minute' : `${minutes} minutes`;
  const what = files === 1 ? budget.replace(/s$/, '') : budget;
  const pace = `${burst} at once then 1 every ${every}`;
  return seconds === 0
    ? `${files} ${what}, all at once (${pace})`
    : `${files} ${what}, ${pace}: ${spellDuration(seconds)}`;
}

const reasons = {
  'new crates': 'as many as crates.io takes of new crates',
  updates: 'as many as crates.io takes of updates',
  order: 'one has to be there before another',
  bandwidth: 'the bytes have to go through the wire',
  requests: 'so many at once',
} as const satisfies Record<StageEstimate['decides'], string>;

function describeStage({ registry, files, seconds, decides }: StageEstimate): string {
  const what = files === 1 ? '1 file' : `${files} files`;
  return `${registry}: ${what}, ${spellDuration(roughly(seconds))} (${reasons[decides]})`;
}

/** What is only estimated has no seconds when it takes minutes. */
const roughly = (seconds: number): number =>
  seconds < 120 ? Math.ceil(seconds / 5) * 5 : Math.ceil(seconds / 60) * 60;

/** What passes before the registry begins to count: cargo packages first. In seconds. */
const beforeCounting = 120;

/**
 * Whether a budget makes the release wait for longer than it may (`maxWait`, in milliseconds): SLW416, once for each. It
 * would stop there, with a part of it out. Pure.
 */
export function checkWait({ budgets }: Estimate, maxWait: number): Finding[] {
  const isTooLong = ({ seconds }: BudgetEstimate): boolean =>
    (seconds === 0 ? 0 : seconds + beforeCounting) * 1000 > maxWait;
  return budgets.filter(isTooLong).map((one) => {
    const minutes = Math.ceil(one.seconds / 60);
    const pace = describeBudget(one);
    const patience = spellDuration(maxWait / 1000);
    return waitsForBudget.at(nowhere, { pace, budget: one.budget, minutes, patience });
  });
}
