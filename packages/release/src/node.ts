/** The only module of this package that touches the machine: files, processes, network, clock, environment. */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { copyAll } from './copying.ts';
import { environment } from './environment.ts';
import { isCredential } from './identity/secret.ts';
import { serveLines } from './line-server.ts';
import { proxiedFetch, proxyVariables } from './proxy.ts';
import { tellingFullDisk } from './writing.ts';
import type {
  Clock,
  CommandOptions,
  CommandResult,
  LocatedFile,
  Ports,
  Processes,
  PublicRoot,
  Sign,
  VerifySigned,
} from './ports.ts';

/** Bytes; four times what Node takes: a piece costs about as much time as its bytes. */
const piece = 256 * 1024;

const files = tellingFullDisk({
  readText: (path) => orNull(fs.readFile(path, 'utf8')),
  readBytes: (path) => orNull(fs.readFile(path)),
  openBlob: (path) => openAsBlob(path),
  stream: (path) => piecesOf(path, 2),
  digest: (path) => orNull(digest(path)),
  async write(path, content) {
    await makeFolder(dirname(path));
    const known = await orNull(fs.lstat(path));
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      await fs.writeFile(temporary, content);
      if (known?.isFile()) await fs.chmod(temporary, known.mode);
      await fs.rename(temporary, path);
    } catch (error) {
      await fs.rm(temporary, { force: true });
      throw error;
    }
  },
  locate,
  async copy(from, to) {
    await makeFolder(dirname(to));
    await fs.copyFile(from, to);
  },
  copyAll,
  list: async (path) => ((await orNull(fs.readdir(path))) ?? []).toSorted(),
  exists: async (path) => (await orNull(fs.stat(path))) !== null,
  remove: (path) => fs.rm(path, { recursive: true, force: true, maxRetries: 3 }),
  makeDirectory: (path) => makeFolder(path),
  async freeBytes(path) {
    const { bavail, bsize } = await fs.statfs(path);
    return bavail * bsize;
  },
  async createDirectory(path) {
    try {
      await fs.mkdir(path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  },
  temporaryDirectory: (prefix) => fs.mkdtemp(join(tmpdir(), prefix)),
});

const processes: Processes = {
  run: (command, args, options) => run(command, args, options),
};

/** So far, in milliseconds, the machine's clock may run ahead of the steady one before it has been asleep. */
const asleep = 60_000;
let slept = 0;

/**
 * Steady: a clock that is set back meanwhile moves no deadline of ours. The steady one stands still while a machine sleeps,
 * and that time has passed for everybody else.
 */
const clock: Clock = {
  now: () => {
    const steady = performance.timeOrigin + performance.now() + slept;
    const ahead = Date.now() - steady;
    if (ahead > asleep) slept += ahead;
    return Math.round(ahead > asleep ? steady + ahead : steady);
  },
  sleep: async (milliseconds) => {
    await sleep(milliseconds);
  },
};

/** The real world. */
export function nodePorts(): Ports {
  return {
    files,
    processes,
    clock,
    environment,
    fetch: proxiedFetch(),
    sign,
    verifySigned,
    publicRoot,
    serveLines: (answer) => serveLines(answer),
  };
}

/** Loaded when it is needed: one stage of a release signs. */
const sign: Sign = async (...what) => (await import('./signing.ts')).sign(...what);

/** And one verifies. */
const verifySigned: VerifySigned = async (...what) =>
  (await import('./verifying.ts')).verifySigned(...what);
const publicRoot: PublicRoot = async () => (await import('./verifying.ts')).publicRoot();

async function run(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult | null> {
  const { cwd, onLine, without } = options;
  const proxies = proxyVariables(process.env, command === 'cargo');
  const isGit = command === 'git';
  const env = {
    ...childEnvironment(process.env, without),
    ...proxies,
    ...(isGit ? gitWithout.env : {}),
    ...options.env,
  };
  const all = isGit ? [...gitWithout.args, ...args] : args;
  return onLine ? stream(command, all, { cwd, env, onLine }) : ask(command, all, { cwd, env });
}

/**
 * Who asks git what there is starts no program that a configuration names: neither a watcher of files, nor a hook of the
 * index, which git would run where it writes down what it has looked up.
 */
const gitWithout = { args: ['-c', 'core.fsmonitor=false'], env: { GIT_OPTIONAL_LOCKS: '0' } };

interface Surroundings {
  readonly cwd: string;
  readonly env: Record<string, string>;
}

/** A short question, such as git's: without execa, whose loading would take longer than the answer. */
function ask(
  command: string,
  args: readonly string[],
  options: Surroundings,
): Promise<CommandResult | null> {
  return new Promise((resolve) => {
    const limit = { maxBuffer: 1 << 28 };
    const child = execFile(
      command,
      [...args],
      { ...options, ...limit },
      (error, stdout, stderr) => {
        const all = `${stdout}${stderr}`;
        if (!error) resolve({ exitCode: 0, stdout, stderr, all });
        else if (isNoProgram(error.code)) resolve(null);
        else if (typeof error.code === 'number') {
          resolve({ exitCode: error.code, stdout, stderr, all });
        } else resolve({ exitCode: -1, stdout, stderr, all: `${all}\n${error.message}` });
      },
    );
    child.stdin?.end();
  });
}

function isNoProgram(code: unknown): boolean {
  return code === 'ENOENT' || code === 'EACCES';
}

/** Long work, line by line. */
async function stream(
  command: string,
  args: readonly string[],
  { cwd, env, onLine }: Surroundings & { readonly onLine: (line: string) => void },
): Promise<CommandResult | null> {
  const { execa } = await import('execa');
  const child = execa(command, args, {
    cwd,
    env,
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
    stripFinalNewline: false,
  });
  for await (const line of child.iterable({ from: 'all' })) onLine(line);
  const result = await child;
  if (result.exitCode === undefined) {
    if (isNoProgram(result.code)) return null;
    const why = result.signal
      ? `stopped by ${result.signal}`
      : (result.shortMessage ?? 'it failed');
    return { exitCode: -1, stdout: result.stdout, stderr: why, all: `${result.all}\n${why}` };
  }
  return {
    exitCode: result.exitCode,
    stdout: result.stdout,
    stderr: result.stderr,
    all: result.all ?? '',
  };
}

/** What a child process may see of our environment: everything but credentials. */
export function childEnvironment(
  environment: NodeJS.ProcessEnv,
  without?: RegExp,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !isCredential(name) && !without?.test(name)) kept[name] = value;
  }
  return kept;
}

