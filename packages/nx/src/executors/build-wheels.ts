import type { ExecutorContext } from '@nx/devkit';
import { readRecord, writeRecord } from '@slipway/release/build';
import { wheelFolder } from '@slipway/release/plan';
import { pythonOf } from '../run/repository.ts';
import { runStage, type StageOptions } from '../run/stage.ts';
import { targetsHere } from '../run/targets.ts';

interface AssemblyOptions extends StageOptions {
  readonly targets: readonly string[];
}

/** The wheel set of a package: every platform's files, proved and written into one record. */
export default function buildWheels(options: AssemblyOptions, context: ExecutorContext) {
  return runStage('build-wheels', options, context, async (stage) => {
    const python = pythonOf(await stage.subject.repository(), options.manifest);
    const targets = await targetsHere(python, options.targets, stage);
    const records = await Promise.all(
      targets.map((target) =>
        readRecord(
          wheelFolder(python.name, target),
          `${python.name}:build-wheels--${target}`,
          stage.workshop,
        ),
      ),
    );
    const artifacts = records.flatMap((record) => record.artifacts);
    const record = { package: python.name, target: null, artifacts };
    await writeRecord(wheelFolder(python.name, null), record, stage.workshop);
  });
}
