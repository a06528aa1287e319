import { parse as parseToml } from 'smol-toml';
import { readTarball, type TarEntry } from '../archive/tar.ts';
import { Refusal } from '../message/message.ts';

/** The `Cargo.toml` of a `.crate`, which the server believes before the JSON that came with it. */
export async function readPackedManifest(tarball: Buffer, folder: string): Promise<Manifest> {
  const malformed = (): never => {
    throw new Refusal(400, 'uploaded tarball is malformed or too large when decompressed');
  };
  const isManifest = (path: string): boolean =>
    path.toLowerCase() === `${folder}/cargo.toml`.toLowerCase();
  const entries = await readTarball(tarball, isManifest).catch(malformed);
  entries.forEach((entry) => verifyEntry(entry, folder));
  const manifests = entries.filter(({ path }) => isManifest(path));
  const [manifest] = manifests;
  if (!manifest) throw new Refusal(400, 'uploaded tarball is missing a `Cargo.toml` manifest file');
  if (manifests.length > 1) {
    const found = manifests.map(({ path }) => `\`${path.slice(folder.length + 1)}\``).join(', ');
    throw new Refusal(
      400,
      `uploaded tarball contains more than one \`Cargo.toml\` manifest file; found: ${found}`,
    );
  }
  if (manifest.path !== `${folder}/Cargo.toml`) {
    const found = manifest.path.slice(folder.length + 1);
    throw new Refusal(
      400,
      `uploaded tarball is missing a \`Cargo.toml\` manifest file; \`${found}\` was found, but must be named \`Cargo.toml\` with that exact casing`,
    );
  }
  return parseManifest(manifest.content.toString('utf8'));
}

function verifyEntry({ path, type }: TarEntry, folder: string): void {
  const inside = path.startsWith(`${folder}/`) && !path.split('/').includes('..');
  if (!inside) throw new Refusal(400, `invalid path found: ${path}`);
  const isPlain = type === 'File' || type === 'OldFile' || type === 'Directory';
  if (!isPlain) throw new Refusal(400, `unexpected tar entry type ${type} found`);
}

/** The fields of `[package]` that the registry looks at. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

function parseManifest(toml: string): Manifest {
  const failed = (detail: string): Refusal =>
    new Refusal(400, `failed to parse \`Cargo.toml\` manifest file\n\n${detail}`);
  let value: Record<string, unknown>;
  try {
    value = parseToml(toml);
  } catch (error) {
    throw failed((error as Error).message);
  }
  if (value['patch'] !== undefined)
    throw failed('crates cannot be published with `[patch]` tables');
  const fields = value['package'] ?? value['project'];
  if (!isTable(fields)) throw failed('missing field `package`');
  for (const field of Object.values(fields)) {
    if (isTable(field) && field['workspace'] === true)
      throw failed("value from workspace hasn't been set");
  }
  for (const name of ['name', 'version'] as const) {
    if (typeof fields[name] !== 'string') throw failed(`missing field \`${name}\``);
  }
  return { name: String(fields['name']), version: String(fields['version']), fields };
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
