import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allFindings, uploadRefused } from '../finding/index.ts';
import { decodeLog, entries, explain, recognized } from './index.ts';

/** The names of the groups of a pattern, and those that a text is to be filled with. */
const groupsOf = ({ source }: RegExp) =>
  [...source.matchAll(/\(\?<(\w+)>/g)].map(([, name]) => name);
const namesIn = (words: string) => [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

describe('what a log says', () => {
  it.each(entries)('$code: $sample', ({ code, sample, told }) => {
    const found = explain(sample);
    expect(found.map((one) => one.code)).toEqual([code]);
    const [{ cause, remedy, title }] = found as [(typeof found)[0]];
    expect([cause, remedy, title].every((text) => text.length > 8)).toBe(true);
    if (!told) return;
    // Its own words, not those of an entry beside it; and every name in them was found.
    const start = (words: string): string => words.split(/\{\w+\}/)[0]!;
    expect([cause.startsWith(start(told.cause)), remedy.startsWith(start(told.remedy))]).toEqual([
      true,
      true,
    ]);
    expect(namesIn(cause + remedy)).toEqual([]);
  });

  it('has a name for all that its words are filled with, whichever pattern matches', () => {
    for (const { patterns, told } of entries) {
      const needed = told ? namesIn(told.cause + told.remedy) : [];
      for (const pattern of patterns)
        expect(groupsOf(pattern)).toEqual(expect.arrayContaining(needed));
    }
  });

  it('names what it is about', () => {
    const log = `error: crate tide@0.3.1 already exists on crates.io index
Error: The provided access token is not valid for crate \`tide-core\`
Error: The provided access token is not valid for crate \`tide-py\`
Error: The provided access token is not valid for crate \`tide-core\`
You have published too many new crates in a short period of time. Please try again after Thu, 01 Jan 2026 00:00:00 GMT and see`;
    expect(explain(log).map(({ code, cause, remedy }) => `${code} ${cause} ${remedy}`)).toEqual([
      expect.stringContaining('tide 0.3.1 is published'),
      expect.stringContaining('Register the publisher for tide-core'),
      expect.stringContaining('Register the publisher for tide-py'),
      expect.stringContaining('Wait until Thu, 01 Jan 2026 00:00:00 GMT'),
    ]);
  });

  it('is read though twine wraps its lines, with the times of GitHub before each', () => {
    const log = `
      ERROR    HTTPError: 400 Bad Request from https://upload.pypi.org/legacy/
               File already exists ('tide-0.3.1.tar.gz', with
               blake2_256 hash
               '5a7b').
               Uploading new files to releases
               older than 14 days is not allowed.`;
    const timed = log.replaceAll('\n', '\npublish\tUpload\t2026-11-20T10:00:00.1234567Z ');
    expect(explain(timed).map(({ code, cause }) => `${code} ${cause}`)).toEqual([
      'SLW402 PyPI has tide-0.3.1.tar.gz with other bytes: the version was built again.',
      'SLW639 PyPI closes a version after 14 days.',
    ]);
  });

  it.each([
    ['`invalid-publisher`: valid token, but no corresponding publisher'],
    ['"code":"invalid-publisher","description":"valid token, but no corresponding publisher'],
    ['invalid-publisher: valid token, but no corresponding publisher'],
  ])('is the same from every client: %s', (before) => {
    const found = explain(`${before} (Publisher with matching claims was not found)`);
    expect(found.map(({ code }) => code)).toEqual(['SLW617']);
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

  it('does nothing to the terminal that shows it', () => {
    const link = '\u001b]8;;https://example.org\u0007';
    const log = `${link}\u001b]52;c;YQ==\u001b\\crate version \u0000\`0.1.0\`\u0008 is already uploaded\u009b2J`;
    expect(explain(log)[0]?.text).toBe('crate version `0.1.0` is already uploaded2J');
  });

  it('is read in UTF-8, and in the UTF-16 of PowerShell', () => {
    const text = 'crate version `0.1.0` is already uploaded';
    for (const bytes of [Buffer.from(text), Buffer.from(`\uFEFF${text}`, 'utf16le')]) {
      expect(explain(decodeLog(bytes)).map((one) => one.text)).toEqual([text]);
    }
  });

  it('is nothing where nothing is known', () => {
    expect(explain('Compiling tide v0.3.1\nFinished in 3 s')).toEqual([]);
    expect(explain('')).toEqual([]);
  });

  it.each([
    "fatal: Authentication failed for 'https://github.com/octo/tide.git/'",
    'Transparency log entry created with index: 150234567 at https://rekor.sigstore.dev',
    'Fulcio client using URL: https://fulcio.sigstore.dev/\nUploading tide-0.3.1.tar.gz\n200 OK in 502 ms',
    'remote: error: GH013: Repository rule violations found for refs/heads/main.',
    'Uploading tide-1.0.0-cp39-abi3-manylinux2014_x86_64.whl\n100% 26.1/26.1 kB',
    'warning: crate tide@0.3.1 already exists here',
    'File already exists: dist/tide.whl',
  ])('is nothing where it only sounds so: %s', (log) => {
    expect(explain(log)).toEqual([]);
  });

  it('is read from anything, at once', () => {
    fc.assert(fc.property(fc.string(), (text) => void explain(text)));
    const long = entries
      .map(({ sample }) => sample.slice(0, -8))
      .join('\n')
      .repeat(40);
    expect(explain(long).length).toBeLessThan(entries.length * 2);
    for (const part of [
      'timed out waiting for ',
      'with matching claims was not found) ',
      'a',
      '\n',
    ]) {
      expect(explain(`Publisher ${part.repeat(20_000)}`).length).toBeLessThan(2);
    }
    expect(explain('Publisher with matching claims was not found) '.repeat(9000))).toHaveLength(1);
  });
});

describe('an error in which a registry speaks', () => {
  const refused = (detail: string) => {
    const at = { file: 'Cargo.toml', line: 3 };
    const context = { registry: 'crates.io', file: 'tide-0.3.1.crate', detail };
    return uploadRefused.error(context, { at, cause: 'lost' });
  };

  it('has the code of its text, and says what was refused, and where', () => {
    const error = recognized(refused('crate version `0.3.1` is already uploaded'));
    expect(error.finding).toMatchObject({
      code: 'SLW127',
      severity: 'error',
      message: 'crates.io refused tide-0.3.1.crate: crate version `0.3.1` is already uploaded',
      file: 'Cargo.toml',
      line: 3,
      why: expect.stringMatching(/^0\.3\.1 is published/),
      remedy: expect.stringContaining('--continue'),
    });
    expect([error.message.slice(0, 7), error.cause]).toEqual(['SLW127 ', 'lost']);
  });

  it('SLW403: stays as it is where nothing is known of it', () => {
    const error = refused('not today');
    expect(recognized(error)).toBe(error);
  });

  it('is known by a text that it does not show whole', () => {
    const { finding } = recognized(
      refused('see below'),
      'error: no token found, please run `cargo login`',
    );
    expect(finding).toMatchObject({
      code: 'SLW703',
      message: expect.stringContaining('see below'),
    });
  });
});

it('says once what crates.io lists for each crate of a repository', () => {
  const log =
    'The Trusted Publishing config for repository `octo/tide` does not match the environment `prod` in the JWT. Expected environments: `release`, `release`';
  expect(explain(log)).toMatchObject([
    { code: 'SLW617', cause: 'The job runs in prod, and the publisher is for `release`.' },
  ]);
  const owners =
    'does not match the repository owner ID (13) in the JWT. Expected owner IDs: 12, 12, 11. Please';
  expect(explain(owners)[0]?.cause).toContain('the publisher 12, 11:');
});
