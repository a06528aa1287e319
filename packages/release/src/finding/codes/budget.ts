import { defineFinding } from '../finding.ts';

export const waitsForBudget = defineFinding<{
  /** "57 new crates, 5 at once then 1 every 10 minutes: 8 h 40 min" */
  pace: string;
  budget: 'new crates' | 'updates';
  minutes: number;
  patience: string;
}>('SLW416', {
  title: 'a registry lets in too few at a time for this run',
  severity: 'warning',
  message: ({ pace, patience }) =>
    `crates.io counts what an owner’s token publishes: ${pace}; this run waits ${patience} at most`,
  why: 'It would stop half-way, with the crates before out and the others not; going on later is safe, but users see both versions until then.',
  remedy: ({ budget, minutes }) =>
    `Let it wait: \`--max-wait=${minutes + 30}\`; or ask help@crates.io to let in more at once, with the names and the repository. ${
      budget === 'updates'
        ? 'Of trusted publishing nothing is counted: use it wherever an identity is to be had.'
        : 'A later \`--continue\` goes on where it stopped.'
    }`,
  example: {
    pace: '57 new crates, 5 at once then 1 every 10 minutes: 8 h 40 min',
    budget: 'new crates',
    minutes: 520,
    patience: '30 min',
  },
});
