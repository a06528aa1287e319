import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRepository, type Decisions, type Repository } from '@slipway/release/manifest';

/** What was read last: Nx's daemon asks again after each change, mostly for the same texts. */
let last: {
  readonly files: string;
  readonly texts: string;
  readonly repository: Repository;
} | null = null;

/** What the manifests say, for the graph: no lock files, no git, no cargo. */
export function readGraphInput(
  root: string,
  files: readonly string[],
  decisions: Decisions,
): Repository {
  const sorted = files.toSorted();
  // One after the other: of a thousand small files, waiting for each at once takes twice as long.
  const texts = sorted.map((file) => readFileSync(join(root, file), 'utf8'));
  const key = keyOf(root, sorted, decisions);
  const all = texts.join('\0');
  if (last?.files === key && last.texts === all) return last.repository;
  const named = new Map(sorted.map((file, index) => [file, texts[index] ?? '']));
  const repository = readRepository(named, sorted, { ...decisions, lines: false });
  last = { files: key, texts: all, repository };
  return repository;
}

/**
 * The same for the edges: Nx asks for them right after the nodes of the same files, which need not be read
 * again; what changes in between makes it ask for both again.
 */
export function recallGraphInput(
  root: string,
  files: readonly string[],
  decisions: Decisions,
): Repository {
  if (last?.files === keyOf(root, files.toSorted(), decisions)) return last.repository;
  return readGraphInput(root, files, decisions);
}

function keyOf(root: string, sorted: readonly string[], { publish }: Decisions): string {
  return JSON.stringify([root, sorted, publish ?? []]);
}
