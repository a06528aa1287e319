import type { Cell } from './cell.ts';

/** The newest 22 and 24 that npm has, and the one that this repository is pinned to. */
const nx = { old: '22.7.12', pinned: '23.2.1', next: '24.0.6' };

/** The way that is tried with every change. */
export const usual: Cell = { manager: 'npm', nx: nx.pinned, node: 22 };

/** Each Nx by each way to install it, on one Node or the other; and the usual one on both. */
export const cells: readonly Cell[] = [
  usual,
  { manager: 'npm', nx: nx.pinned, node: 24 },
  { manager: 'npm', nx: nx.old, node: 22 },
  { manager: 'npm', nx: nx.next, node: 24 },
  { manager: 'pnpm', nx: nx.pinned, node: 24 },
  { manager: 'pnpm', nx: nx.old, node: 22 },
  { manager: 'yarn', nx: nx.pinned, node: 22 },
  { manager: 'yarn', nx: nx.next, node: 24 },
  { manager: 'bun', nx: nx.pinned, node: 24 },
  { manager: 'bun', nx: nx.next, node: 22 },
  { manager: './nx', nx: nx.old, node: 24 },
  { manager: './nx', nx: nx.pinned, node: 22 },
  { manager: './nx', nx: nx.next, node: 24 },
];
