import { describe, expect, it } from 'vitest';
import { allFindings } from '@slipway/release/finding';
import { entries, explain } from './index.ts';

describe('what a log says', () => {
  it.each(entries)('$code: $sample', ({ code, sample }) => {
    const found = explain(sample);
    expect(found.map((one) => one.code)).toEqual([code]);
    const [{ cause, remedy, title }] = found as [(typeof found)[0]];
    expect([cause, remedy, title].every((text) => text.length > 8)).toBe(true);
  });

  it('is known by a code that has a page', () => {
    const codes = new Set(allFindings().map(({ code }) => code));
    expect(entries.filter(({ code }) => !codes.has(code))).toEqual([]);
  });

  it('is found among colours, times and marks, in the order of the log', () => {
    const log = [
      'publish\tUpload\t2026-11-20T10:00:00.1234567Z \u001b[36;1muv publish\u001b[0m',
      '2026-11-20T10:00:01.1234567Z ##[error]Invalid API Token: \u001b[31mtoken\u001b[0m is expired',
      "::error::File already exists ('tide-0.3.1.tar.gz', with blake2_256 hash 'ab').\r",
    ].join('\n');
    expect(explain(log).map(({ code, text }) => `${code} ${text}`)).toEqual([
      'SLW719 Invalid API Token: token is expired',
      "SLW402 File already exists ('tide-0.3.1.tar.gz', with blake2_256 hash 'ab').",
    ]);
  });

  it('is nothing where nothing is known', () => {
    expect(explain('Compiling tide v0.3.1\nFinished in 3 s')).toEqual([]);
    expect(explain('')).toEqual([]);
  });
});
