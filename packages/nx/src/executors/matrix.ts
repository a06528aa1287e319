import type { ExecutorContext } from '@nx/devkit';
import { matrixTooLarge } from '@slipway/release/finding';
import { nodePorts } from '@slipway/release/node';
import { hostTriple } from '@slipway/release/platform';
import { showFinding } from '@slipway/release/report';
import { chosenPlatforms } from '../graph/platforms.ts';
import { inferProjects, type InferredProject } from '../graph/projects.ts';
import { overLimit, testMatrix, wheelMatrix, type JobMatrix } from '../matrix/matrix.ts';
import { affectedProjects, type Range } from '../run/affected.ts';
import { loadRepository } from '../run/repository.ts';
import { settingsOf } from '../run/settings.ts';
import { paint, toFinding } from '../run/stage.ts';

interface MatrixOptions extends Range {
  readonly job?: 'wheels' | 'test';
  readonly all?: boolean;
  readonly targets: readonly string[];
}

/** Prints one line of JSON: what `strategy.matrix` of a GitHub Actions job takes. */
export default async function matrix(options: MatrixOptions, context: ExecutorContext) {
  try {
    const made = await matrixOf(options, context);
    const over = overLimit(made);
    if (over !== null) throw matrixTooLarge.error({ size: over });
    console.log(JSON.stringify(made));
    return { success: true };
  } catch (error) {
    console.log(showFinding(toFinding(error), paint));
    return { success: false };
  }
}

async function matrixOf(options: MatrixOptions, context: ExecutorContext): Promise<JobMatrix> {
  const { job = 'wheels', all = false, targets } = options;
  const place = { root: context.root, ports: nodePorts() };
  const settings = settingsOf(context.nxJsonConfiguration);
  const projects = await projectsOf(context, settings);
  const affected = all ? null : await affectedProjects(options, place);
  const chosen = projects.filter(({ name }) => affected?.has(name) ?? true);
  if (job === 'test') return testMatrix(chosen.filter(({ name }) => hasTests(name, context)));
  const host = hostTriple(place.ports.environment);
  const platforms = chosenPlatforms(settings, host);
  return wheelMatrix(
    chosen,
    platforms.filter(({ target }) => targets.includes(target)),
  );
}

/** Every package, by the name that it has in the graph in the end: a project.json may have renamed it. */
async function projectsOf(
  { root, projectsConfigurations }: ExecutorContext,
  settings: ReturnType<typeof settingsOf>,
): Promise<readonly InferredProject[]> {
  const repository = await loadRepository({ root, ports: nodePorts() }, settings);
  const { projects } = projectsConfigurations;
  return inferProjects(
    repository,
    new Map(Object.entries(projects).map(([name, one]) => [one.root, name])),
  );
}

function hasTests(name: string, { projectsConfigurations }: ExecutorContext): boolean {
  return projectsConfigurations.projects[name]?.targets?.['test'] !== undefined;
}
