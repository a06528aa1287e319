import createPreset from 'conventional-changelog-conventionalcommits';
import { CommitParser } from 'conventional-commits-parser';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isHidden } from './change.ts';
import type { Preset } from './preset.ts';

const preset = createPreset({}) as Preset;
const parser = new CommitParser(preset.parser);

/** Whether the library, given all the time that it takes, would tell of it after all. */
function isTold(message: string): boolean {
  const commit = parser.parse(message);
  const written = preset.writer.transform?.(commit as never, {} as never, {} as never);
  return written !== undefined || preset.whatBump([commit]) !== null;
}

it.each([
  ['docs: explain', true],
  ['chore(deps): bump\n\nA body!: with anything.', true],
  ['ci: run\r\n\r\nbody', true],
  ['docs!: explain', false],
  ['docs(a)!: explain', false],
  ['docs(a): b)!: c', false],
  ['docs: explain\n\nBREAKING CHANGE: all', false],
  ['docs: explain\n\nbreaking-change: all', false],
  ['chore: go\n\nRelease-As: 2.0.0', false],
  ['feat: fly', false],
  ['revert: fly', false],
])('knows at a glance that %j is hidden: %s', (message, hidden) => {
  expect(isHidden(message)).toBe(hidden);
  if (hidden) expect(isTold(message)).toBe(false);
});

const part = fc.constantFrom(
  ...['docs', 'chore', 'feat', 'ci', '(', ')', '(a)', '!', ':', ': ', ' ', '\n', '\r\n', '\n\n'],
  ...[
    'BREAKING CHANGE: x',
    'breaking-change:y',
    'BREAKING',
    'Revert "x"',
    'revert: ',
    'Release-As: 1.0.0',
  ],
  ...['This reverts commit 0123456789.', '* ', '-hash-', '#1', '\t', 'x'],
);

it('hides nothing that the library would tell', () => {
  const message = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
  const hiddenStart = fc.tuple(fc.constantFrom('docs: ', 'chore(a): ', 'test'), message);
  fc.assert(
    fc.property(hiddenStart, ([start, rest]) => {
      const text = start + rest;
      if (isHidden(text)) expect(isTold(text)).toBe(false);
    }),
    { numRuns: 5_000 },
  );
});
