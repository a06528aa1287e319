import { Refusal } from '../message/message.ts';
import type { PypiFile } from '../state/rows.ts';
import type { State } from '../state/state.ts';
import { help, projectsOf, type Site } from './site.ts';
import type { Upload } from './file-upload.ts';

/**
 * The file when it is there with these bytes under this name; null when the name is free. A name
 * that has other bytes, bytes that have another name, and names of deleted files are refused.
 */
export function verifyFreeName(
  { file, digests }: Pick<Upload, 'file' | 'digests'>,
  site: Site,
  state: State,
): PypiFile | null {
  const projects = projectsOf(site, state);
  const files = projects.flatMap(({ releases }) => releases.flatMap((release) => release.files));
  const named = files.find((known) => known.file === file);
  if (named?.sha256 === digests.sha256) return named;
  const seeAlso = `See ${help(site, 'file-name-reuse')} for more information.`;
  const taken = named ?? files.find(({ blake2 }) => blake2 === digests.blake2);
  if (taken) {
    throw new Refusal(
      400,
      `File already exists ('${taken.file}', with blake2_256 hash '${taken.blake2}'). ${seeAlso}`,
    );
  }
  if (projects.some(({ deleted }) => deleted.includes(file))) {
    throw new Refusal(
      400,
      `This filename was previously used by a file that has since been deleted. Use a different version. ${seeAlso}`,
    );
  }
  return null;
}
