import { rm } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { readCommits } from '../history/index.ts';
import { nodePorts } from '../node.ts';
import { releaseLevel } from './change.ts';
import { changesOf, rangeOf, renderPackageNotes, renderReleases } from './notes.ts';
import { previousTag } from './previous-tag.ts';
import { addCommits, git, makeRepository, type FixtureCommit } from './repository.fixture.ts';

const made: string[] = [];
afterAll(() => Promise.all(made.map((path) => rm(path, { recursive: true, force: true }))));

async function repository(commits: FixtureCommit[]): Promise<string> {
  const directory = await makeRepository(commits);
  made.push(directory);
  return directory;
}

interface Wanted {
  readonly paths: readonly string[];
  readonly except?: readonly string[];
  readonly from?: string | null;
}

/** The headers of the commits that each package's notes are made of, newest first. */
async function headers(root: string, packages: readonly Wanted[]): Promise<string[][]> {
  const scopes = packages.map((one, index) => ({ name: `p${index}`, from: null, ...one }));
  const history = await readCommits({ root, ports: nodePorts() }, rangeOf(scopes));
  const changes = await changesOf(history, scopes);
  return changes.map((own) => own.map(({ commit }) => commit.message.split('\n', 1)[0]!));
}

describe('what belongs to a package', () => {
  const story: FixtureCommit[] = [
    { message: 'feat: core', file: 'crates/core/lib.rs' },
    { message: 'feat: similar name', file: 'crates/core-extra/lib.rs' },
    { message: 'feat: top', file: 'Cargo.toml' },
    { message: 'feat: core and top', files: ['crates/core/a.rs', 'README.md'] },
    { message: 'feat: nothing at all', files: [] },
    { message: 'feat: everything', files: ['crates/core/b', 'crates/core-extra/b', 'b', 'py/b'] },
  ];

  it.each<[string, Wanted, string[]]>([
    ['its own folder', { paths: ['crates/core'] }, ['everything', 'core and top', 'core']],
    ['what it bundles', { paths: ['py', 'crates/core'] }, ['everything', 'core and top', 'core']],
    [
      'the root without what lies within',
      { paths: [''], except: ['crates/core', 'crates/core-extra', 'py'] },
      ['everything', 'core and top', 'top'],
    ],
    [
      'the root and what it bundles of it',
      { paths: ['', 'crates/core'], except: ['crates/core', 'crates/core-extra', 'py'] },
      ['everything', 'core and top', 'top', 'core'],
    ],
    [
      'the nearest folder decides',
      { paths: ['.', 'crates/core/'], except: ['crates'] },
      ['everything', 'core and top', 'top', 'core'],
    ],
    ['a file', { paths: ['README.md'] }, ['core and top']],
    ['a package that nobody touched', { paths: ['docs'] }, []],
  ])('%s', async (_, wanted, expected) => {
    const [own] = await headers(await repository(story), [wanted]);
    expect(own).toEqual(expected.map((subject) => `feat: ${subject}`));
  });

  it('is told for many packages with different last tags at once', async () => {
    const root = await repository([
      { message: 'feat: a one', file: 'a/x', tag: 'a-1' },
      { message: 'feat: b one', file: 'b/x', tag: 'b-1' },
      { message: 'fix: both', files: ['a/x', 'b/x'] },
      { message: 'fix: a two', file: 'a/x', tag: 'a-2' },
      { message: 'fix: c', file: 'c/x' },
    ]);
    const got = await headers(root, [
      { paths: ['a'], from: 'a-2' },
      { paths: ['b'], from: 'b-1' },
      { paths: ['a'], from: 'b-1' },
      { paths: ['c'], from: null },
    ]);
    expect(got).toEqual([[], ['fix: both'], ['fix: a two', 'fix: both'], ['fix: c']]);
  });

  it('counts both names of a file that moved', async () => {
    const root = await repository([{ message: 'feat: begin', file: 'a/long.txt', tag: 'v1' }]);
    await git(['checkout', '--quiet', 'main'], root);
    await git(['mv', 'a', 'b'], root);
    const who = ['-c', 'user.name=T', '-c', 'user.email=t@example.org'];
    await git([...who, 'commit', '--quiet', '-m', 'fix: move'], root);
    const got = await headers(root, [
      { paths: ['a'], from: 'v1' },
      { paths: ['b'], from: 'v1' },
    ]);
    expect(got).toEqual([['fix: move'], ['fix: move']]);
  });
});

it('tells what a merge brings, not the merge', async () => {
  const root = await repository([
    { message: 'feat: begin', file: 'a/x', tag: 'v1' },
    { message: 'feat: merge', file: 'a/x', merges: 'fix: from the side' },
  ]);
  expect(await headers(root, [{ paths: [''], from: 'v1' }])).toEqual([['fix: from the side']]);
});

