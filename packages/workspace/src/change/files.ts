import { isAbsolute, join, relative, sep } from 'node:path';
import { runTool } from '@slipway/release/command';
import { commitRefused, notToBeWritten, notUtf8, stagedChanges } from '@slipway/release/finding';
import { showDiff } from '@slipway/release/report';
import type { Screen, Place, Matter } from '../stage/index.ts';

/** New texts of files, by path from the root. */
export type NewTexts = ReadonlyMap<string, string>;

/** Shows what is to change, file by file. */
export function showChanges(
  before: ReadonlyMap<string, string>,
  after: NewTexts,
  { show, paint }: Pick<Screen, 'show' | 'paint'>,
): void {
  for (const [file, text] of after)
    show(`${showDiff(file, before.get(file) ?? '', text, paint)}\n`);
}

/**
 * The same texts by where their files really are: what is a symbolic link stays one, and what it leads to is
 * written and committed.
 * @throws SlipwayError SLW138 for what is no file of this repository, or would have to become two texts;
 * SLW137 for one with bytes that no text could give back.
 */
export async function resolveFiles(after: NewTexts, place: Place): Promise<NewTexts> {
  const resolved = new Map<string, string>();
  const names = new Map<string, string>();
  for (const [file, text] of after) {
    const { real, problem } = await locateFile(file, place);
    if (problem !== null) throw refused(file, problem);
    await refuseBytes(real, place);
    // Two links to one file: the second text would take the place of the first.
    const known = resolved.get(real);
    if (known !== undefined && known !== text) {
      throw refused(file, `is the same file as ${names.get(real)}, and both are to be changed`);
    }
    resolved.set(real, text);
    names.set(real, file);
  }
  return resolved;
}

const refused = (file: string, problem: string): Error =>
  notToBeWritten.error({ file, problem }, { at: { file, line: null } });

/** Where a file of this repository really is, and why it cannot be written there. */
export async function locateFile(
  file: string,
  { root, workshop }: Place,
): Promise<{ readonly real: string; readonly problem: string | null }> {
  const { files } = workshop.ports;
  const [home, found] = [await files.locate(root), await files.locate(join(root, file))];
  if (!found) return { real: file, problem: 'is a symbolic link that leads nowhere' };
  const real = relative(home?.path ?? root, found.path).replaceAll(sep, '/');
  if (found.kind === 'folder') return { real, problem: 'is a folder' };
  const isOutside = /^\.\.(\/|$)/.test(real) || isAbsolute(real);
  return { real, problem: isOutside ? 'leads out of this repository' : null };
}

async function refuseBytes(file: string, { root, workshop }: Place): Promise<void> {
  const bytes = await workshop.ports.files.readBytes(join(root, file));
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes ?? new Uint8Array());
  } catch (cause) {
    throw notUtf8.error({ file }, { at: { file, line: null }, cause });
  }
}

/** Writes files that `resolveFiles` gave. */
export async function writeFiles(resolved: NewTexts, { root, workshop }: Place): Promise<void> {
  for (const [file, text] of resolved) await workshop.ports.files.write(join(root, file), text);
}

/** @throws SlipwayError SLW134 when one of them has changes that would slip into the commit. */
export async function refuseChanged(files: readonly string[], stage: Matter): Promise<void> {
  const { changed } = await stage.subject.commit();
  const both = files.filter((file) => changed.includes(file));
  if (both.length > 0) throw stagedChanges.error({ files: both.join(', ') });
}

/**
 * Commits these files and no others, where there are any, and tags the commit.
 * @throws SlipwayError SLW133, which says what is left to be done.
 */
export async function commitFiles(
  files: readonly string[],
  message: string,
  tags: readonly string[],
  { root, workshop }: Place,
): Promise<void> {
  const commands = [
    ...(files.length > 0
      ? [
          ['add', '--', ...files],
          ['commit', '--quiet', '-m', message, '--', ...files],
        ]
      : []),
    ...tags.map((tag) => ['tag', '-a', tag, '-m', tag]),
  ];
  for (const [index, args] of commands.entries()) {
    const result = await runTool('git', args, { cwd: root }, workshop.ports);
    if (result.exitCode === 0) continue;
    throw commitRefused.error({
      command: `git ${args.slice(0, 2).join(' ')}`,
      detail: result.all.trim().split('\n')[0] ?? '',
      left: commands.slice(index).map((left) => ['git', ...left].map(quoted).join(' ')),
    });
  }
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w./@=:+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
