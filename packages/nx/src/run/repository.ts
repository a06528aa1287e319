import { join } from 'node:path';
import { runTool, type Workshop } from '@slipway/release/command';
import { manifestMissing, notARepository } from '@slipway/release/finding';
import {
  readRepository,
  type Crate,
  type Decisions,
  type PythonPackage,
  type Repository,
} from '@slipway/release/manifest';

/**
 * What the manifests of the repository say, as git knows them: tracked files and new ones that are
 * not ignored. @throws SlipwayError SLW001 without git, SLW003 outside a repository.
 */
export async function loadRepository(
  { root, ports }: Pick<Workshop, 'root' | 'ports'>,
  decisions: Decisions,
): Promise<Repository> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = await runTool('git', args, { cwd: root }, ports);
  if (listed.exitCode !== 0) throw notARepository.error({ directory: root });
  const listing = listed.stdout.split('\0').filter(Boolean);
  const manifests = listing.filter((file) =>
    /(^|\/)(Cargo\.toml|Cargo\.lock|pyproject\.toml)$/.test(file),
  );
  const texts = new Map<string, string>();
  const read = await Promise.all(manifests.map((file) => ports.files.readText(join(root, file))));
  for (const [index, file] of manifests.entries()) {
    const text = read[index] ?? null;
    if (text !== null) texts.set(file, text);
  }
  return readRepository(texts, listing, decisions);
}

/** Whether a package goes to a registry at all. */
export function isPublished({ publishable }: { readonly publishable: boolean }): boolean {
  return publishable;
}

/** The crate of a manifest. @throws SlipwayError SLW111 when there is none (any more). */
export function crateOf(repository: Repository, manifest: string | undefined): Crate {
  const crate = repository.crates.find((one) => one.manifest === manifest);
  if (!crate)
    throw manifestMissing.error({ wanted: manifest ?? 'a manifest', from: 'the Nx target' });
  return crate;
}

/** The Python package of a manifest. @throws SlipwayError SLW111 when there is none (any more). */
export function pythonOf(repository: Repository, manifest: string | undefined): PythonPackage {
  const python = repository.pythons.find((one) => one.manifest === manifest);
  if (!python)
    throw manifestMissing.error({ wanted: manifest ?? 'a manifest', from: 'the Nx target' });
  return python;
}
