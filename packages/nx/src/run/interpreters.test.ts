import { expect, it } from 'vitest';
import { checkInterpreters } from './interpreters.ts';

it('SLW210: tells of wheels that other interpreters need', () => {
  const python = { name: 'tide', manifest: 'py/pyproject.toml', abi3: null };
  const target = 'x86_64-unknown-linux-gnu';
  const several = { interpreters: ['3.11', '3.12'] };
  expect(checkInterpreters(python, several, target)).toMatchObject([
    { code: 'SLW210', severity: 'warning', file: 'py/pyproject.toml' },
  ]);
  expect(checkInterpreters({ ...python, abi3: '3.9' }, several, target)).toEqual([]);
  expect(checkInterpreters(python, {}, target)).toEqual([]);
});
