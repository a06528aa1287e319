import { expect, it } from 'vitest';
import { showDiff } from './diff.ts';

const plain = (_: string, text: string): string => text;

it('shows the lines that differ, with their numbers', () => {
  const before = '[package]\r\nname = "a"\r\nversion = "0.3.0" # 0.3.0\r\n';
  expect(showDiff('a/Cargo.toml', before, before.replace('"0.3.0"', '"0.3.1"'), plain)).toBe(
    'a/Cargo.toml\n     3 - version = "0.3.0" # 0.3.0\n     3 + version = "0.3.1" # 0.3.0',
  );
});

it('shows the part that differs where lines come in', () => {
  expect(showDiff('CHANGELOG.md', 'a\nd\n', 'a\nb\nc\nd\n', plain)).toBe(
    'CHANGELOG.md\n     2 + b\n     3 + c',
  );
  expect(showDiff('new', '', 'a\nb\n', plain).split('\n')).toEqual([
    'new',
    '     1 + a',
    '     2 + b',
  ]);
});

it('does not drown the reader', () => {
  const many = Array.from({ length: 200 }, (_, at) => `line ${at}`).join('\n');
  expect(showDiff('Cargo.lock', many, many.replaceAll('line', 'row'), plain)).toContain(
    '… 360 more',
  );
});
