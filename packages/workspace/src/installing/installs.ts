import type { Repository } from '@slipway/release/manifest';
import { installCrate, installPython } from '@slipway/release/publish';
import type { Destination } from '@slipway/release/registry';
import { pythonVersionOf } from '../subject/index.ts';
import type { Stage } from '../stage/index.ts';

/** Something that is installed into a clean folder, and how it is told. */
export interface Install {
  readonly place: string;
  readonly line: string;
  /** @throws SlipwayError SLW406. */
  readonly install: () => Promise<void>;
}

/** What users will do with each package: `cargo add`, and `pip install`. */
export function installsOf(
  { crates, pythons }: Pick<Repository, 'crates' | 'pythons'>,
  { cratesIo, pypi }: Pick<Destination, 'cratesIo' | 'pypi'>,
  { workshop }: Pick<Stage, 'workshop'>,
): Install[] {
  const here = cratesIo === null ? [] : crates;
  return [
    ...here.map(({ name, version: { value: version } }) => ({
      place: 'crates.io',
      line: `cargo add ${name}@${version} builds`,
      install: () => installCrate({ name, version }, cratesIo!, workshop),
    })),
    ...pythons.map((python) => {
      const version = pythonVersionOf(python);
      return {
        place: pypi.title,
        line: `pip install ${python.name}==${version} imports ${python.module}`,
        install: () => installPython({ ...python, version }, pypi, workshop),
      };
    }),
  ];
}

/** Installations side by side: each of them builds. */
const atOnce = 3;

/** Does things a few at a time; the first that fails ends it. */
export async function sideBySide(things: readonly (() => Promise<void>)[]): Promise<void> {
  for (let next = 0; next < things.length; next += atOnce) {
    await Promise.all(things.slice(next, next + atOnce).map((one) => one()));
  }
}
