import { expect, it } from 'vitest';
import { parseRepositoryUrl } from './repository-url.ts';

const rocket = { host: 'https://github.com', owner: 'acme', repository: 'rocket' };

it.each([
  'https://github.com/acme/rocket',
  'https://github.com/acme/rocket/',
  'https://github.com/acme/rocket.git',
  'git+https://github.com/acme/rocket.git',
  'https://token@github.com/acme/rocket',
  'git@github.com:acme/rocket.git',
  'ssh://git@github.com:22/acme/rocket.git',
  'https://github.com/acme/rocket#readme',
])('reads %s', (url) => {
  expect(parseRepositoryUrl(url)).toEqual(rocket);
});

it.each([
  null,
  '',
  'rocket',
  'https://gitlab.com/acme/rocket',
  'https://github.com/acme',
  '/tmp/acme/rocket',
])('finds no GitHub repository in %s', (url) => {
  expect(parseRepositoryUrl(url)).toBeNull();
});

it('reads an enterprise host', () => {
  expect(parseRepositoryUrl('https://github.acme.org/a/b')?.host).toBe('https://github.acme.org');
});
