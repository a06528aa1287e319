import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explain, recognized } from '@slipway/release/explanation';
import { uploadRefused } from '@slipway/release/finding';
import { readMisconfigurations } from '../tools/misconfigurations/examine.ts';
import { failures, silent } from './support/failures/index.ts';
import { repository } from './support/workspace.ts';

describe('the catalogue of failures', () => {
  it('is here, every row of it', () => {
    const rows = new Set([...failures, ...silent].map(({ row }) => row));
    const all = Array.from({ length: 85 }, (_, at) => at + 1);
    expect(all.filter((row) => !rows.has(row))).toEqual([]);
  });

  it.each(failures)('$row, $code: $text', ({ text, code }) => {
    const [found, ...others] = explain(text);
    expect([found?.code, others]).toEqual([code, []]);
    expect(found!.remedy.length).toBeGreaterThan(10);
  });

  const uploads = failures.filter(({ upload }) => upload !== undefined);
  it.each(uploads)('$row, $code: is what an upload is refused by: $text', ({ text, code }) => {
    const context = { registry: 'PyPI', file: 'tide.whl', detail: text };
    const { finding } = recognized(uploadRefused.error(context));
    expect(finding).toMatchObject({ code, message: `PyPI refused tide.whl: ${text}` });
    expect(finding.remedy).toMatch(/.{20,}/);
  });

  // Each row of that page is a test in which an unmodified client is given the answer.
  const answered = failures.filter((one) => one.answered !== undefined);
  it.each(answered)('$row: the rehearsal says it too: $answered', async ({ answered: said }) => {
    const page = await readFile(join(repository, 'docs/guides/rehearsal-answers.md'), 'utf8');
    expect(page).toContain(said);
  });

  it.each(silent)('$row, $code: no log tells it, and a test provokes it', async ({ code }) => {
    const broken = (await readMisconfigurations()).some(({ finds }) => finds === code);
    const tests = await testsIn(repository);
    expect(broken || tests.some((text) => text.includes(code))).toBe(true);
  });
});

/** The texts of all tests but this one. */
async function testsIn(root: string): Promise<string[]> {
  const folders = ['packages', 'e2e', 'tools'].map((one) => join(root, one));
  const names = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder, { recursive: true }))
        .filter((file) => !file.includes('node_modules') && /\.test\.ts$/.test(file))
        .filter((file) => file !== 'failures.test.ts')
        .map((file) => join(folder, file)),
    ),
  );
  return Promise.all(names.flat().map((file) => readFile(file, 'utf8')));
}
