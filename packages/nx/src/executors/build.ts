import type { ExecutorContext } from '@nx/devkit';
import { buildSdist, packageCrate } from '@slipway/release/build';
import { pythonVersionOf } from '../run/python-version.ts';
import { crateOf, pythonOf } from '../run/repository.ts';
import { runStage, type StageOptions } from '../run/stage.ts';

/** The packaged crate, or the source distribution. */
export default function build(options: StageOptions, context: ExecutorContext) {
  return runStage('build', options, context, async (stage) => {
    const repository = await stage.subject.repository();
    if (options.manifest?.endsWith('pyproject.toml')) {
      const python = pythonOf(repository, options.manifest);
      stage.found(await buildSdist(python, pythonVersionOf(python), stage.workshop));
    } else {
      stage.found(
        await packageCrate(crateOf(repository, options.manifest), repository, stage.workshop),
      );
    }
  });
}
