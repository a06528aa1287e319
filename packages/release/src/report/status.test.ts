import { expect, it } from 'vitest';
import type { Action } from '../plan/index.ts';
import { showStatus } from './status.ts';

const row = (more: Partial<Action>): Action => ({
  registry: 'PyPI',
  package: 'tide',
  version: '0.3.1',
  file: 'tide-0.3.1.tar.gz',
  sha256: null,
  decision: 'already-there',
  why: 'there',
  ...more,
});

it('the table has a line for each package, and what is not as it ought to be below it', () => {
  const actions = [
    row({ registry: 'crates.io', package: 'tide-core', file: 'tide-core-0.3.1.crate' }),
    row({ why: 'there, withdrawn' }),
    row({ file: 'cp39-abi3 for aarch64-apple-darwin', decision: 'publish', why: 'missing' }),
    row({
      registry: 'GitHub Releases',
      package: 'octo/tide',
      version: 'v0.3.1',
      decision: 'publish',
      file: 'v0.3.1',
      why: 'left as a draft',
    }),
  ];
  actions.push(row({ file: 'tide\u001b[2J.whl', decision: 'conflict', why: 'there\u0007' }));
  const frame = { tag: 'v0.3.1', repository: 'octo/tide' };
  expect(showStatus(frame, actions, (_, text) => text)).toBe(`
v0.3.1 of octo/tide

  crates.io
    ✔ tide-core 0.3.1  1 of 1

  PyPI
    ✖ tide 0.3.1       1 of 3  withdrawn
        cp39-abi3 for aarch64-apple-darwin  missing
        tide\\x1b[2J.whl  there\\x07

  GitHub Releases
    ✖ v0.3.1           0 of 1
        v0.3.1  left as a draft
`);
});
