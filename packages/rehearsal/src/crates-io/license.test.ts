import { expect, test } from 'vitest';
import { licenseProblem } from './license.ts';

test.each([
  'MIT',
  'MIT OR Apache-2.0',
  'MIT/Apache-2.0',
  'MIT OR (Apache-2.0 AND MIT)',
  'GPL-3.0+',
  'GPL-2.0-only WITH Classpath-exception-2.0',
  'Apache-2.0 WITH LLVM-exception OR MIT',
  'LicenseRef-Own',
])('%s is an expression', (expression) => {
  expect(licenseProblem(expression)).toBe(null);
});

test.each([
  ['MIT AND foobar', 'MIT AND foobar\n        ^^^^^^ unknown term'],
  ['mit', 'mit\n^^^ unknown term'],
  ['MIT or Apache-2.0', 'MIT or Apache-2.0\n    ^^ unknown term'],
  ['MIT OR', 'MIT OR\n      ^ expected a `<license>` here'],
  [
    'MIT Apache-2.0',
    'MIT Apache-2.0\n    ^^^^^^^^^^ expected one of `AND`, `OR`, `WITH`, `)` here',
  ],
  ['(MIT', '(MIT\n^ unclosed parens'],
  ['MIT)', 'MIT)\n   ^ unopened parens'],
  ['OR MIT', 'OR MIT\n^^ expected one of `<license>`, `(` here'],
  ['MIT WITH MIT', 'MIT WITH MIT\n         ^^^ expected a `<exception>` here'],
])('%s is none, and it is shown where', (expression, problem) => {
  expect(licenseProblem(expression)).toBe(problem);
});
