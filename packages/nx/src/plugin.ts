import type { CreateDependencies, CreateNodesV2, PreTasksExecution } from '@nx/devkit';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { partsFolder } from '@slipway/release/layout';
import { inferDependencies } from './graph/dependencies.ts';
import { readGraphInput, recallGraphInput } from './graph/input.ts';
import { readKnownNames } from './graph/names.ts';
import { inferNodes } from './graph/nodes.ts';
import {
  readOptions,
  type PluginOptions,
  compileCache,
  runStarted,
} from '@slipway/workspace/settings';

export const name = '@slipway/nx';

/** Every manifest becomes a project, or part of one; the whole gives the project `release`. */
export const createNodesV2: CreateNodesV2<PluginOptions> = [
  '**/{Cargo.toml,pyproject.toml,project.json,package.json}',
  async (files, options, context) => {
    const manifests = files.filter((file) => file.endsWith('.toml'));
    const settings = await readSettings(options, context.workspaceRoot);
    const repository = readGraphInput(context.workspaceRoot, manifests, settings);
    const known = await readKnownNames(context.workspaceRoot, files);
    const releases = context.nxJsonConfiguration.release !== undefined;
    // Also where there is nothing to release: then `release:plan` says so.
    const sources = manifests.length > 0 ? manifests : files;
    return inferNodes(repository, settings, sources, known, releases);
  },
];

export const createNodes = createNodesV2;

/** Nx shows nothing of an error but its message, which therefore tells all. */
async function readSettings(options: unknown, root: string): Promise<PluginOptions> {
  try {
    return readOptions(options);
  } catch {
    const { explainOptions } = await import('@slipway/workspace/settings-check');
    throw new Error(explainOptions(options, await readFile(join(root, 'nx.json'), 'utf8')));
  }
}

/** A package depends on the crates of the repository that it is built from. */
export const createDependencies: CreateDependencies<PluginOptions> = async (options, context) => {
  const files = Object.values(context.fileMap.projectFileMap)
    .flat()
    .concat(context.fileMap.nonProjectFiles)
    .map(({ file }) => file)
    .filter((file) => /(^|\/)(Cargo|pyproject)\.toml$/.test(file));
  const repository = recallGraphInput(context.workspaceRoot, files, options ?? {});
  return inferDependencies(repository, context.projects);
};

/**
 * Marks the start of a run, so that the report can tell what came from the cache; and lets Node keep
 * compiled code: each task is a process of its own, and loads Nx and Slipway again.
 */
export const preTasksExecution: PreTasksExecution = async (options, context) => {
  const { refuseTakenOver } = await import('./taken-over/refuse.ts');
  await refuseTakenOver(options, context);
  // `nx release --dry-run` writes nothing, anywhere.
  if (process.env['NX_DRY_RUN'] === 'true') return;
  // Not for the graph: it is made in a process of its own, often.
  const [{ makeOwnFolder }, { nodePorts }, { openNow }] = await Promise.all([
    import('@slipway/release/command'),
    import('@slipway/release/node'),
    import('@slipway/workspace/destination'),
  ]);
  const place = { root: context.workspaceRoot, ports: nodePorts() };
  // A release that is under way in this folder still needs what its stages have left.
  if ((await openNow(place)) === null) {
    const parts = join(context.workspaceRoot, partsFolder);
    await rm(parts, { recursive: true, force: true }).catch((error: NodeJS.ErrnoException) => {
      // A file in the way: whoever writes there says so.
      if (error.code !== 'ENOTDIR') throw error;
    });
  }
  // Nx hands what a hook sets in the environment to the tasks of the run.
  await makeOwnFolder(place);
  process.env[runStarted] = new Date().toISOString();
  process.env['NODE_COMPILE_CACHE'] ??= join(context.workspaceRoot, compileCache);
};
