import { buildSdist, packageCrate } from '@slipway/release/build';
import { crateBuild, sdistBuild } from '../builds/index.ts';
import { pythonVersionOf, crateOf, pythonOf } from '../subject/index.ts';
import { refuseBesideCredentials } from '../credential/index.ts';
import { runStage } from '../report/index.ts';
import type { StageOptions, Host } from '../stage/index.ts';

/** The packaged crate, or the source distribution: built, or taken from the job that built it. */
export function build(options: StageOptions, host: Host) {
  return runStage('build', options, host, async (stage) => {
    if (stage.artifacts === null) {
      refuseBesideCredentials(`the build of ${host.project}`, host.release, host.ports);
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
