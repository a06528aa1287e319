import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One commit of a test repository: its message, the file it touches, tags, a second parent. */
export interface FixtureCommit {
  readonly message: string;
  readonly file?: string;
  /** Instead of one file. */
  readonly files?: readonly string[];
  readonly tag?: string;
  /** Makes it a merge of a side branch that holds this commit. */
  readonly merges?: string;
}

/** What `git fast-import` reads: a whole history in one process, with fixed names and times. */
function stream(commits: readonly FixtureCommit[], start: number): string {
  const lines: string[] = [];
  let time = start;
  // What stands already is built upon.
  let main = start === firstTime ? [] : ['from refs/heads/main^0'];
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`;
  const write = (
    branch: string,
    message: string,
    files: readonly string[],
    from: string[],
  ): void => {
    time += 60;
    lines.push(`commit refs/heads/${branch}`, `committer T <t@example.org> ${time} +0000`);
    lines.push(data(message), ...from);
    for (const file of files) lines.push(`M 100644 inline ${quoted(file)}`, data(`${time}`));
    lines.push('');
  };
  commits.forEach(({ message, file = 'a.txt', files = [file], tag, merges }, at) => {
    const side = `side${start}-${at}`;
    if (merges) write(side, merges, ['side.txt'], ['from refs/heads/main']);
    write('main', message, files, [...main, ...(merges ? [`merge refs/heads/${side}`] : [])]);
    main = [];
    if (tag) lines.push(`reset refs/tags/${tag}`, 'from refs/heads/main', '');
  });
  return `${lines.join('\n')}\n`;
}

/** A path as `git fast-import` reads any bytes. */
function quoted(path: string): string {
  const plain = path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `"${plain}"`;
}

const firstTime = 1_700_000_000;

/** Runs git; gives what it prints. */
export function git(args: readonly string[], cwd: string, input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('git', [...args], { cwd }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** Makes a git repository in a temporary folder; gives its path. */
export async function makeRepository(commits: readonly FixtureCommit[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-notes-'));
  await git(['init', '--quiet', '--initial-branch=main'], directory);
  await git(['fast-import', '--quiet'], directory, stream(commits, firstTime));
  return directory;
}

/** Adds commits to a repository; for those that name the hash of an earlier one. */
export async function addCommits(
  directory: string,
  commits: readonly FixtureCommit[],
): Promise<void> {
  const count = Number(await git(['rev-list', '--count', '--all'], directory));
  await git(['fast-import', '--quiet'], directory, stream(commits, firstTime + count * 60));
}
