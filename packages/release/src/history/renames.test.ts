import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { git, makeRepository, type FixtureCommit } from '../changelog/repository.fixture.ts';
import { nodePorts } from '../node.ts';
import { readCommits } from './commits.ts';
import { readFormerNames } from './renames.ts';

const made: string[] = [];
afterAll(() => Promise.all(made.map((path) => rm(path, { recursive: true, force: true }))));

/** Moves a folder's files, writes others, and commits all of it. */
interface Step {
  readonly moves?: readonly (readonly [from: string, to: string])[];
  readonly writes?: Readonly<Record<string, string>>;
}

const source = 'pub fn launch() {}\n'.repeat(20);
const manifest = (name: string) =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\nlicense = "MIT"\n`;
const workspace = '[workspace]\nmembers = ["crates/*"]\nresolver = "2"\n';

/** Nothing of what `manifest` writes. */
const rewritten = '[lib]\npath = "lib.rs"\n[features]\nall = []\n[lints]\nworkspace = true\n';

async function repository(steps: readonly Step[]): Promise<string> {
  const root = await makeRepository([{ message: 'chore: begin', file: 'begin' }]);
  made.push(root);
  await git(['checkout', '--quiet', 'main'], root);
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@example.org'];
  for (const { moves = [], writes = {} } of steps) {
    for (const [from, to] of moves) {
      await mkdir(join(root, dirname(to)), { recursive: true });
      await git(['mv', from, to], root);
    }
    for (const [file, text] of Object.entries(writes)) {
      await mkdir(join(root, dirname(file)), { recursive: true });
      await writeFile(join(root, file), text);
    }
    await git(['add', '--all'], root);
    await git([...who, 'commit', '--quiet', '--message', 'chore: step'], root);
  }
  return root;
}

async function formerNames(root: string, files: readonly string[]) {
  const ports = nodePorts();
  let shows = 0;
  const history = await readCommits({ root, ports }, { from: [] });
  const run: typeof ports.processes.run = (...given) => {
    shows++;
    return ports.processes.run(...given);
  };
  const place = { root, ports: { ...ports, processes: { ...ports.processes, run } } };
  return { names: Object.fromEntries(await readFormerNames(place, history, files)), shows };
}

const crate = (folder: string): Record<string, string> => ({
  [`${folder}/Cargo.toml`]: manifest('rocket'),
  [`${folder}/src/lib.rs`]: source,
});

it.each<[string, readonly Step[], Record<string, string[]>]>([
  [
    'a folder, twice',
    [
      { writes: crate('crates/old') },
      { moves: [['crates/old', 'crates/mid']] },
      { moves: [['crates/mid', 'crates/new']] },
    ],
    { 'crates/new/Cargo.toml': ['crates/mid/Cargo.toml', 'crates/old/Cargo.toml'] },
  ],
  [
    'a folder whose manifest is written anew',
    [
      { writes: { ...crate('crates/old'), 'crates/gone/Cargo.toml': manifest('gone') } },
      {
        moves: [['crates/old', 'crates/new']],
        writes: { 'crates/new/Cargo.toml': rewritten, 'crates/gone/Cargo.toml': rewritten },
      },
    ],
    { 'crates/new/Cargo.toml': ['crates/old/Cargo.toml'] },
  ],
  [
    'a repository that becomes a workspace',
    [
      { writes: { 'Cargo.toml': manifest('rocket'), 'src/lib.rs': source } },
      {
        moves: [['src', 'crates/new/src']],
        writes: { 'Cargo.toml': workspace, 'crates/new/Cargo.toml': manifest('rocket') },
      },
    ],
    { 'crates/new/Cargo.toml': ['Cargo.toml'] },
  ],
  [
    'no folder that was only written beside another',
    [
      { writes: { 'Cargo.toml': workspace, ...crate('crates/old') } },
      { writes: { 'Cargo.toml': `${workspace}# two\n`, ...crate('crates/new') } },
    ],
    {},
  ],
])('follows %s', async (_, steps, expected) => {
  const { names } = await formerNames(await repository(steps), ['crates/new/Cargo.toml']);
  expect(names).toEqual(expected);
});

it('asks git once, however many commits touch crates of today and of yesterday', async () => {
  const both = ['crates/new/Cargo.toml', 'crates/gone/Cargo.toml'];
  const commits = Array.from({ length: 20 }, (): FixtureCommit => ({
    message: 'chore: both',
    files: both,
  }));
  const root = await makeRepository(commits);
  made.push(root);
  const { names, shows } = await formerNames(root, ['crates/new/Cargo.toml']);
  expect(names).toEqual({});
  expect(shows).toBe(1);
});
