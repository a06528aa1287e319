import type { ExecutorContext } from '@nx/devkit';
import { buildSdist, packageCrate } from '@slipway/release/build';
import { crateBuild, sdistBuild } from '../run/builds.ts';
import { pythonVersionOf } from '../run/python-version.ts';
import { crateOf, pythonOf } from '../run/repository.ts';
import { refuseBesideCredentials } from '../run/reach.ts';
import { runStage, type StageOptions } from '../run/stage.ts';

/** The packaged crate, or the source distribution: built, or taken from the job that built it. */
export default function build(options: StageOptions, context: ExecutorContext) {
  return runStage('build', options, context, async (stage) => {
    if (stage.artifacts === null) {
      const { projectName = '' } = context;
      refuseBesideCredentials(`the build of ${projectName}`, context, stage.workshop.ports);
    }
    const repository = await stage.subject.repository();
    if (options.manifest?.endsWith('pyproject.toml')) {
      const python = pythonOf(repository, options.manifest);
      if (stage.artifacts !== null) await sdistBuild(python, stage);
      else
        stage.found(await buildSdist(python, pythonVersionOf(python), repository, stage.workshop));
    } else {
      const crate = crateOf(repository, options.manifest);
      if (stage.artifacts !== null) await crateBuild(crate, stage);
      else stage.found(await packageCrate(crate, repository, stage.workshop));
    }
  });
}
