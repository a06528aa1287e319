import { writeRecord } from '@slipway/release/build';
import type { BuildRecord } from '@slipway/release/plan';
import { wheelFolder } from '@slipway/release/layout';
import { wheelBuilds } from '../builds/index.ts';
import { pythonOf } from '../subject/index.ts';
import { runStage } from '../report/index.ts';
import type { StageOptions, Host } from '../stage/index.ts';

type Origin = NonNullable<BuildRecord['builds']>[number];

export interface AssemblyOptions extends StageOptions {
  readonly targets: readonly string[];
}

/** The wheel set of a package: every platform's files, proved and written into one record. */
export function buildWheels(options: AssemblyOptions, host: Host) {
  return runStage('build-wheels', options, host, async (stage) => {
    const python = pythonOf(await stage.subject.repository(), options.manifest);
    const builds = await wheelBuilds(python, options.targets, stage);
    const artifacts = builds.flatMap((build) => build.artifacts);
    const origins = builds.map(originOf);
    const record = {
      package: python.name,
      target: null,
      toolchain: {},
      builds: origins,
      artifacts,
    };
    await writeRecord(wheelFolder(python.name, null), record, stage.workshop);
  });
}

function originOf({ target, commit, tree, runner, run, toolchain }: BuildRecord): Origin {
  return { target, commit, tree, runner, run, toolchain };
}
