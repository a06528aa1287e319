import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import { isDeepStrictEqual } from 'node:util';

/** Projects by root. */
export type Projects = ReadonlyMap<string, ProjectConfiguration>;

/** A target that Nx runs and that is not what the manifests make it. */
export interface TakenOver {
  readonly project: string;
  readonly root: string;
  readonly target: string;
  /** Our executor. */
  readonly executor: string;
  /** What differs: the executor itself, or something of the target: `dependsOn`, `options.destination`. */
  readonly property: string;
  /** What stands there now. */
  readonly found: unknown;
}

/** A task by its project's root. */
export interface Task {
  readonly root: string;
  readonly target: string;
}

/**
 * What has been taken over of the stages that these tasks need, themselves included. `inferred` are the projects as
 * Slipway makes them, `merged` as Nx has them in the end: another plugin, a project.json, a package.json or
 * `targetDefaults` may have put something else in the place of a target, and Nx would run it without asking us.
 */
export function findTakenOver(
  roots: readonly Task[],
  inferred: Projects,
  merged: Projects,
): TakenOver[] {
  return stagesOf(roots, inferred).flatMap(({ root, target }) => {
    const ours = inferred.get(root)?.targets?.[target];
    const project = merged.get(root);
    // What Nx does not know it does not run.
    if (!ours || !project) return [];
    const where = { project: project.name ?? root, root, target, executor: ours.executor ?? '' };
    return [
      ...departures(ours, project.targets?.[target]),
      ...inputDepartures(ours, inferred.get(root)?.namedInputs, project.namedInputs),
    ].map((one) => ({ ...where, ...one }));
  });
}

/** The stages that these tasks need: everything that Slipway's own dependencies lead to. */
function stagesOf(roots: readonly Task[], inferred: Projects): Task[] {
  const byName = new Map([...inferred.values()].map((one) => [one.name ?? '', one]));
  const found = new Map<string, Task>();
  const queue = [...roots];
  for (let task = queue.pop(); task; task = queue.pop()) {
    const key = `${task.root}\0${task.target}`;
    const project = inferred.get(task.root);
    const stage = project?.targets?.[task.target];
    if (found.has(key) || !project || !stage) continue;
    found.set(key, task);
    for (const need of stage.dependsOn ?? []) {
      const { projects, target } = typeof need === 'string' ? { target: need } : need;
      const names = projects === undefined ? [project.name ?? ''] : [projects].flat();
      queue.push(...names.map((name) => ({ root: byName.get(name)?.root ?? '', target })));
    }
  }
  return [...found.values()];
}

type Departure = Pick<TakenOver, 'property' | 'found'>;

/** What of a target is not as it was made. What is added to it, such as a dependency or an option, takes nothing away. */
function departures(
  ours: TargetConfiguration,
  found: TargetConfiguration | undefined,
): Departure[] {
  if (!found || found.executor !== ours.executor) {
    return [{ property: 'executor', found: found?.executor ?? 'nothing' }];
  }
  const lists = (['dependsOn', 'inputs'] as const).filter(
    (property) => !includesAll(found[property], ours[property]),
  );
  return [
    ...lists.map((property) => ({ property, found: found[property] ?? [] })),
    ...optionDepartures(ours, found),
    ...(isEffect(ours) ? effectDepartures(ours, found) : []),
  ];
}

/** The stages that change the world, or let it be changed, by the names of their targets. */
const effectTargets = new Map([
  ...['destination', 'gate', 'publish-crate', 'publish-pypi', 'gh-release', 'publish'].map(
    (name): [string, string] => [name, `@slipway/nx:${name}`],
  ),
  ['nx-release-publish', '@slipway/nx:release-publish'],
]);

export const effectNames: ReadonlySet<string> = new Set(effectTargets.keys());

const effectExecutors: ReadonlySet<string> = new Set(effectTargets.values());

const isEffect = ({ executor = '' }: TargetConfiguration): boolean => effectExecutors.has(executor);

function includesAll(found: readonly unknown[] = [], ours: readonly unknown[] = []): boolean {
  return ours.every((one) => found.some((other) => isDeepStrictEqual(one, other)));
}

type NamedInputs = ProjectConfiguration['namedInputs'];

/** What the inputs of a target name, and mean no more what they meant. */
function inputDepartures(
  { inputs = [] }: TargetConfiguration,
  ours: NamedInputs = {},
  found: NamedInputs = {},
): Departure[] {
  return inputs
    .filter((input) => typeof input === 'string')
    .filter((name) => ours[name] && !isDeepStrictEqual(ours[name], found[name]))
    .map((name) => ({ property: `namedInputs.${name}`, found: found[name] }));
}

/** Where `nx release publish` goes is for nx.json to say. */
const chosen = new Map([['@slipway/nx:release-publish', ['destination']]]);

function optionDepartures(ours: TargetConfiguration, found: TargetConfiguration): Departure[] {
  const free = chosen.get(ours.executor ?? '') ?? [];
  return Object.entries((ours.options ?? {}) as Readonly<Record<string, unknown>>)
    .filter(([name]) => !free.includes(name))
    .map(([name, value]) => [name, value, found.options?.[name] as unknown] as const)
    .filter(([, value, other]) => value !== undefined && !isDeepStrictEqual(value, other))
    .map(([name, , other]) => ({ property: `options.${name}`, found: other }));
}

function effectDepartures(ours: TargetConfiguration, found: TargetConfiguration): Departure[] {
  const { cache, continuous, defaultConfiguration, configurations = {} } = found;
  const isFree = chosen.has(ours.executor ?? '');
  const byDefault = isFree || [undefined, 'rehearsal'].includes(defaultConfiguration);
  const changed = Object.entries(ours.configurations ?? {}).flatMap(([name, values]) =>
    Object.entries(values as Readonly<Record<string, unknown>>)
      .map(([option, value]) => [option, value, configurations[name]?.[option] as unknown] as const)
      .filter(([, value, other]) => !isDeepStrictEqual(value, other))
      .map(([option, , other]) => ({
        property: `configurations.${name}.${option}`,
        found: other,
      })),
  );
  return [
    ...(cache ? [{ property: 'cache', found: cache }] : []),
    ...(ours.continuous && !continuous ? [{ property: 'continuous', found: continuous }] : []),
    ...(byDefault ? [] : [{ property: 'defaultConfiguration', found: defaultConfiguration }]),
    ...changed,
  ];
}
