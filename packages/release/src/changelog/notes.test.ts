import { ConventionalChangelog, type Preset } from 'conventional-changelog';
import createPreset from 'conventional-changelog-conventionalcommits';
import { rm } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import { nodePorts } from '../node.ts';
import { renderNotes, type NotesOptions } from './notes.ts';
import { makeRepository, type FixtureCommit } from './repository.fixture.ts';

const made: string[] = [];
afterAll(() => Promise.all(made.map((path) => rm(path, { recursive: true, force: true }))));

async function notes(commits: FixtureCommit[], options: Partial<NotesOptions> = {}) {
  const directory = await makeRepository(commits);
  made.push(directory);
  const given = { from: null, version: '1.1.0', date: '2026-11-20', repositoryUrl: null };
  return renderNotes({ directory, ports: nodePorts(), ...given, ...options });
}

const url = 'https://github.com/acme/rocket';

it('groups what users care about and leaves out the rest', async () => {
  const text = await notes(
    [
      { message: 'chore: begin', tag: 'v1.0.0' },
      { message: 'feat(core): launch' },
      { message: 'fix: leak' },
      { message: 'perf: burn less' },
      { message: 'chore: tidy' },
      { message: 'docs: explain' },
      { message: 'revert: launch' },
      { message: 'no convention at all' },
      { message: 'feat!: other fuel\n\nBREAKING CHANGE: kerosene is gone' },
    ],
    { from: 'v1.0.0' },
  );
  expect(text.replace(/ [0-9a-f]{7}(?=$|:)/gm, ' HASH')).toMatchInlineSnapshot(`
    "## 1.1.0 (2026-11-20)

    ### ⚠ BREAKING CHANGES

    * other fuel HASH: kerosene is gone

    ### Features

    * **core:** launch HASH

    ### Bug Fixes

    * leak HASH

    ### Performance Improvements

    * burn less HASH

    ### Reverts

    * launch HASH
    "
  `);
});

it('links versions, commits, issues and people of a GitHub repository', async () => {
  const text = await notes(
    [
      { message: 'chore: begin', tag: 'v1.0.0' },
      { message: 'fix: leak, thanks @ada (#12)\n\nCloses #13' },
    ],
    { from: 'v1.0.0', repositoryUrl: `git+${url}.git` },
  );
  expect(text).toContain(`[1.1.0](${url}/compare/v1.0.0...v1.1.0)`);
  expect(text).toMatch(
    /\(\[[0-9a-f]{7}\]\(https:\/\/github\.com\/acme\/rocket\/commit\/[0-9a-f]{40}\)\)/,
  );
  expect(text).toContain(`[#12](${url}/issues/12)`);
  expect(text).toContain(`[#13](${url}/issues/13)`);
  expect(text).toContain('[@ada](https://github.com/ada)');
});

it.each([null, 'https://example.org/acme/rocket', 'not a url'])(
  'links nothing for the repository address %s',
  async (repositoryUrl) => {
    const text = await notes(
      [
        { message: 'chore: begin', tag: 'v1.0.0' },
        { message: 'fix: leak, thanks @ada (#12)\n\nCloses #13' },
      ],
      { from: 'v1.0.0', repositoryUrl },
    );
    expect(text).toContain('leak, thanks @ada (#12)');
    expect(text).not.toMatch(/undefined|null|\]\(/);
  },
);

