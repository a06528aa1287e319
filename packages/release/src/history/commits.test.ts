import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { git, makeRepository, type FixtureCommit } from '../changelog/repository.fixture.ts';
import { SlipwayError } from '../finding/index.ts';
import { nodePorts } from '../node.ts';
import { readCommits, type HistoryRange } from './commits.ts';
import { commitsSince } from './since.ts';

const made: string[] = [];
afterAll(() => Promise.all(made.map((path) => rm(path, { recursive: true, force: true }))));

async function repository(commits: FixtureCommit[]): Promise<string> {
  const directory = await makeRepository(commits);
  made.push(directory);
  return directory;
}

const read = (root: string, range: HistoryRange) =>
  readCommits({ root, ports: nodePorts() }, range);

async function subjectsSince(root: string, from: string | null, range: HistoryRange) {
  const commits = commitsSince(await read(root, range), from);
  return commits.map(({ message }) => message.split('\n')[0]);
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof SlipwayError ? `${error.finding.code}: ${error.finding.remedy}` : '';
}

it('tells hash, parents, date, message and files of each commit, newest first', async () => {
  const root = await repository([
    { message: 'first\n\nWith a body.\n', file: 'a/b.txt' },
    { message: 'second', files: ['c.txt', 'a/b.txt'] },
  ]);
  const { commits, head } = await read(root, { from: [] });
  expect(commits.map(({ message, files, date }) => ({ message, files, date }))).toEqual([
    { message: 'second', files: ['a/b.txt', 'c.txt'], date: '2023-11-14' },
    { message: 'first\n\nWith a body.\n', files: ['a/b.txt'], date: '2023-11-14' },
  ]);
  expect(commits[0]!.hash).toBe(head);
  expect(commits[0]!.parents).toEqual([commits[1]!.hash]);
  expect(commits[1]!.parents).toEqual([]);
});

it('takes any bytes in messages and file names, and commits without files', async () => {
  const odd = ['\nbegins with a newline', ' "quoted" \\', 'tab\there', 'ä—中.txt'];
  const root = await repository([
    { message: 'odd', files: odd },
    { message: 'commit 0123\n\n-hash-\n%x00%H\n\n\n', files: [] },
    { message: '', file: 'x' },
  ]);
  const { commits } = await read(root, { from: [] });
  expect(commits.map(({ files }) => files)).toEqual([['x'], [], odd]);
  expect(commits[1]!.message).toContain('commit 0123\n\n-hash-\n%x00%H');
});

it('heeds no configuration of the user that changes what git log prints', async () => {
  const root = await repository([{ message: 'one', file: 'a.txt' }]);
  const settings = { 'log.showRoot': 'false', 'color.ui': 'always', 'diff.relative': 'true' };
  for (const [name, value] of Object.entries(settings)) await git(['config', name, value], root);
  expect((await read(root, { from: [] })).commits[0]!.files).toEqual(['a.txt']);
});

it('names files relative to a folder that is not the top of the repository', async () => {
  const root = await repository([{ message: 'one', files: ['in/a.txt', 'out.txt'] }]);
  await git(['checkout', '--quiet', 'main'], root);
  const { commits } = await read(join(root, 'in'), { from: [] });
  expect(commits[0]!.files).toEqual(['a.txt']);
});

it('leaves out the files when they are not wanted', async () => {
  const root = await repository([{ message: 'one' }, { message: 'two' }]);
  const { commits } = await read(root, { from: [], files: false });
  expect(commits.map(({ message, files }) => [message, files])).toEqual([
    ['two', []],
    ['one', []],
  ]);
});

