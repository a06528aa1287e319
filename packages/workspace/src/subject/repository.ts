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

/** The texts of a repository that say what it is, by path from its root. */
export interface Texts {
  /** Manifests, lock files, and the files of `extra`. */
  readonly texts: ReadonlyMap<string, string>;
  /** Every file that git knows: tracked ones, and new ones that are not ignored. */
  readonly listing: readonly string[];
}

/**
 * Reads manifests and lock files, and what else is asked for.
 * @throws SlipwayError SLW001 without git, SLW003 outside a repository.
 */
export async function loadTexts(
  { root, ports }: Pick<Workshop, 'root' | 'ports'>,
  extra: (file: string) => boolean = () => false,
): Promise<Texts> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = await runTool('git', args, { cwd: root }, ports);
  if (listed.exitCode !== 0) throw notARepository.error({ directory: root });
  const listing = listed.stdout.split('\0').filter(Boolean);
  const wanted = listing.filter(
    (file) => /(^|\/)(Cargo\.toml|Cargo\.lock|pyproject\.toml|uv\.lock)$/.test(file) || extra(file),
  );
  const read = await Promise.all(wanted.map((file) => ports.files.readText(join(root, file))));
  const texts = new Map<string, string>();
  for (const [index, file] of wanted.entries()) {
    const text = read[index] ?? null;
    if (text !== null) texts.set(file, text);
  }
  return { texts, listing };
}

/**
 * What the manifests of the repository say, as git knows them.
 * @throws SlipwayError SLW001 without git, SLW003 outside a repository.
 */
export async function loadRepository(
  place: Pick<Workshop, 'root' | 'ports'>,
  decisions: Decisions,
): Promise<Repository> {
  const { texts, listing } = await loadTexts(place);
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