it('tells every commit of a first release, in a repository without tags', async () => {
  const text = await notes([{ message: 'feat: one' }, { message: 'feat: two' }]);
  expect(text).toMatch(/^## 1\.1\.0 \(2026-11-20\)\n/);
  expect(text).toMatch(/\* one .*\n\* two /);
});

it('says so when nothing is notable', async () => {
  const text = await notes([{ message: 'feat: old', tag: 'v1.0.0' }, { message: 'wip' }], {
    from: 'v1.0.0',
  });
  expect(text).toBe(
    '## 1.1.0 (2026-11-20)\n\nNo commit since v1.0.0 is marked as a feature, a fix, a performance improvement or a breaking change.\n',
  );
});

it('says so when there is no commit at all since the last tag', async () => {
  expect(await notes([{ message: 'feat: old', tag: 'v1.0.0' }], { from: 'v1.0.0' })).toContain(
    'No commit since',
  );
});

it('goes past pre-release tags in between, in one section', async () => {
  const text = await notes(
    [
      { message: 'chore: begin', tag: 'v1.0.0' },
      { message: 'feat: early', tag: 'v1.1.0-rc.1' },
      { message: 'feat: late' },
    ],
    { from: 'v1.0.0' },
  );
  expect(text.match(/^## /gm)).toHaveLength(1);
  expect(text).toMatch(/early[^]*late/);
});

it('tells the commits of a merged branch, not the merge', async () => {
  const text = await notes([
    { message: 'chore: begin' },
    { message: 'feat: merge of a branch', merges: 'fix: from the side' },
  ]);
  expect(text).toContain('from the side');
  expect(text).not.toContain('merge of a branch');
});

it('keeps to the given paths', async () => {
  const text = await notes(
    [
      { message: 'feat: ours', file: 'core/a.rs' },
      { message: 'feat: theirs', file: 'other/b.rs' },
    ],
    { paths: ['core'] },
  );
  expect(text).toContain('ours');
  expect(text).not.toContain('theirs');
});

it('gives the same text twice, in an order that does not depend on the language', async () => {
  const commits = [
    'feat: zeta',
    'feat: Öl',
    'feat: alpha',
    'feat: Beta',
    'feat(b): x',
    'feat(a): y',
  ];
  const [one, two] = await Promise.all(
    [1, 2].map(() => notes(commits.map((message) => ({ message })))),
  );
  expect(one).toBe(two);
  expect([...(one ?? '').matchAll(/^\* (.+) [0-9a-f]{7}$/gm)].map((match) => match[1])).toEqual([
    'Beta',
    'alpha',
    'zeta',
    'Öl',
    '**a:** y',
    '**b:** x',
  ]);
});

it('compares with the tag that the caller names', async () => {
  const text = await notes([{ message: 'feat: old', tag: 'core-v1.0.0' }, { message: 'fix: x' }], {
    from: 'core-v1.0.0',
    repositoryUrl: url,
    tag: 'rocket-1.1.0',
  });
  expect(text).toContain('/compare/core-v1.0.0...rocket-1.1.0');
});

it('rejects when the tag does not exist', async () => {
  await expect(notes([{ message: 'feat: x' }], { from: 'v9.9.9' })).rejects.toThrow(/v9\.9\.9/);
});

it('tells what breaks, whatever kind of commit does it', async () => {
  const text = await notes([{ message: 'chore!: drop Python 3.8' }, { message: 'chore: tidy' }]);
  expect(text).toContain('BREAKING CHANGES\n\n* drop Python 3.8');
  expect(text).not.toContain('tidy');
});

it('tells each commit that breaks something once, with what its footers say', async () => {
  const text = await notes([
    { message: 'feat(core)!: other fuel (#7)' },
    { message: 'perf!: burn less\n\nBREAKING CHANGE: kerosene\n\n- is\n- gone' },
    { message: 'docs: explain\n\nBREAKING-CHANGE: nothing\nBREAKING CHANGE: is left' },
    { message: 'fix!: leak\n\nBREAKING CHANGE: leak' },
    { message: 'fix: drip' },
  ]);
  expect(text.replace(/ [0-9a-f]{7}(?=$|[:,])/gm, ' HASH')).toMatchInlineSnapshot(`
    "## 1.1.0 (2026-11-20)

    ### ⚠ BREAKING CHANGES

    * explain HASH: is left

      nothing
    * burn less HASH: kerosene

      - is
      - gone
    * leak HASH
    * **core:** other fuel (#7) HASH, references #7

    ### Bug Fixes

    * drip HASH
    "
  `);
});

it('rejects outside a git repository', async () => {
  const options = { from: null, version: '1.0.0', date: '2026-11-20', repositoryUrl: null };
  await expect(renderNotes({ directory: '/', ports: nodePorts(), ...options })).rejects.toThrow(
    /git/,
  );
});

it('tells what the library tells when it reads git itself', async () => {
  const directory = await makeRepository([
    { message: 'chore: begin', tag: 'v1.0.0' },
    { message: 'feat(core): launch (#3)\n\nCloses #12, #13\nSigned-off-by: @ada' },
    { message: 'feat: one of a kind', merges: 'fix: from the side' },
    { message: 'perf: burn less' },
    { message: 'revert: launch' },
    { message: 'Merge pull request #1 from acme/x' },
    { message: 'no convention' },
  ]);
  made.push(directory);
  const release = { version: '1.1.0', date: '2026-11-20' };
  const [host, owner, repository] = ['https://github.com', 'acme', 'rocket'];
  const library = new ConventionalChangelog(directory)
    .config(createPreset({}) as Preset)
    .tags({ prefix: /(?!)/ })
    .commits({ format: '%B%n-hash-%n%H', merges: false, from: 'v1.0.0', to: 'HEAD' })
    .context({
      ...{ ...release, host, owner, repository, linkCompare: true, linkReferences: true },
      ...{ commit: 'commit', previousTag: 'v1.0.0', currentTag: 'v1.1.0' },
    });
  let theirs = '';
  for await (const part of library.write()) theirs += part;
  const range = { ...release, from: 'v1.0.0', repositoryUrl: url };
  const ours = await renderNotes({ directory, ports: nodePorts(), ...range });
  expect(ours).toBe(theirs);
});

it('takes a message for text, though it look like the fields that the library puts in', async () => {
  const text = await notes([
    { message: 'fix: say\n\n-version-\n9.9.9\n-hash-\n0' },
    { message: 'perf!: burn less\n\nBREAKING CHANGE: kerosene\n\nRefs: #4' },
  ]);
  expect(text).not.toMatch(/9\.9\.9/);
  expect(text).toMatch(/^\* say [0-9a-f]{7}$/m);
  expect(text).toMatch(/^\* burn less [0-9a-f]{7}, references #4: kerosene$/m);
});
