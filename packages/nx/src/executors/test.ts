import type { ExecutorContext } from '@nx/devkit';
import { testCrate, testPython } from '@slipway/release/build';
import { takeTests } from '../run/intake.ts';
import { crateOf, pythonOf } from '../run/repository.ts';
import { refuseBesideCredentials } from '../run/reach.ts';
import { runStage, type StageOptions } from '../run/stage.ts';

/** cargo test for a crate, pytest for a Python package; or proof that a job before this one ran them. */
export default function test(options: StageOptions, context: ExecutorContext) {
  return runStage('test', options, context, async (stage) => {
    if (stage.artifacts !== null) {
      await takeTests(context.projectName ?? '', stage.artifacts, stage);
      return;
    }
    const { projectName = '' } = context;
    refuseBesideCredentials(`the test suite of ${projectName}`, context, stage.workshop.ports);
    const repository = await stage.subject.repository();
    if (options.manifest?.endsWith('pyproject.toml')) {
      stage.found(await testPython(pythonOf(repository, options.manifest), stage.workshop));
    } else {
      await testCrate(crateOf(repository, options.manifest), repository, stage.workshop);
    }
  });
}
