import { expect, it } from 'vitest';
import { tagsFor } from './tags-for.ts';

it('tags name versions of a package by its name or none, and those that PyPI alone has', () => {
  const names = ['v1', 'v0.3.1.post1', 'tide-v1!0.1', 'other-0.3.1.post2', 'post1', 'v0.3.1postal'];
  const format = { format: 'v{version}', prefix: '', packages: [] };
  const tags = [{ name: 'v0.3.1', commit: 'c', reachable: true, version: '0.3.1' }];
  const all = tagsFor([{ ...format, tags }], names);
  const found = all({ name: 'tide', directory: 'python', ecosystem: 'python' });
  expect(found.map(({ version }) => version)).toEqual(['0.3.1', '0.3.1.post1', '1!0.1']);
});
