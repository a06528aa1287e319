import { expect } from 'vitest';
import { readWorkflows } from '../workflow/index.ts';
import { describeRelease } from './index.ts';

export const file = '.github/workflows/release.yml';
export const upload = '{ uses: actions/upload-artifact@v4, with: { name: wheels, path: dist } }';

/** Describes one workflow, on tags, with these jobs. */
export function of(jobs: string, more: Record<string, string> = {}) {
  const text = `on: { push: { tags: ['v*'] } }\njobs:\n${jobs.replace(/^/gm, '  ')}\n`;
  const texts = new Map(Object.entries({ [file]: text, ...more }));
  const { workflows, findings } = readWorkflows(texts, [...texts.keys()]);
  expect(findings).toEqual([]);
  return describeRelease(workflows);
}

/** Describes one job on a runner, whose artifacts are kept. */
export function job(steps: string, runner = 'ubuntu-latest', more = '') {
  return of(
    `wheels:\n  runs-on: ${runner}\n${more}  steps:\n${steps.replace(/^/gm, '    ')}\n    - ${upload}`,
  );
}
