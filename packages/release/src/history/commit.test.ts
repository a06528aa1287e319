import { expect, it } from 'vitest';
import { repositoryOf } from './index.ts';

it.each([
  'https://github.com/octo/tide',
  'https://github.com/octo/tide.git/',
  'https://GitHub.com:443/octo/tide.git',
  'https://somebody:ghp_secret@github.com/octo/tide.git',
  'git@github.com:octo/tide.git',
  'git@github.com:/octo/tide',
  'org-12@github.com:octo/tide.git',
  'github.com:octo/tide',
  'ssh://git@github.com:22/octo/tide.git',
  'ssh://git@ssh.github.com:443/octo/tide.git',
  'git://github.com/octo/tide.git',
])('%s is octo/tide at GitHub', (remote) => {
  expect(repositoryOf(remote)).toBe('octo/tide');
});

it.each([
  'https://notgithub.com/octo/tide',
  'https://github.com.example.org/octo/tide',
  'https://gitlab.com/mirrors/github.com/octo/tide',
  'https://example.org/?at=github.com/octo/tide',
  'git@github.example.org:octo/tide.git',
  '/srv/github.com/octo/tide',
  'https://github.com/octo',
  'https://github.com/octo/tide/tree/main',
])('%s is no repository at GitHub', (remote) => {
  expect(repositoryOf(remote)).toBeNull();
});
