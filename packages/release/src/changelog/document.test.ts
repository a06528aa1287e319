import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addEntry, detectStyle } from './document.ts';
import type { ChangelogEntry } from './entry.ts';

const url = 'https://github.com/acme/rocket';
const notes = `## [0.3.0](${url}/compare/v0.2.0...v0.3.0) (2026-11-20)

### ⚠ BREAKING CHANGES

* kerosene is gone

### Features

* other fuel (abc1234)

### Bug Fixes

* **core:** leak (def5678)
  seen on the pad

### Reverts

* launch (0123456)
`;

const entry: ChangelogEntry = {
  version: '0.3.0',
  date: '2026-11-20',
  from: 'v0.2.0',
  repositoryUrl: url,
  notes,
};

const kept = `# Changelog

The format is based on [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

## [Unreleased]

## [0.2.0] - 2026-10-01

### Added

- Written by hand.

[Unreleased]: ${url}/compare/v0.2.0...HEAD
[0.2.0]: ${url}/compare/v0.1.0...v0.2.0
`;

const conventional = `# History

## [0.2.0](${url}/compare/v0.1.0...v0.2.0) (2026-10-01)

### Features

* old (1111111)
`;

describe('headings', () => {
  const linesOf = (text: string) =>
    addEntry(text, entry)
      .split('\n')
      .filter((line) => /^#+ .*\d/.test(line));

  it.each([
    ['# Changelog\n\n## v0.2.0 (2026-10-01)\n', '## [v0.3.0]('],
    ['# Changelog\n\n## [v0.2.0] - 2026-10-01\n\n### Added\n', '## [v0.3.0] - '],
    ['# Changelog\n\n# 0.2.0 (2026-10-01)\n\n# v0.1.0\n', '# [0.3.0]('],
    ['# [0.2.0](x) (2026-10-01)\n\n## 0.1.1\n', '## [0.3.0]('],
  ])('go on as they are in %j', (text, start) => {
    expect(linesOf(text)[0]?.slice(0, start.length)).toBe(start);
  });

  it.each([
    ['## Unreleased\n\n## 0.2.0 (2026-10-01)\n', '## 0.3.0 (2026-11-20)'],
    [
      '## [Unreleased]\n\n## [0.2.0](x) - 2026-10-01\n',
      `## [0.3.0](${url}/compare/v0.2.0...v0.3.0) - 2026-11-20`,
    ],
    [
      '# Changelog\n\n## Version 0.2.0, 2026-10-01\n',
      `## [Version 0.3.0](${url}/compare/v0.2.0...v0.3.0), 2026-11-20`,
    ],
    ['## 0.2.0\n\n### Added\n\n- x\n', '## 0.3.0 - 2026-11-20'],
  ])(
    'have what the newest of %j has, and no definition that nothing refers to',
    (text, heading) => {
      expect(linesOf(text)[0]).toBe(heading);
      expect(addEntry(text, entry)).not.toMatch(/^\[.*\]: /m);
    },
  );

  it('lead to the definitions that stand for those without brackets', () => {
    const text = kept.replace('## [0.2.0]', '## 0.2.0');
    const after = addEntry(text, entry);
    expect(after).toContain('\n## 0.3.0 - 2026-11-20\n');
    expect(after).toContain(`\n[0.3.0]: ${url}/compare/v0.2.0...v0.3.0\n[0.2.0]: `);
    const unlisted = addEntry(text.replace(/^\[0\.2\.0\]: .*\n/m, ''), entry);
    expect(unlisted.slice(unlisted.indexOf('[Unreleased]: '))).toBe(
      `[Unreleased]: ${url}/compare/v0.3.0...HEAD\n`,
    );
  });

  it.each([
    '- Unreleased\n  - x\n\n- v0.2.0\n  - y\n',
    '* **0.2.0** (2026-10-01): x\n',
    '**v0.2.0**\n\n- x\n',
    '#### [v0.2.0](x)\n\n- x\n',
    '<a id="0.2.0"></a>\n<a name="0.2.0"></a>\n## 0.2.0\n',
  ])('go above the newest release, however it is written: %j', (text) => {
    const after = addEntry(`# Changelog\n\n${text}`, entry);
    expect(after).toMatch(/^# Changelog\n\n## \[0\.3\.0\]/);
    expect(after.endsWith(`\n\n${text}`)).toBe(true);
  });

  it.each(['```\n- 0.2.0\n```\n', '- x\n- 0.5 of all\n', '## Unreleased\n\n- x\n- 0.2.0 is old\n'])(
    'do not split %j',
    (text) => {
      expect(addEntry(text, { ...entry, notes: '' })).toContain(
        text.replace('## Unreleased\n', ''),
      );
    },
  );

  it('that wait under Unreleased stay there, and so do comments', () => {
    const waiting = '## [Unreleased]\n\n<!-- add\n### here -->\n\n### Added\n\n### Fixed\n\n';
    const text = kept.replace('## [Unreleased]\n\n', waiting);
    const after = addEntry(text, entry);
    expect(after.startsWith(text.slice(0, text.indexOf('## [0.2.0]')))).toBe(true);
    expect(after).toContain(`${waiting}## [0.3.0] - 2026-11-20\n`);
    const filled = text.replace('### Fixed\n', '### Fixed\n\n- A leak.\n');
    const moved = '## [0.3.0] - 2026-11-20\n\n### Fixed\n\n- A leak.\n';
    expect(addEntry(filled, entry)).toContain(waiting.replace('### Fixed\n\n', moved));
  });
});

describe('a new changelog', () => {
  it('has a header and the entry', () => {
    expect(addEntry(null, { ...entry, notes: '## 0.3.0\n\n### Features\n\n* a\n' }))
      .toMatchInlineSnapshot(`
      "# Changelog

      All notable changes to this project are told here.

      ## [0.3.0](https://github.com/acme/rocket/compare/v0.2.0...v0.3.0) (2026-11-20)

      ### Features

      * a
      "
    `);
  });

  it('has links in the style of Keep a Changelog', () => {
    const first = { ...entry, from: null, tag: 'v0.3.0' };
    expect(addEntry('', first, 'keep-a-changelog')).toMatchInlineSnapshot(`
      "# Changelog

      All notable changes to this project are told here, in the format of
      [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

      ## [Unreleased]

      ## [0.3.0] - 2026-11-20

      ### Added

      - other fuel (abc1234)

      ### Changed

      - **Breaking:** kerosene is gone
      - **Reverted:** launch (0123456)

      ### Fixed

      - **core:** leak (def5678)
        seen on the pad

      [Unreleased]: https://github.com/acme/rocket/compare/v0.3.0...HEAD
      [0.3.0]: https://github.com/acme/rocket/releases/tag/v0.3.0
      "
    `);
  });
});

it('puts an entry above the newest, with links, as Keep a Changelog has it', () => {
  const short = { ...entry, notes: '### Bug Fixes\n\n* leak\n' };
  expect(addEntry(kept, short)).toBe(
    kept
      .replace('## [0.2.0]', '## [0.3.0] - 2026-11-20\n\n### Fixed\n\n- leak\n\n## [0.2.0]')
      .replace('v0.2.0...HEAD', 'v0.3.0...HEAD')
      .replace('[0.2.0]: ', `[0.3.0]: ${url}/compare/v0.2.0...v0.3.0\n[0.2.0]: `),
  );
});

it('puts an entry above the newest in the conventional style', () => {
  const short = { ...entry, notes: '### Bug Fixes\n\n* leak\n' };
  const heading = `## [0.3.0](${url}/compare/v0.2.0...v0.3.0) (2026-11-20)`;
  expect(addEntry(conventional, short)).toBe(
    conventional.replace('## [0.2.0]', `${heading}\n\n### Bug Fixes\n\n* leak\n\n## [0.2.0]`),
  );
});

it('moves what is unreleased into the entry, and the notes to the same headings', () => {
  const hand =
    '\nA word first.\n\n### Fixed\n\n* By hand:\n  two lines.\n\n### Security\n\nProse.\n';
  const before = kept.replace('## [Unreleased]\n', `## [Unreleased]\n${hand}`);
  const after = addEntry(before, entry);
  expect(after.slice(after.indexOf('## [Unreleased]'), after.indexOf('## [0.2.0]')))
    .toMatchInlineSnapshot(`
    "## [Unreleased]

    ## [0.3.0] - 2026-11-20

    A word first.

    ### Fixed

    * By hand:
      two lines.
    * **core:** leak (def5678)
      seen on the pad

    ### Security

    Prose.

    ### Added

    - other fuel (abc1234)

    ### Changed

    - **Breaking:** kerosene is gone
    - **Reverted:** launch (0123456)

    "
  `);
});

const nothing = { ...entry, notes: '## 0.3.0\n\nNo commit since v0.2.0 is marked.\n' };

it('says that nothing is notable only where nobody wrote anything', () => {
  expect(addEntry(kept, nothing)).toContain(
    '2026-11-20\n\nNo commit since v0.2.0 is marked.\n\n##',
  );
  const written = kept.replace('## [Unreleased]\n', '## [Unreleased]\n\n- By hand.\n');
  expect(addEntry(written, nothing)).not.toContain('No commit');
});

it('keeps line breaks as they are, and a missing one at the end', () => {
  const after = addEntry(kept.replaceAll('\n', '\r\n'), entry);
  expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(after.replaceAll('\r\n', '\n')).toBe(addEntry(kept, entry));
  for (const text of [kept, conventional, '# Changelog', '# Changelog\n\n## Unreleased\n\n- x']) {
    const open = addEntry(text.trimEnd(), entry);
    expect(open).not.toMatch(/\n$/);
    expect(open.replace(/\n+$/, '')).toBe(addEntry(text, entry).replace(/\n+$/, ''));
  }
});

it.each([
  ['0.3.0', '## 0.3.0 (2020-01-01)'],
  ['0.3.0', '## [0.3.0] - 2020-01-01 [YANKED]'],
  ['0.3.0', `# [0.3.0](${url}) (2020-01-01)`],
  ['0.3.0', '### [0.3.0](x) (2020-01-01)'],
  ['0.3.0', '## v0.3.0 The great one'],
  ['0.3.0', '## Version 0.3.0'],
  ['0.3.0', 'rocket 0.3.0\n------------'],
  ['0.3.0', '## rocket@0.3.0'],
  ['1.0.0-rc.1', '## [1.0.0-rc.1] - 2020-01-01'],
])('leaves a changelog alone that has %s as "%s"', (version, heading) => {
  const text = `# Changelog\n\n${heading}\n\n- by hand\n`;
  expect(addEntry(text, { ...entry, version })).toBe(text);
});

it.each([
  '## 0.3.0-rc.1\n',
  '## 10.3.0\n',
  '## 0.2.0\n\n### 0.3.0\n'.replace('### 0.3.0', '#### 0.3.0'),
  '## 0.2.0\n\n```\n## 0.3.0\n```\n',
  '<!--\n## 0.3.0\n-->\n',
])('takes no part of %j for the entry', (text) => {
  expect(addEntry(text, entry)).toContain('0.3.0](https');
});

it('passes over headings that name a version but are none', () => {
  const text = '# Changelog\n\n## Migrating to 2.0 in steps\n\nRead on.\n\n## 0.2.0\n';
  expect(addEntry(text, entry)).toMatch(/Read on\.\n\n## \[0\.3\.0\][^]*\n\n## 0\.2\.0\n$/);
});

describe('an entry of several packages', () => {
  const both = { ...entry, titles: ['rocket-core', 'rocket'], notes: '### Features\n\n* a\n' };

  it.each([kept, conventional])('names them', (text) => {
    const after = addEntry(text, both);
    expect(after).toMatch(/^## \[?rocket-core, rocket \[?0\.3\.0\]/m);
    expect(addEntry(after, both)).toBe(after);
    expect(addEntry(after, { ...both, titles: ['other'] })).not.toBe(after);
  });
});

it.each([
  [kept, 'keep-a-changelog'],
  [conventional, 'conventional'],
  ['# Changelog\n\n## 1.0.0\n\n### Removed\n', 'keep-a-changelog'],
  ['# Changelog\n\n## [Unreleased]\n', 'keep-a-changelog'],
  ['# Changelog\n\n## 1.0.0\n\n* x\n', 'conventional'],
  ['# Changelog\n', null],
])('sees the style of %#', (text, style) => {
  expect(detectStyle(text)).toBe(style);
});

it('begins the links of a file that lists only versions', () => {
  const text = kept.replace(/^\[Unreleased\]: .*\n/m, '');
  expect(addEntry(text, entry)).toContain(
    `\n[0.3.0]: ${url}/compare/v0.2.0...v0.3.0\n[0.2.0]: ${url}/compare/v0.1.0...v0.2.0\n`,
  );
});

/** Whether all lines of one text stand in the other, in their order. */
function holdsLines(whole: string, part: string): boolean {
  const lines = whole.split(/\r?\n/);
  let at = 0;
  return part.split(/\r?\n/).every((line) => (at = lines.indexOf(line, at) + 1) > 0);
}

/** Whether the characters of one text stand in the other, in their order. */
function holdsCharacters(whole: string, part: string): boolean {
  let at = 0;
  for (const character of part) {
    at = whole.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const line = fc.oneof(
  fc.constantFrom(
    '# Changelog',
    '## [Unreleased]',
    '## Unreleased',
    '## [0.2.0] - 2026-10-01',
    '## 0.1.0 (2026-09-01)',
    '### Added',
    '### Fixed',
    '### Features',
    '## [Unreleased] - ReleaseDate',
    '## [0.1.1](x) - 2026-09-01',
    '# v0.1.2',
    '- v0.1.3',
    '**0.1.4**',
    '<a name="0.2.0"></a>',
    '- by hand',
    '* by hand',
    '  more',
    '```',
    '<!--',
    '-->',
    '====',
    '----',
    '',
    `[0.2.0]: ${url}/compare/v0.1.0...v0.2.0`,
    'https://keepachangelog.com',
  ),
  fc.string({ maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, ' ')),
);

it('never loses a byte that was there, whatever it looks like, and is the same twice', () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 25 }),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('keep-a-changelog' as const, 'conventional' as const),
      (lines, eol, style) => {
        const text = lines.join(eol);
        fc.pre(text.trim() !== '');
        const after = addEntry(text, entry, style);
        expect(holdsCharacters(after, text)).toBe(true);
        expect(holdsLines(after, text)).toBe(true);
        expect(after.length).toBeGreaterThan(text.length);
        expect(/\n$/.test(after)).toBe(/\n$/.test(text));
        expect(addEntry(after, entry, style)).toBe(after);
      },
    ),
    { numRuns: 2_000 },
  );
});
