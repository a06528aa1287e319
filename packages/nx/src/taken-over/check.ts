import type { ExecutorContext, ProjectConfiguration } from '@nx/devkit';
import { targetChanged, targetTakenOver, type Finding } from '@slipway/release/finding';
import { askedEffects } from '../graph/asked.ts';
import { readGraphInput } from '../graph/input.ts';
import { inferNodes, manifestsOf, projectsOf, releaseRoot } from '../graph/nodes.ts';
import type { PluginOptions } from '@slipway/workspace/settings';
import { findTakenOver, type Projects, type TakenOver, type Task } from '../graph/taken-over.ts';
import { locate, readSourceMaps, sourceOf, type Source } from './target-source.ts';

type NxJson = ExecutorContext['nxJsonConfiguration'];

/** A workspace as Nx has it in the end. */
export interface Merged {
  readonly root: string;
  readonly nxJson: NxJson;
  readonly settings: PluginOptions;
  readonly projects: readonly ProjectConfiguration[];
}

/** What has been taken over of the stages of a release, when a command of Nx leads to any: SLW520, SLW521. */
export function checkCommand(argv: readonly string[], merged: Merged): Promise<Finding[]> {
  return check(merged, (projects) => {
    const asked = askedEffects(argv, projects);
    return asked.length > 0 ? [...asked, wholeRelease] : [];
  });
}

/** The same of a whole release, whatever is run. */
export function checkRelease(
  settings: PluginOptions,
  { root, ...context }: ExecutorContext,
): Promise<Finding[]> {
  const projects = Object.entries(context.projectsConfigurations.projects).map(([name, one]) => ({
    ...one,
    name,
  }));
  const { nxJsonConfiguration: nxJson } = context;
  const merged = { root, nxJson, settings, projects };
  return check(merged, () => [wholeRelease]);
}

const wholeRelease = { root: releaseRoot, target: 'publish' };

async function check(
  { root, nxJson, settings, projects }: Merged,
  choose: (merged: Projects) => readonly Task[],
): Promise<Finding[]> {
  const merged = new Map(projects.map((one) => [one.root, one]));
  const release = merged.get(releaseRoot);
  const manifests = release ? manifestsOf(release) : [];
  const tasks = manifests.length > 0 ? choose(merged) : [];
  if (tasks.length === 0) return [];
  // As the graph made them, by the names that they have in the end.
  const names = new Map(projects.map((one) => [one.root, one.name ?? '']));
  const repository = readGraphInput(root, manifests, settings);
  const releases = nxJson.release !== undefined;
  const inferred = projectsOf(inferNodes(repository, settings, manifests, names, releases));
  const found = findTakenOver(tasks, inferred, merged);
  return found.length === 0 ? [] : explain(found, root, nxJson.targetDefaults ?? {});
}

/** One finding for each cause. */
async function explain(
  found: readonly TakenOver[],
  root: string,
  defaults: object,
): Promise<Finding[]> {
  const maps = await readSourceMaps();
  const causes = new Map<string, { first: TakenOver; source: Source; all: TakenOver[] }>();
  for (const one of found) {
    const source = sourceOf(one, maps[one.root] ?? {}, defaults);
    const key = JSON.stringify([one.property, one.found, source.by, source.paths]);
    const cause = causes.get(key) ?? { first: one, source, all: [] };
    cause.all.push(one);
    causes.set(key, cause);
  }
  return Promise.all(
    [...causes.values()].map(async ({ first: { property, found: there }, source, all }) => {
      const tasks = all.map(({ project, target }) => `${project}:${target}`);
      const executors = [...new Set(all.map(({ executor }) => executor))];
      const { kind, by } = source;
      const at = await locate(source, root);
      const said = { tasks, executors, found: shown(there), kind, by };
      return property === 'executor'
        ? targetTakenOver.at(at, said)
        : targetChanged.at(at, { ...said, property });
    }),
  );
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'not set');
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
