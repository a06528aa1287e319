/** How a stranger brings Nx: with a package.json, or by Nx's own `./nx`, which keeps everything in .nx. */
export const ways = ['npm', 'pnpm', 'yarn', 'bun', './nx'] as const;
export type Way = (typeof ways)[number];

/** One combination of what a stranger may have. */
export interface Cell {
  readonly way: Way;
  readonly nx: string;
  readonly node: string;
  /** Whether the release is rehearsed whole, which takes a minute. */
  readonly whole: boolean;
}

/** The newest of each major that installs; 23 is the one that this repository is built with. */
export const nxVersions = { 22: '22.7.12', 23: '23.2.1', 24: '24.0.6' } as const;
export const nodeVersions = { 22: '22.23.2', 24: '24.21.0' } as const;
/** They are told that they are too old, and nothing else. */
export const oldNodes = ['18.20.8', '20.20.2'] as const;

/** Pinned, as everything that this repository brings. */
export const managers = { pnpm: '12.21.0', '@yarnpkg/cli-dist': '4.18.1', bun: '1.4.5' } as const;

const cell = (way: Way, nx: 22 | 23 | 24, node: 22 | 24, whole = false): Cell => ({
  way,
  nx: nxVersions[nx],
  node: nodeVersions[node],
  whole,
});

/**
 * Each way with each Nx and with each Node, each Nx with each Node, and a whole rehearsal of each Nx and of
 * each way.
 */
export const cells: readonly Cell[] = [
  cell('npm', 23, 22, true),
  cell('npm', 22, 24),
  cell('npm', 24, 24),
  cell('pnpm', 22, 22, true),
  cell('pnpm', 23, 24),
  cell('pnpm', 24, 22),
  cell('yarn', 24, 24, true),
  cell('yarn', 22, 22),
  cell('yarn', 23, 24),
  cell('bun', 23, 24, true),
  cell('bun', 22, 22),
  cell('bun', 24, 24),
  cell('./nx', 24, 22, true),
  cell('./nx', 22, 24),
  cell('./nx', 23, 24),
];

/** For people and for `--only`: npm/23.2.1/22.23.2. */
export function nameOf({ way, nx, node }: Cell): string {
  return `${way}/${nx}/${node}`;
}

/** The cells that a filter means: parts of names, such as npm, npm/23 or ./nx/24.0.6/22. */
export function chosen(filters: readonly string[]): readonly Cell[] {
  if (filters.length === 0) return cells;
  return cells.filter((one) => filters.some((filter) => matches(one, filter)));
}

function matches({ way, nx, node }: Cell, filter: string): boolean {
  const wanted = filter.startsWith(way) ? filter.slice(way.length).split('/') : null;
  if (wanted === null || wanted[0] !== '') return false;
  const [, nxWanted = '', nodeWanted = ''] = wanted;
  return nx.startsWith(nxWanted) && node.startsWith(nodeWanted);
}
