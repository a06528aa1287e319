import { shown } from '../command/index.ts';
import { recognized } from '../explanation/index.ts';
import { packagingFailed, type SlipwayError } from '../finding/index.ts';

/** A tool could not package what a manifest describes: SLW202, or the code that its text is known by. */
export function notPackaged(
  { name, manifest }: { readonly name: string; readonly manifest: string },
  command: readonly string[],
  detail: string,
  root: string,
): SlipwayError {
  const context = { name, command: shown(command, root), detail };
  return recognized(packagingFailed.error(context, { at: { file: manifest, line: null } }));
}
