import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One commit of a test repository: its message, the file it touches, tags, a second parent. */
export interface FixtureCommit {
  readonly message: string;
  readonly file?: string;
  readonly tag?: string;
  /** Makes it a merge of a side branch that holds this commit. */
  readonly merges?: string;
}

/** What `git fast-import` reads: a whole history in one process, with fixed names and times. */
function stream(commits: readonly FixtureCommit[]): string {
  const lines: string[] = [];
  let time = 1_700_000_000;
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`;
  const write = (branch: string, message: string, file: string, from: string[]): void => {
    time += 60;
    lines.push(`commit refs/heads/${branch}`, `committer T <t@example.org> ${time} +0000`);
    lines.push(data(message), ...from, `M 100644 inline ${file}`, data(`${time}`));
  };
  commits.forEach(({ message, file = 'a.txt', tag, merges }, at) => {
    if (merges) write(`side${at}`, merges, 'side.txt', ['from refs/heads/main']);
    write('main', message, file, merges ? [`merge refs/heads/side${at}`] : []);
    if (tag) lines.push(`reset refs/tags/${tag}`, 'from refs/heads/main', '');
  });
  return `${lines.join('\n')}\n`;
}

function git(args: readonly string[], cwd: string, input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile('git', [...args], { cwd }, (error) =>
      error ? reject(error) : resolve(),
    );
    child.stdin?.end(input);
  });
}

/** Makes a git repository in a temporary folder; gives its path. */
export async function makeRepository(commits: readonly FixtureCommit[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-notes-'));
  await git(['init', '--quiet', '--initial-branch=main'], directory);
  await git(['fast-import', '--quiet'], directory, stream(commits));
  return directory;
}
