import type { TargetConfiguration } from '@nx/devkit';
import { effectNames, type Projects, type Task } from './taken-over.ts';

/** Commands that choose projects by something else than one name. */
const manyProjects = ['run-many', 'affected', 'exec'];

/** What `nx release publish` runs, and the stages that this starts. */
const ofRelease = ['nx-release-publish', 'publish-crate', 'publish-pypi'];

/**
 * The effects that a command of Nx may lead to, by its `process.argv`, be it by way of a target that is not ours.
 * Rather too many than too few: Nx tells its plugins the command line, and not the tasks. Another program than `nx`
 * may run anything.
 */
export function askedEffects(argv: readonly string[], merged: Projects): readonly Task[] {
  const [, program = '', command = '', ...rest] = argv;
  const projects = [...merged.values()];
  const tasks = projects.flatMap(({ name = '', root }) =>
    [...effectNames].map((target) => ({ name, root, target })),
  );
  if (!/(^|[\\/])nx(\.js)?$/.test(program)) return tasks;
  if (command === 'release') return tasks.filter(({ target }) => ofRelease.includes(target));
  const words = new Set([command, ...rest].flatMap((word) => word.split(/[:,=\s]+/)));
  const isOpen =
    manyProjects.includes(command) || !projects.some(({ name = '' }) => words.has(name));
  const isAsked = (project: string, target: string): boolean =>
    words.has(target) && (isOpen || words.has(project));
  const leading = leadingTo(effectNames, merged);
  const leads = projects.some(({ name = '', targets = {} }) =>
    Object.keys(targets).some((target) => leading.has(target) && isAsked(name, target)),
  );
  // To which of them such a target leads is for Nx to find out.
  return leads ? tasks : tasks.filter(({ name, target }) => isAsked(name, target));
}

/** Names of other targets, in any project, that come to one of these over any number of dependencies, by name. */
function leadingTo(effects: ReadonlySet<string>, merged: Projects): ReadonlySet<string> {
  const needs = [...merged.values()]
    .flatMap(({ targets = {} }) => Object.entries(targets))
    .filter(([name]) => !effects.has(name))
    .map(([name, { dependsOn = [] }]) => [name, dependsOn.map(needOf)] as const);
  const leading = new Set<string>();
  for (let known = -1; known < leading.size;) {
    known = leading.size;
    const reached = [...effects, ...leading];
    for (const [name, all] of needs) {
      if (all.some((need) => reached.some((one) => need.test(one)))) leading.add(name);
    }
  }
  return leading;
}

/** Names of targets may hold asterisks, and `^` means those of other projects. */
function needOf(need: NonNullable<TargetConfiguration['dependsOn']>[number]): RegExp {
  const target = (typeof need === 'string' ? need : need.target).replace(/^\^/, '');
  const pattern = target.replaceAll(/[^\w*-]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^(.*:)?${pattern}$`);
}
