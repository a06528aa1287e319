import { runTool, type Workshop } from '../command/index.ts';
import { historyCutOff, notARepository } from '../finding/index.ts';
import type { CommandResult } from '../ports.ts';
import { isAbsolute, join } from 'node:path';
import { logArguments, parseLog, type History, type LoggedCommit } from './log.ts';
import { commitsSince } from './since.ts';

type Place = Pick<Workshop, 'root' | 'ports'>;

export interface HistoryRange {
  /** Tags or other refs since which commits are wanted; none means the whole history. */
  readonly from: readonly string[];
  /** Further refs that `commitsSince` is to know, for instance every tag. */
  readonly refs?: readonly string[];
  /** Whether to read which files each commit touches, which takes most of the time; so by default. */
  readonly files?: boolean;
}

/**
 * Reads the commits since any of the refs `from` up to HEAD, by one `git log`; `commitsSince` then tells
 * which are since which.
 * @throws SlipwayError SLW001 without git, SLW003 outside a repository or before its first commit, SLW115
 * when a ref is not there or the clone is too shallow to reach it.
 */
export async function readCommits(place: Place, range: HistoryRange): Promise<History> {
  const { from, refs = [], files = true } = range;
  const wanted = [...new Set([...from, ...refs])];
  // Without several refs to weigh against each other the log can start at once.
  const start = from.map((ref) => `^${ref}`);
  const early = from.length < 2 ? readLog(place, ['HEAD', ...refs, ...start], files) : null;
  const isOne = from.length === 1 && wanted.length === 1;
  const since = isOne ? await early?.catch(() => null) : null;
  if (since && isWhole(since)) {
    return { commits: since, head: since[0]!.hash, refs: { [wanted[0]!]: null } };
  }
  early?.catch(() => {});
  const { shallow, head, hashes } = await resolve(place, wanted);
  const log = early ?? readLog(place, await revisions(place, head, from, hashes), files);
  const history = { commits: await log, head, refs: hashes };
  if (shallow) await refuseCut(place, history, from);
  return history;
}

/** Whether commits since one ref surely reach it: then git need not be asked anything else. */
function isWhole(since: readonly LoggedCommit[]): boolean {
  return since.length > 0 && since.every(({ parents }) => parents.length > 0);
}

function git(place: Place, args: readonly string[]): Promise<CommandResult> {
  return runTool('git', args, { cwd: place.root }, place.ports);
}

async function readLog(
  place: Place,
  revisions: readonly string[],
  files: boolean,
): Promise<LoggedCommit[]> {
  const result = await git(place, [...logArguments(files), ...revisions, '--']);
  if (result.exitCode !== 0) throw new Error(`git log failed: ${result.all.slice(-500).trim()}`);
  return parseLog(result.stdout);
}

interface Resolved {
  readonly shallow: boolean;
  readonly head: string;
  readonly hashes: Readonly<Record<string, string>>;
}

async function resolve(place: Place, refs: readonly string[]): Promise<Resolved> {
  const asked = ['HEAD', ...refs].map((ref) => `${ref}^{commit}`);
  const result = await git(place, ['rev-parse', '--is-shallow-repository', ...asked]);
  const [first = '', ...lines] = result.stdout.split('\n');
  const shallow = first === 'true';
  const hashes = lines.filter((line) => /^[0-9a-f]{40,64}$/.test(line));
  const [head, ...others] = hashes;
  if (head === undefined) throw notARepository.error({ directory: place.root });
  const lost = refs[others.length];
  if (lost !== undefined) throw historyCutOff.error({ since: lost, shallow });
  return {
    shallow,
    head,
    hashes: Object.fromEntries(refs.map((ref, index) => [ref, others[index]!])),
  };
}

/** What `git log` is to list: all that is since any of `from`, so not what is behind all of them. */
async function revisions(
  place: Place,
  head: string,
  from: readonly string[],
  hashes: Resolved['hashes'],
): Promise<string[]> {
  const starts = [...new Set(from.map((ref) => hashes[ref]!))];
  const ends = [...new Set([head, ...Object.values(hashes)])];
  if (starts.length < 2) return [...ends, ...starts.map((hash) => `^${hash}`)];
  const bases = await git(place, ['merge-base', '--octopus', ...starts]);
  const behind = bases.exitCode === 0 ? bases.stdout.split('\n').filter(Boolean) : [];
  return [...ends, ...behind.map((hash) => `^${hash}`)];
}

/** A shallow clone will do as long as no commit that is wanted has lost its parents. */
async function refuseCut(place: Place, history: History, from: readonly string[]): Promise<void> {
  const named = (await git(place, ['rev-parse', '--git-path', 'shallow'])).stdout.trim();
  const file = isAbsolute(named) ? named : join(place.root, named);
  const cut = new Set((await place.ports.files.readText(file))?.split('\n'));
  for (const since of from.length > 0 ? from : [null]) {
    if (commitsSince(history, since).some(({ hash }) => cut.has(hash))) {
      throw historyCutOff.error({ since, shallow: true });
    }
  }
}
