import type { ExecutorContext } from '@nx/devkit';
import { join } from 'node:path';
import { matrixTooLarge, SlipwayError, type Finding } from '@slipway/release/finding';
import type { Repository } from '@slipway/release/manifest';
import { nodePorts } from '@slipway/release/node';
import { hostTriple } from '@slipway/release/platform';
import { showFinding } from '@slipway/release/report';
import { checkOptions } from '@slipway/workspace/settings-check';
import { chosenPlatforms, mainPython, settingsOf } from '@slipway/workspace/settings';
import { inferProjects, type InferredProject } from '../graph/projects.ts';
import { overLimit, testMatrix, wheelMatrix, type JobMatrix } from '../matrix/matrix.ts';
import { affectedProjects, type Range } from '../matrix/affected.ts';
import { loadRepository } from '@slipway/workspace/subject';
import { toFinding } from '@slipway/workspace/stage';
import { terminal } from '@slipway/workspace/terminal';

const { paint } = terminal;

export interface MatrixOptions extends Range {
  readonly job?: 'wheels' | 'test';
  readonly all?: boolean;
  readonly targets: readonly string[];
}

/** Prints one line of JSON: what `strategy.matrix` of a GitHub Actions job takes. */
export async function matrix(options: MatrixOptions, context: ExecutorContext) {
  try {
    const made = await matrixOf(options, context);
    const over = overLimit(made);
    if (over !== null) throw matrixTooLarge.error({ size: over });
    console.log(JSON.stringify(made));
    return { success: true };
  } catch (error) {
    console.log(showFinding(toFinding(error, nodePorts()), paint));
    return { success: false };
  }
}

async function matrixOf(options: MatrixOptions, context: ExecutorContext): Promise<JobMatrix> {
  const { job = 'wheels', all = false, targets } = options;
  const place = { root: context.root, ports: nodePorts() };
  const settings = settingsOf(context.nxJsonConfiguration);
  const repository = await loadRepository(place, settings);
  refuse(checkOptions(settings, repository, await place.ports.files.readText(nxJsonOf(context))));
  const projects = projectsOf(context, repository);
  const affected = all ? null : await affectedProjects(options, place);
  const chosen = projects.filter(({ name }) => affected?.has(name) ?? true);
  const tools = mainPython(settings);
  if (job === 'test')
    return testMatrix(
      chosen.filter(({ name }) => hasTests(name, context)),
      tools,
    );
  const host = hostTriple(place.ports.environment);
  const platforms = chosenPlatforms(settings, host);
  return wheelMatrix(
    chosen,
    platforms.filter(({ target }) => targets.includes(target)),
    tools,
  );
}

/** A matrix of what nx.json does not mean would fail on many machines at once. @throws SlipwayError the first of them */
function refuse(findings: readonly Finding[]): void {
  const first = findings.find(({ severity }) => severity === 'error');
  if (first) throw new SlipwayError(first);
}

const nxJsonOf = ({ root }: ExecutorContext): string => join(root, 'nx.json');

/** Every package, by the name that it has in the graph in the end: a project.json may have renamed it. */
function projectsOf(
  { projectsConfigurations: { projects } }: ExecutorContext,
  repository: Repository,
): readonly InferredProject[] {
  return inferProjects(
    repository,
    new Map(Object.entries(projects).map(([name, one]) => [one.root, name])),
  );
}

function hasTests(name: string, { projectsConfigurations }: ExecutorContext): boolean {
  return projectsConfigurations.projects[name]?.targets?.['test'] !== undefined;
}
