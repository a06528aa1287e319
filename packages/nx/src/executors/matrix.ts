import type { ExecutorContext } from '@nx/devkit';
import { wheelMatrix } from '../matrix/matrix.ts';
import { inferProjects } from '../graph/projects.ts';
import { nodePorts } from '@slipway/release/node';
import { loadRepository } from '../run/repository.ts';
import { settingsOf } from '../run/settings.ts';
import { toFinding, paint } from '../run/stage.ts';
import { showFinding } from '@slipway/release/report';

interface MatrixOptions {
  readonly targets: readonly string[];
}

/** Prints one line of JSON: what `strategy.matrix` of a GitHub Actions job takes. */
export default async function matrix(options: MatrixOptions, context: ExecutorContext) {
  try {
    const repository = await loadRepository(
      { root: context.root, ports: nodePorts() },
      settingsOf(context.nxJsonConfiguration),
    );
    // As the graph has them in the end: a project.json may have renamed them.
    const { projects } = context.projectsConfigurations;
    const known = new Map(Object.entries(projects).map(([name, { root }]) => [root, name]));
    const inferred = inferProjects(repository, known);
    console.log(JSON.stringify(wheelMatrix(inferred, options.targets)));
    return { success: true };
  } catch (error) {
    console.log(showFinding(toFinding(error), paint));
    return { success: false };
  }
}
