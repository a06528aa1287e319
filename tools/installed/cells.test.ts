import { describe, expect, it } from 'vitest';
import { cells, chosen, nameOf, nodeVersions, nxVersions, ways } from './cells.ts';

describe('the cells', () => {
  it.each(ways)('have %s with each Nx, with each Node, and a whole rehearsal', (way) => {
    const own = cells.filter((one) => one.way === way);
    expect(new Set(own.map(({ nx }) => nx))).toEqual(new Set(Object.values(nxVersions)));
    expect(new Set(own.map(({ node }) => node))).toEqual(new Set(Object.values(nodeVersions)));
    expect(own.filter(({ whole }) => whole)).toHaveLength(1);
  });

  it.each(Object.values(nxVersions))('have Nx %s with each Node, and a whole rehearsal', (nx) => {
    const own = cells.filter((one) => one.nx === nx);
    expect(new Set(own.map(({ node }) => node))).toEqual(new Set(Object.values(nodeVersions)));
    expect(own.some(({ whole }) => whole)).toBe(true);
  });

  it('are chosen by parts of their names', () => {
    expect(chosen([])).toBe(cells);
    expect(chosen(['npm/23.2.1/22']).map(nameOf)).toEqual(['npm/23.2.1/22.23.2']);
    expect(chosen(['./nx', 'bun/24'])).toHaveLength(4);
    expect(chosen(['np'])).toEqual([]);
  });
});