describe('reverts', () => {
  async function reverted(...messages: ((hash: string) => string)[]): Promise<string[]> {
    const root = await repository([
      { message: 'chore: begin', tag: 'v1' },
      { message: 'feat: launch (#7)' },
    ]);
    for (const message of messages) {
      const hash = (await git(['rev-parse', 'main'], root)).trim();
      await addCommits(root, [{ message: message(hash) }]);
    }
    return (await headers(root, [{ paths: [''], from: 'v1' }]))[0]!;
  }

  it.each<[string, (hash: string) => string]>([
    ['as git words it', (h) => `Revert "feat: launch (#7)"\n\nThis reverts commit ${h}.`],
    ['as a Conventional Commit', (h) => `revert: launch\n\nThis reverts commit ${h}.`],
    ['with a scope', (h) => `revert(core): launch\n\nThis reverts commit ${h.slice(0, 12)}`],
    ['by its pull request', () => 'Revert "feat: launch" (#8)\n\nReverts acme/rocket#7'],
  ])('cancel what they revert, %s', async (_, message) => {
    expect(await reverted(message)).toEqual([]);
  });

  it('bring back what a revert had taken away', async () => {
    const again = (hash: string) => `Revert "Revert x"\n\nThis reverts commit ${hash}.`;
    expect(await reverted(again, again)).toEqual(['feat: launch (#7)']);
    expect(await reverted(again, again, again)).toEqual([]);
  });

  it('are told when what they revert was released before', async () => {
    const root = await repository([{ message: 'feat: launch', tag: 'v1' }]);
    const hash = (await git(['rev-parse', 'v1'], root)).trim();
    await addCommits(root, [
      { message: `Revert "feat: launch"\n\nThis reverts commit ${hash}.` },
      { message: 'revert: something else' },
    ]);
    const release = { paths: [''], from: 'v1', name: 'p', version: '1.1.0', date: '2026-11-20' };
    const history = await readCommits({ root, ports: nodePorts() }, { from: ['v1'] });
    const [own] = await renderPackageNotes(history, [{ ...release, repositoryUrl: null }]);
    expect(own?.notes).toMatch(/### Reverts\n\n\* Revert "feat: launch" .*\n\* something else /);
    expect(own?.level).toBe('patch');
  });

  it('cancel only for the packages that they touch', async () => {
    const root = await repository([
      { message: 'chore: begin', tag: 'v1' },
      { message: 'feat: launch', files: ['a/x', 'b/x'] },
    ]);
    const hash = (await git(['rev-parse', 'main'], root)).trim();
    const message = `revert: launch\n\nThis reverts commit ${hash}.`;
    await addCommits(root, [{ message, file: 'a/x' }]);
    const got = await headers(root, [
      { paths: ['a'], from: 'v1' },
      { paths: ['b'], from: 'v1' },
    ]);
    expect(got).toEqual([[], ['feat: launch']]);
  });
});

it.each([
  [['feat!: a'], 'major'],
  [['chore(x)!: a', 'feat: b'], 'major'],
  [['fix: a\n\nBREAKING CHANGE: b'], 'major'],
  [['docs: a\n\nBREAKING-CHANGE: b'], 'major'],
  [['fix: a', 'feat(x): b'], 'minor'],
  [['fix: a', 'docs: b'], 'patch'],
  [['perf: a'], 'patch'],
  [['revert: a'], 'patch'],
  [['Revert "feat: a"'], 'patch'],
  [['docs: a', 'chore: b', 'refactor: c', 'wip'], null],
  [[], null],
])('%j ask for %s', async (messages, level) => {
  const root = await repository([
    { message: 'feat!: before', tag: 'v1' },
    ...messages.map((message) => ({ message })),
  ]);
  const scope = { name: 'p', paths: [''], from: 'v1' };
  const history = await readCommits({ root, ports: nodePorts() }, rangeOf([scope]));
  const [changes] = await changesOf(history, [scope]);
  expect(releaseLevel(changes!)).toBe(level);
});

describe('releases one after the other', () => {
  const versions = ['0.1.0', '0.2.0-alpha.1', '0.2.0-alpha.2', '0.2.0', '0.2.1'];
  const tags = versions.map((version) => ({ name: `v${version}`, version }));
  const story = versions.map((version, index): FixtureCommit => ({
    message: `feat: number ${index}`,
    file: index === 4 ? 'other/x' : 'core/x',
    ...(index < 4 ? { tag: `v${version}` } : {}),
  }));
  const core = { name: 'core', paths: ['core'] };
  const releaseOf = (version: string) => ({
    version,
    tag: `v${version}`,
    date: '2026-11-20',
    from: previousTag(tags, version),
    repositoryUrl: null,
  });

  it.each([
    ['0.1.0', [0]],
    ['0.2.0-alpha.1', [1]],
    ['0.2.0-alpha.2', [2]],
    ['0.2.0', [3, 2, 1]],
  ])('%s tells what is new since the right one', async (version, numbers) => {
    const root = await repository(story);
    await git(['update-ref', 'refs/heads/main', `v${version}`], root);
    const [own] = await headers(root, [{ paths: ['core'], from: previousTag(tags, version) }]);
    expect(own).toEqual(numbers.map((number) => `feat: number ${number}`));
  });

  it('fill a whole changelog', async () => {
    const root = await repository(story);
    const refs = tags.slice(0, 4).map(({ name }) => name);
    const history = await readCommits({ root, ports: nodePorts() }, { from: [], refs });
    const finals = ['0.2.1', '0.2.0', '0.1.0'].map(releaseOf);
    const text = await renderReleases(history, finals, core);
    expect(text.replace(/ [0-9a-f]{7}$/gm, '')).toMatchInlineSnapshot(`
      "## 0.2.1 (2026-11-20)

      No commit since v0.2.0 in \`core\` is marked as a feature, a fix, a performance improvement or a breaking change.

      ## 0.2.0 (2026-11-20)

      ### Features

      * number 1
      * number 2
      * number 3

      ## 0.1.0 (2026-11-20)

      ### Features

      * number 0
      "
    `);
  });
});

it('keeps further lines of a note within its item', async () => {
  const root = await repository([
    { message: 'feat!: a\n\nBREAKING CHANGE: first\n## 9.9.9\n\nlast' },
  ]);
  const scope = { name: 'p', paths: [''], from: null };
  const release = { ...scope, version: '1.0.0', date: '2026-11-20', repositoryUrl: null };
  const history = await readCommits({ root, ports: nodePorts() }, rangeOf([scope]));
  const [own] = await renderPackageNotes(history, [release]);
  expect(own?.notes).toMatch(/\n\* a [0-9a-f]{7}: first\n {2}## 9\.9\.9\n\n {2}last\n/);
});