describe('one pass serves tags of different age', () => {
  const story: FixtureCommit[] = [
    { message: 'oldest', tag: 'a-1' },
    { message: 'old', tag: 'b-1' },
    { message: 'merge', merges: 'from the side' },
    { message: 'new', tag: 'c-1' },
    { message: 'newest' },
  ];
  const from = ['a-1', 'b-1', 'c-1'];

  it.each([
    ['a-1', ['newest', 'new', 'merge', 'from the side', 'old']],
    ['b-1', ['newest', 'new', 'merge', 'from the side']],
    ['c-1', ['newest']],
  ])('since %s', async (tag, expected) => {
    const root = await repository(story);
    expect(await subjectsSince(root, tag, { from })).toEqual(expected);
    expect(await subjectsSince(root, tag, { from: [tag] })).toEqual(expected);
    expect(await subjectsSince(root, tag, { from: [], refs: [tag] })).toEqual(expected);
  });

  it('and reads nothing that is behind all of them', async () => {
    const root = await repository(story);
    const { commits } = await read(root, { from: ['b-1', 'c-1'] });
    expect(commits.map(({ message }) => message.trim())).not.toContain('old');
  });

  it('tells what lies between two of them', async () => {
    const root = await repository(story);
    const history = await read(root, { from: [], refs: from });
    const between = commitsSince(history, 'a-1', 'b-1');
    expect(between.map(({ message }) => message)).toEqual(['old']);
  });

  it('knows what a tag on another branch has brought already', async () => {
    const root = await repository(story);
    await git(['branch', 'fixes', 'b-1'], root);
    await git(['tag', 'side-1', (await git(['rev-parse', 'c-1^^2'], root)).trim()], root);
    const range = { from: ['side-1', 'c-1'] };
    expect(await subjectsSince(root, 'side-1', range)).toEqual(['newest', 'new', 'merge']);
  });

  it('but tells nothing of a ref that it was not asked for', async () => {
    const root = await repository(story);
    const history = await read(root, { from: ['a-1'] });
    expect(() => commitsSince(history, 'c-1')).toThrow(/without c-1/);
  });
});

it('takes refs of unrelated histories', async () => {
  const root = await repository([{ message: 'ours', tag: 'v1' }, { message: 'next' }]);
  const tree = (await git(['rev-parse', 'v1^{tree}'], root)).trim();
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@example.org'];
  const other = await git([...who, 'commit-tree', tree, '-m', 'theirs'], root);
  await git(['tag', 'other', other.trim()], root);
  const range = { from: ['v1', 'other'] };
  expect(await subjectsSince(root, 'v1', range)).toEqual(['next']);
  expect(await subjectsSince(root, 'other', range)).toEqual(['next', 'ours']);
});

describe('a history that is cut off (SLW115)', () => {
  const story: FixtureCommit[] = [
    { message: 'one', tag: 'v1' },
    { message: 'two', tag: 'v2' },
    { message: 'three', tag: 'v3' },
    { message: 'four' },
  ];

  async function shallowClone(depth: number): Promise<string> {
    const root = await repository(story);
    const clone = join(root, 'clone');
    await git(['clone', '--quiet', `--depth=${depth}`, `file://${root}`, clone], root);
    await git(['fetch', '--quiet', '--tags', `--depth=${depth}`], clone);
    return clone;
  }

  it('is told with the command that mends it', async () => {
    const clone = await shallowClone(2);
    const code = await codeOf(read(clone, { from: ['v1'] }));
    expect(code).toMatch(/^SLW115: Run `git fetch --unshallow --tags`/);
    await git(['fetch', '--quiet', '--unshallow', '--tags'], clone);
    expect(await subjectsSince(clone, 'v1', { from: ['v1'] })).toEqual(['four', 'three', 'two']);
  });

  it('does not matter behind the tag', async () => {
    const clone = await shallowClone(3);
    expect(await subjectsSince(clone, 'v2', { from: ['v2'] })).toEqual(['four', 'three']);
  });

  it('matters when the whole history is asked for', async () => {
    expect(await codeOf(read(await shallowClone(2), { from: [] }))).toContain('SLW115');
  });

  it('may be a tag that is not there', async () => {
    const root = await repository(story);
    expect(await codeOf(read(root, { from: ['v9'] }))).toMatch(/^SLW115: Run `git fetch --tags`/);
    expect(await codeOf(read(root, { from: ['v1', 'v9'] }))).toContain('SLW115');
  });
});

it('says so outside a repository and before its first commit', async () => {
  expect(await codeOf(read('/', { from: [] }))).toContain('SLW003');
  const root = await repository([{ message: 'one' }]);
  await git(['update-ref', '-d', 'refs/heads/main'], root);
  expect(await codeOf(read(root, { from: ['v1'] }))).toContain('SLW003');
});
