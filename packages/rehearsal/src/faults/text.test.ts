import { describe, expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import { noFaults, type FaultEffect } from './fault.ts';
import { faultKinds } from './kinds.ts';
import { describeFaults, FaultTextError, readFault } from './text.ts';

describe('a fault in a line', () => {
  test.each<[string, object]>([
    ['503@PUT /api/v1/crates/new 2', { match: { method: 'PUT', nth: 2 }, do: { status: 503 } }],
    ['418@get a', { match: { method: 'GET', path: 'a', nth: 1 }, do: { status: 418 } }],
    ['429@POST /legacy/', { do: { retryAfterSeconds: 10 } }],
    ['429-date:90@POST /legacy/', { do: { retryAfterSeconds: 90, retryAfterDate: true } }],
    ['slow:0.5@* /legacy/ *', { do: { delayMs: 500 } }],
    ['index-in-turn@PUT crates/new', { do: { indexInTurnMs: 20_000 } }],
    ['expire@PUT crates/new', { do: { expireTokens: true } }],
  ])('%s', (text, fault) => {
    expect(readFault(text)).toMatchObject(fault);
  });

  test.each<[string, string]>([
    ['', 'it is not WHAT[:SECONDS]@METHOD PATH [NTH]'],
    ['503', 'it is not WHAT'],
    ['503@/legacy/', 'it is not WHAT'],
    ['503@PUT /legacy/ 0', 'it is not WHAT'],
    ['503@PUT /legacy/ 1 2', 'it is not WHAT'],
    ['300@PUT /legacy/', 'there is no 300'],
    ['flood@PUT /legacy/', 'there is no flood'],
    ['html:3@PUT /legacy/', 'html takes no seconds'],
  ])('"%s" is not understood, and all kinds are told', (text, problem) => {
    expect(() => readFault(text)).toThrow(FaultTextError);
    expect(() => readFault(text)).toThrow(problem);
    for (const { name } of faultKinds) expect(() => readFault(text)).toThrow(`  ${name}`);
  });

  const asked = (path: string, search = '') => ({
    method: 'POST',
    path,
    search,
    prefix: '/github',
  });

  test.each<[string, ReturnType<typeof asked>, boolean]>([
    ['/repos/o/r/releases', asked('/repos/o/r/releases'), true],
    ['/github/repos/o/r/releases', asked('/repos/o/r/releases'), true],
    ['/repos/o/r/releases', asked('/repos/o/r/releases/7'), false],
    ['/repos/o/r/releases/N/assets', asked('/repos/o/r/releases/7/assets', '?name=a.whl'), true],
    [
      '/repos/o/r/releases/N/assets?name=a.whl',
      asked('/repos/o/r/releases/7/assets', '?name=a.whl'),
      true,
    ],
    [
      '/repos/o/r/releases/N/assets?name=b.whl',
      asked('/repos/o/r/releases/7/assets', '?name=a.whl'),
      false,
    ],
    ['/repos/o/r/releases/N', asked('/repos/o/r/releases/latest'), false],
    ['releases/7', asked('/repos/o/r/releases/7'), true],
  ])('the path %s means %o: %s', (path, request, isMeant) => {
    const faults = noFaults();
    faults.set([readFault(`500@POST ${path} *`)]);
    const effect: FaultEffect | null = faults.select('github', request);
    expect(effect !== null).toBe(isMeant);
  });

  test('every kind is in the guide', async () => {
    const guide = await readFile(
      new URL('../../../../docs/guides/rehearsal.md', import.meta.url),
      'utf8',
    );
    for (const { name } of faultKinds) expect(guide).toContain(`| \`${name}`);
    expect(describeFaults()).toContain('400 … 599');
  });
});
