import { join } from 'node:path';
import { runTool } from '@slipway/release/command';
import { commitRefused, notUtf8, stagedChanges } from '@slipway/release/finding';
import { showDiff } from '@slipway/release/report';
import { paint, show, type Stage } from './stage.ts';

/** New texts of files, by path from the root. */
export type NewTexts = ReadonlyMap<string, string>;

/** Shows what is to change, file by file. */
export function showChanges(before: ReadonlyMap<string, string>, after: NewTexts): void {
  for (const [file, text] of after)
    show(`${showDiff(file, before.get(file) ?? '', text, paint)}\n`);
}

/** Writes them all, or none. @throws SlipwayError SLW137 when one has bytes that no text could give back. */
export async function writeFiles(after: NewTexts, { root, workshop }: Stage): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (const file of after.keys()) {
    const bytes = await workshop.ports.files.readBytes(join(root, file));
    try {
      decoder.decode(bytes ?? new Uint8Array());
    } catch (cause) {
      throw notUtf8.error({ file }, { at: { file, line: null }, cause });
    }
  }
  for (const [file, text] of after) await workshop.ports.files.write(join(root, file), text);
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
