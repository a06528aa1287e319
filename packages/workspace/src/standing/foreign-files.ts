import type { Standing } from './standing.ts';

/** A file at a registry that is not what was released. Whoever installs it runs what a stranger wrote. */
export interface ForeignFile {
  readonly registry: string;
  readonly package: string;
  readonly file: string;
  /** For people: `has other bytes than were released`. */
  readonly because: string;
}

/**
 * Those that the comparison with the registries has found: other bytes (SLW442), and files that a release which names
 * all of its files does not name (SLW449). Pure.
 * @param pypi what the registry of Python packages is called
 */
export function foreignFiles(
  { actions, known, python }: Pick<Standing, 'actions' | 'known' | 'python'>,
  pypi: string,
): ForeignFile[] {
  const exchanged = actions
    .filter(({ registry, decision }) => decision === 'conflict' && registry !== 'GitHub Releases')
    .map(({ registry, package: name, file }) => {
      return { registry, package: name, file, because: 'has other bytes than were released' };
    });
  const rows = actions.filter(({ registry }) => registry === pypi);
  const unnamed = [...python].flatMap(([name, files]) =>
    files
      .filter(({ file }) => known.isWhole && !rows.some((row) => row.file === file))
      .map(({ file }) => ({
        ...{ registry: pypi, package: name, file },
        because: 'is not named by the release',
      })),
  );
  return [...exchanged, ...unnamed];
}

/**
 * Why a file is not installed: it is foreign itself, or a foreign file of another package there might be taken along as
 * what it needs. Null where nothing speaks against it. Pure.
 */
export function dangerOf(
  file: string,
  name: string,
  foreign: readonly ForeignFile[],
  registry: string,
): string | null {
  const there = foreign.filter((one) => one.registry === registry);
  const own = there.find((one) => one.file === file);
  if (own) return `it ${own.because}`;
  const other = there.find((one) => one.package !== name);
  return other ? dangerNear(other) : null;
}

/** Why nothing is installed by its name from a registry: pip and cargo choose files, and take along what these need. */
export function dangerAt(registry: string, foreign: readonly ForeignFile[]): string | null {
  const found = foreign.find((one) => one.registry === registry);
  return found ? dangerNear(found) : null;
}

function dangerNear({ file, because }: ForeignFile): string {
  return `${file} ${because}, and might be taken along`;
}
