import { testCrate, testPython } from '@slipway/release/build';
import { takeTests } from '../builds/index.ts';
import { crateOf, pythonOf } from '../subject/index.ts';
import { refuseBesideCredentials } from '../credential/index.ts';
import { runStage } from '../report/index.ts';
import type { StageOptions, Host } from '../stage/index.ts';

/** cargo test for a crate, pytest for a Python package; or proof that a job before this one ran them. */
export function test(options: StageOptions, host: Host) {
  return runStage('test', options, host, async (stage) => {
    if (stage.artifacts !== null) {
      await takeTests(host.project, stage.artifacts, stage);
      return;
    }
    refuseBesideCredentials(`the test suite of ${host.project}`, host.release, host.ports);
    const repository = await stage.subject.repository();
    if (options.manifest?.endsWith('pyproject.toml')) {
      stage.found(await testPython(pythonOf(repository, options.manifest), stage.workshop));
    } else {
      await testCrate(crateOf(repository, options.manifest), repository, stage.workshop);
    }
  });
}
