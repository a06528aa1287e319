import { isAbsolute, join, relative, sep } from 'node:path';
import { runTool } from '@slipway/release/command';
import { commitRefused, notToBeWritten, notUtf8, stagedChanges } from '@slipway/release/finding';
import { showDiff } from '@slipway/release/report';
import { paint, show, type Stage } from './stage.ts';

/** New texts of files, by path from the root. */
export type NewTexts = ReadonlyMap<string, string>;

/** Shows what is to change, file by file. */
export function showChanges(before: ReadonlyMap<string, string>, after: NewTexts): void {
  for (const [file, text] of after)
    show(`${showDiff(file, before.get(file) ?? '', text, paint)}\n`);
}

/**
 * The same texts by where their files really are: what is a symbolic link stays one, and what it leads to is
 * written and committed.
 * @throws SlipwayError SLW138 for what is no file of this repository, SLW137 for one with bytes that no
 * text could give back.
 */
export async function resolveFiles(after: NewTexts, stage: Stage): Promise<NewTexts> {
  const resolved = new Map<string, string>();
  for (const [file, text] of after) {
    const real = await locateFile(file, stage);
    await refuseBytes(real, stage);
    resolved.set(real, text);
  }
  return resolved;
}

async function locateFile(file: string, { root, workshop }: Stage): Promise<string> {
  const { files } = workshop.ports;
  const [home, found] = [await files.locate(root), await files.locate(join(root, file))];
  const inside = found && relative(home?.path ?? root, found.path).replaceAll(sep, '/');
  const problem = !found
    ? 'is a symbolic link that leads nowhere'
    : found.kind === 'folder'
      ? 'is a folder'
      : /^\.\.(\/|$)/.test(inside ?? '') || isAbsolute(inside ?? '')
        ? 'leads out of this repository'
        : null;
  if (problem !== null) throw notToBeWritten.error({ file, problem }, { at: { file, line: null } });
  return inside ?? file;
}

async function refuseBytes(file: string, { root, workshop }: Stage): Promise<void> {
  const bytes = await workshop.ports.files.readBytes(join(root, file));
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes ?? new Uint8Array());
  } catch (cause) {
    throw notUtf8.error({ file }, { at: { file, line: null }, cause });
  }
}

/** Writes files that `resolveFiles` gave. */
export async function writeFiles(resolved: NewTexts, { root, workshop }: Stage): Promise<void> {
  for (const [file, text] of resolved) await workshop.ports.files.write(join(root, file), text);
}

/** @throws SlipwayError SLW134 when one of them has changes that would slip into the commit. */
export async function refuseChanged(files: readonly string[], stage: Stage): Promise<void> {
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
  { root, workshop }: Stage,
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
