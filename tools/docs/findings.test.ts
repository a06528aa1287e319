import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allFindings } from '../../packages/release/src/finding/index.ts';
import { stalePages } from './findings.ts';

const root = join(import.meta.dirname, '../..');

async function testTexts(): Promise<string> {
  const files = await readdir(root, { recursive: true });
  const tests = files.filter(
    (file) =>
      /^(packages|e2e)\/.*(\.test\.ts|\/explanation\/[\w-]+\.ts|\/cases\/misconfigured\/.*\.json)$/.test(
        file,
      ) && !file.includes('node_modules'),
  );
  const texts = await Promise.all(tests.map((file) => readFile(join(root, file), 'utf8')));
  return texts.join('\n');
}

describe('the catalogue', () => {
  it('has a page in docs/findings for every code, as it says today', async () => {
    expect(await stalePages()).toEqual([]);
  });

  it('has a test that provokes every code', async () => {
    const texts = await testTexts();
    const untested = allFindings().filter(({ code }) => !texts.includes(code));
    expect(untested.map(({ code, title }) => `${code} ${title}`)).toEqual([]);
    // It reads every test, and the machine may be busy with them.
  }, 30_000);
});
