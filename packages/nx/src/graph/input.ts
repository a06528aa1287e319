import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRepository, type Decisions, type Repository } from '@slipway/release/manifest';

/** Nx asks twice for one graph, and its daemon again after each change: the same texts are read once. */
let last: { readonly key: string; readonly repository: Repository } | null = null;

/** What the manifests say, for the graph: no lock files, no git, no cargo. */
export async function readGraphInput(
  root: string,
  files: readonly string[],
  decisions: Decisions,
): Promise<Repository> {
  const sorted = files.toSorted();
  const texts = await Promise.all(sorted.map((file) => readFile(join(root, file), 'utf8')));
  const key = JSON.stringify([root, sorted, texts, decisions.publish]);
  if (last?.key === key) return last.repository;
  const repository = readRepository(
    new Map(sorted.map((file, index) => [file, texts[index] ?? ''])),
    sorted,
    decisions,
  );
  last = { key, repository };
  return repository;
}
