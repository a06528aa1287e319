import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nowhere, type Location, type TargetSource } from '@slipway/release/finding';
import { lineAt } from '@slipway/release/manifest';
import type { TakenOver } from '../graph/taken-over.ts';

/** Who has set what was found, and where. */
export interface Source extends TargetSource {
  readonly file: string | null;
  /** Where the file may say it, as keys. */
  readonly paths: readonly (readonly string[])[];
}

/** Which file and which plugin has set a property of a project. */
export type SourceMap = Readonly<
  Record<string, readonly [file: string | null, plugin: string] | undefined>
>;

/** By root. What Nx has noted when it made the graph; it is for telling alone, so none is no harm. */
export async function readSourceMaps(): Promise<Readonly<Record<string, SourceMap | undefined>>> {
  try {
    const { readSourceMapsCache } = await import('nx/src/project-graph/nx-deps-cache.js');
    return (readSourceMapsCache() ?? {}) as Record<string, SourceMap>;
  } catch {
    return {};
  }
}

/** `defaults` are the `targetDefaults` of nx.json. */
export function sourceOf(
  { target, property, executor }: TakenOver,
  map: SourceMap,
  defaults: object,
): Source {
  const key = `targets.${target}`;
  const [file, plugin] = map[`${key}.${property}`] ?? map[key] ?? [null, ''];
  const path = property === 'executor' ? [] : property.split('.');
  if (plugin === 'nx/target-defaults' || file?.startsWith('nx.json')) {
    // What is said of an executor goes before what is said of a name, and is meant for us.
    const isOurs = executor in defaults;
    const written = /#targetDefaults\.([^[]+)/.exec(file ?? '')?.[1];
    const paths = [['targetDefaults', isOurs ? executor : (written ?? target), ...path]];
    return { kind: isOurs ? 'file' : 'defaults', by: 'nx.json', file: 'nx.json', paths };
  }
  if (file !== null && plugin.startsWith('nx/core/')) {
    // A project.json; or a package.json, where a script is a target as well.
    const own = ['targets', target, ...path];
    return { kind: 'file', by: file, file, paths: [own, ['nx', ...own], ['scripts', target]] };
  }
  const isKnown = plugin !== '' && plugin !== '@slipway/nx';
  return { kind: isKnown ? 'plugin' : 'unknown', by: plugin, file: null, paths: [] };
}

/** The line that says it, or that of the target. */
export async function locate({ file, paths }: Source, root: string): Promise<Location> {
  if (file === null) return nowhere;
  const text = await readFile(join(root, file), 'utf8').catch(() => '');
  const tree = parseTree(text);
  const nodes = paths.flatMap((path) => (tree ? nodesAlong(tree, path) : []));
  const [node] = nodes;
  return { file, line: node ? lineAt(text, node.parent?.offset ?? node.offset) : null };
}

/** What a path leads to, and what it passes on the way to it, but for the first key; the end first. */
function nodesAlong(tree: Node, path: readonly string[]): Node[] {
  return path
    .map((_, at) => findNodeAtLocation(tree, path.slice(0, at + 1)))
    .slice(1)
    .filter((node) => node !== undefined)
    .reverse();
}
