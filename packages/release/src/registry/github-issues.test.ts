import { expect, it } from 'vitest';
import type { Ports } from '../ports.ts';
import { githubIssues } from './github-issues.ts';

const mark = '<!-- ours -->';

/** Whether an issue that somebody wrote is taken for ours. */
async function isTaken(author: object, more: object = {}): Promise<boolean> {
  const row = { number: 7, title: 'Ours', body: `${mark}\nwords`, ...author, ...more };
  const clock = { now: () => 0, sleep: async () => undefined };
  const ports = { fetch: async () => Response.json([row]), clock } as unknown as Ports;
  const endpoint = { api: 'http://github', uploads: 'http://uploads', token: null };
  return (await githubIssues(endpoint, 'octo/tide', ports).find(mark))?.number === 7;
}

const by = (login: string, type: string, association = 'NONE') => ({
  user: { login, type },
  author_association: association,
});

it.each([429, 500, 503])('SLW405: a %d says nothing of who may see issues', async (status) => {
  const clock = { now: () => 0, sleep: async () => undefined };
  const fetch = async () => Response.json({ message: 'Unicorn' }, { status });
  const endpoint = { api: 'http://github', uploads: 'http://uploads', token: null };
  const issues = githubIssues(endpoint, 'octo/tide', { fetch, clock });
  await expect(issues.find(mark)).rejects.toThrow(/^SLW405 .*its issues: \d+ Unicorn/);
});

it('an issue is ours when a job or a member of the repository wrote it, and nobody else', async () => {
  expect(await isTaken(by('github-actions[bot]', 'Bot'))).toBe(true);
  expect(await isTaken(by('octo', 'User', 'OWNER'))).toBe(true);
  expect(await isTaken(by('eve', 'User'))).toBe(false);
  expect(await isTaken(by('eve', 'User', 'CONTRIBUTOR'))).toBe(false);
  // Whose text may be what somebody has asked it to write.
  expect(await isTaken(by('answers-all[bot]', 'Bot'))).toBe(false);
  expect(await isTaken({ user: null })).toBe(false);
  expect(await isTaken(by('github-actions[bot]', 'Bot'), { pull_request: {} })).toBe(false);
});
