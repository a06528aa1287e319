import { defineFinding } from '../finding.ts';

export const historyCutOff = defineFinding<{ since: string | null; shallow: boolean }>('SLW115', {
  title: 'the history is cut off (shallow clone)',
  severity: 'error',
  message: ({ since, shallow }) =>
    shallow
      ? `this is a shallow clone, which does not hold all commits ${since === null ? 'of the history' : `since ${since}`}`
      : `${since} is not in this clone`,
  why: 'Notes and versions are worked out from the commits since the last release; some of them would be missing.',
  remedy: ({ shallow }) =>
    shallow
      ? 'Run `git fetch --unshallow --tags`; in GitHub Actions give actions/checkout `fetch-depth: 0`.'
      : 'Run `git fetch --tags`; in GitHub Actions give actions/checkout `fetch-depth: 0`.',
  example: { since: 'v0.3.0', shallow: true },
});
