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
    console.log(JSON.stringify(wheelMatrix(inferProjects(repository), options.targets)));
    return { success: true };
  } catch (error) {
    console.log(showFinding(toFinding(error), paint));
    return { success: false };
  }
}
