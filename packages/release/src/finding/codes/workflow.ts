import { defineFinding } from '../finding.ts';

export const brokenWorkflow = defineFinding<{ file: string; detail: string }>('SLW601', {
  title: 'GitHub refuses a workflow file',
  severity: 'warning',
  message: ({ file, detail }) => `${file} is not a valid workflow: ${detail}`,
  why: 'GitHub runs no job of a file that it refuses, so this part of the release does not happen.',
  remedy: ({ file }) => `Correct ${file} at the line shown.`,
});
