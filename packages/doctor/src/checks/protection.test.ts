import { expect, it } from 'vitest';
import { known, nothingKnown } from '../evidence/index.ts';
import { readWorkflows } from '../workflow/index.ts';
import { diagnose, trustContext } from './index.ts';

/** What is said of a check that the branch requires, while one job is called "test / Test Suite". */
function told(check: string, anySource: readonly string[]): string[] {
  const file = '.github/workflows/ci.yml';
  const text = `on: pull_request
jobs:
  test: { name: test / Test Suite, runs-on: ubuntu-latest, steps: [{ run: cargo test }] }
`;
  const { workflows } = readWorkflows(new Map([[file, text]]), [file]);
  const subject = { remote: 'octo/tide', tag: 'v1.2.3', crates: [], projects: [] };
  const nothing = nothingKnown('nobody was asked', subject);
  const branch = known({
    requiredChecks: [check],
    anySource,
    reviews: true,
    dismissesStale: true,
    upToDate: true,
    includesAdministrators: true,
  });
  const evidence = { ...nothing, github: { ...nothing.github, branch } };
  const rows = diagnose(trustContext(workflows, [file], evidence));
  const findings = rows.flatMap((row) => row.findings);
  return findings.filter(({ code }) => code === 'SLW630').map(({ severity }) => severity);
}

it.each<[string, boolean, string[]]>([
  ['test / Test Suite', false, []],
  ['build', false, ['error']],
  // It may be another app's, or a service's that is no app.
  ['codecov/patch', true, ['warning']],
  // It is ours, under its old name.
  ['ci / Test Suite', true, ['error']],
])('SLW630: a required check %s, of any source: %s', (check, isAny, severities) => {
  expect(told(check, isAny ? [check] : [])).toEqual(severities);
});
