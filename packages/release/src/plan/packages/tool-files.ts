import { toolFilesPacked, type Finding } from '../../finding/index.ts';
import { packedToolFiles, readToml, type Repository } from '../../manifest/index.ts';

/**
 * SLW246 for a published crate at the root of the repository that takes along what only npm and Nx need. Elsewhere such
 * files were there before Slipway, and are the project's own matter. Pure.
 * @param texts of the manifests
 * @param listing every file that git knows
 */
export function checkToolFiles(
  { crates }: Pick<Repository, 'crates'>,
  texts: ReadonlyMap<string, string>,
  listing: readonly string[],
): Finding[] {
  const crate = crates.find(({ directory, publishable }) => directory === '' && publishable);
  const document = crate && readToml(crate.manifest, texts.get(crate.manifest) ?? '');
  if (!document || !('table' in document)) return [];
  const files = packedToolFiles(document.table, listing);
  if (files.length === 0) return [];
  const table = `[package] of ${crate.manifest}`;
  const at = { file: crate.manifest, line: crate.line };
  return [toolFilesPacked.at(at, { name: crate.name, files, table })];
}
