import { join } from 'node:path';
import { artifactMissing, nowhere, SlipwayError, type Finding } from '@slipway/release/finding';
import type { PythonPackage } from '@slipway/release/manifest';
import { recordName, wheelFolder } from '@slipway/release/layout';
import type { Stage } from './stage.ts';

/**
 * The platforms whose wheels are here. In a rehearsal the others are told of and left out: they are
 * built on other machines. A public destination takes the whole set or nothing.
 * @throws SlipwayError SLW204.
 */
export async function targetsHere(
  python: PythonPackage,
  targets: readonly string[],
  stage: Stage,
): Promise<string[]> {
  const here: string[] = [];
  const absent: Finding[] = [];
  for (const target of targets) {
    const folder = wheelFolder(python.name, target);
    if (await stage.workshop.ports.files.exists(join(stage.root, folder, recordName)))
      here.push(target);
    else {
      const missing = artifactMissing.at(nowhere, {
        file: folder,
        target: `${python.name}:build-wheels--${target}`,
      });
      absent.push(
        stage.destination === 'rehearsal' ? { ...missing, severity: 'warning' } : missing,
      );
    }
  }
  const [first, ...others] = absent;
  if (first?.severity !== 'error') {
    stage.found(absent);
    return here;
  }
  // Not an empty list: whoever asked would go on with the sdist alone.
  stage.found(others);
  throw new SlipwayError(first);
}
