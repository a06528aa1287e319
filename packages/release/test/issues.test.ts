import { openDirect, type DirectRehearsal } from '@slipway/rehearsal';
import { beforeEach, expect, it } from 'vitest';
import { Secret } from '../src/identity/index.ts';
import type { Ports } from '../src/ports.ts';
import { githubIssues, type GithubIssues } from '../src/registry/index.ts';

let registries: DirectRehearsal;
let issues: GithubIssues;

beforeEach(async () => {
  registries = await openDirect(() => Date.UTC(2026, 10, 25));
  issues = await as('issues:write');
});

/** The issues as a job with these permissions sees them. */
async function as(...scopes: string[]): Promise<GithubIssues> {
  const body = JSON.stringify({ registry: 'github', scopes, installation: true });
  const answer = await registries.fetch(`${registries.ready.admin}/tokens`, {
    method: 'POST',
    body,
  });
  const { token } = (await answer.json()) as { token: string };
  const { api, uploads } = registries.ready.github;
  const clock = { now: () => 0, sleep: async () => undefined };
  const ports = { fetch: registries.fetch, clock } as unknown as Ports;
  return githubIssues({ api, uploads, token: new Secret(token) }, 'octo/tide', ports);
}

it('an issue is opened, found by how it begins, changed, and closed', async () => {
  expect(await issues.find('<!-- ours -->')).toBeNull();
  await issues.open({ title: 'Another', body: 'not <!-- ours -->' });
  const opened = await issues.open({ title: 'Ours', body: '<!-- ours -->\nfirst' });
  expect(await issues.find('<!-- ours -->')).toEqual(opened);
  await issues.change({ ...opened, title: 'Ours still', body: '<!-- ours -->\nsecond' });
  await issues.comment(opened.number, 'It has changed.');
  expect(await issues.find('<!-- ours -->')).toMatchObject({ number: 2, title: 'Ours still' });
  await issues.close(opened.number);
  expect(await issues.find('<!-- ours -->')).toBeNull();
  expect((await issues.find('not'))?.number).toBe(1);
});

it('SLW454: a text that is too long is refused', async () => {
  const { number } = await issues.open({ title: 'Ours', body: 'x'.repeat(65_536) });
  const body = 'x'.repeat(65_537);
  const words = /SLW454 .*body is too long \(maximum is 65536 characters\)/;
  await expect(issues.open({ title: 'Another', body })).rejects.toThrow(words);
  await expect(issues.change({ number, title: 'Ours', body })).rejects.toThrow(words);
  await expect(issues.comment(number, body)).rejects.toThrow(words);
});

it('SLW454: who may not write issues is told in GitHub’s words', async () => {
  const reader = await as('contents:read');
  const opening = reader.open({ title: 'Ours', body: '<!-- ours -->' });
  await expect(opening).rejects.toThrow(/SLW454 .*403 Resource not accessible by integration/);
  await expect(issues.close(7)).rejects.toThrow(/SLW454 .*404 Not Found/);
});