/** A file into buffers that are used again: new ones pile up, tens of MiB of them, until somebody collects them. */
async function* piecesOf(path: string, buffers: number): AsyncGenerator<Uint8Array> {
  const ring = Array.from({ length: buffers }, () => Buffer.allocUnsafeSlow(piece));
  const file = await fs.open(path);
  try {
    for (let at = 0; ; at = (at + 1) % buffers) {
      const into = ring[at]!;
      const length = await fill(into, file);
      if (length === 0) return;
      yield into.subarray(0, length);
    }
  } finally {
    await file.close();
  }
}

/** Some file systems read less at a time than is asked for: who sends pieces may count on whole ones. */
async function fill(into: Buffer, file: fs.FileHandle): Promise<number> {
  let length = 0;
  while (length < into.length) {
    const { bytesRead } = await file.read(into, length, into.length - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

async function digest(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const taken of piecesOf(path, 1)) {
    hash.update(taken);
    bytes += taken.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Node's own recursive `mkdir` never ends where nothing can be made, as below /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await fs.mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await fs.stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    // Another process may have been as fast.
    await fs.mkdir(path).catch((again: NodeJS.ErrnoException) => {
      if (again.code !== 'EEXIST') throw again;
    });
  }
}

async function locate(path: string): Promise<LocatedFile | null> {
  const real = await orNull(fs.realpath(path));
  if (real !== null) {
    const kind = (await fs.stat(real)).isDirectory() ? 'folder' : 'file';
    return { path: real, kind };
  }
  const isLink = (await orNull(fs.lstat(path))) !== null;
  const around = isLink || dirname(path) === path ? null : await locate(dirname(path));
  if (!around || around.kind === 'file') return null;
  return { path: join(around.path, basename(path)), kind: 'nothing' };
}

async function orNull<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  // A folder is no file either, and a link to itself is nothing at all.
  return code !== undefined && ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP'].includes(code);
}
