import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface HistoryShape {
  readonly commits: number;
  readonly tags: number;
  readonly packages: number;
}

const types = ['feat', 'fix', 'docs', 'chore', 'refactor', 'test', 'perf', 'feat!', 'build', 'ci'];

/**
 * A git repository with Conventional Commits in `packages/pkgK`, and tags at even distances, the last on
 * HEAD. Made once by `git fast-import`, kept in the folder for temporary files; gives its path.
 */
export async function historyOf(shape: HistoryShape): Promise<string> {
  const { commits, tags, packages } = shape;
  const folder = join(tmpdir(), `slipway-history-1-${commits}-${tags}-${packages}`);
  const made = await access(folder).then(
    () => true,
    () => false,
  );
  if (made) return folder;
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  await git(['init', '--quiet', '--initial-branch=main'], unfinished);
  await git(['fast-import', '--quiet'], unfinished, stream(shape));
  await git(['reset', '--quiet', '--hard', 'main'], unfinished);
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true, force: true }));
  return folder;
}

function* stream({ commits, tags, packages }: HistoryShape): Generator<string> {
  const random = randomFrom(7);
  const every = Math.floor(commits / tags);
  for (let at = 1; at <= commits; at++) {
    const name = `pkg${random(packages)}`;
    const type = types[random(types.length)]!;
    const breaking = at % 997 === 0 ? '\nBREAKING CHANGE: it broke\n' : '';
    const subject = `${type}(${name}): change number ${at} of the thing (#${at})`;
    const who = `A U Thor <a@example.com> ${1_500_000_000 + at * 600} +0000`;
    yield `commit refs/heads/main\nmark :${at}\ncommitter ${who}\n`;
    yield data(`${subject}\n\nA body line for ${at}.\n${breaking}`);
    yield `M 100644 inline packages/${name}/f${at % 50}.txt\n${data(`v${at}\n`)}\n`;
    if (at % every === 0) {
      yield `tag v0.${at / every}.0\nfrom :${at}\ntagger ${who}\n${data('x\n')}\n`;
    }
  }
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`;

/** Numbers below a limit, the same ones every time. */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

async function git(args: string[], cwd: string, input: Iterable<string> = []): Promise<void> {
  const child = spawn('git', args, { cwd, stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(child, 'close');
  for (const text of input) if (!child.stdin.write(text)) await once(child.stdin, 'drain');
  child.stdin.end();
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`git ${args.join(' ')} ended with ${code}`);
}
