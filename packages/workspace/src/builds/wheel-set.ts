import { expandTags, parseWheelFileName } from '@slipway/release/artifact';
import { wheelsCollide, wheelMissing, type Finding } from '@slipway/release/finding';
import type { PythonPackage } from '@slipway/release/manifest';
import {
  collisions,
  isWanted,
  showWanted,
  wantedWheels,
  type BuildRecord,
  type WheelPlatform,
} from '@slipway/release/plan';

/**
 * What is wrong with the wheels of a package as a set: one that a platform's interpreters ask for and no
 * build left (SLW214), two for the same installations (SLW239). Pure.
 */
export function checkWheelSet(
  { name, abi3, manifest }: Pick<PythonPackage, 'name' | 'abi3' | 'manifest'>,
  builds: readonly BuildRecord[],
  platforms: readonly WheelPlatform[],
): Finding[] {
  const at = { file: manifest, line: null };
  const wheels = builds.flatMap(({ target, artifacts }) =>
    artifacts.flatMap(({ file }) => {
      const name = parseWheelFileName(file);
      return name ? [{ target, file, tags: expandTags(name), ...name }] : [];
    }),
  );
  const absent = platforms
    .filter(({ target }) => builds.some((build) => build.target === target))
    .flatMap(({ target, interpreters = [] }) =>
      wantedWheels(abi3, interpreters)
        .filter((one) => !wheels.some((wheel) => wheel.target === target && isWanted(wheel, one)))
        .map((one) => wheelMissing.at(at, { name, wheel: showWanted(one), target })),
    );
  return [...absent, ...collisions(wheels).map((one) => wheelsCollide.at(at, one))];
}
