import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SlipwayError, type Finding } from '@slipway/release/finding';
import { describeFaults } from '@slipway/rehearsal';
import { faultsOf } from './faults.ts';

function findingOf(work: () => unknown): Finding | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof SlipwayError ? error.finding : null;
  }
}

describe('--fault', () => {
  it('makes something go wrong in a rehearsal', () => {
    expect(faultsOf(['503@PUT /api/v1/crates/new 2'], 'rehearsal')).toMatchObject([
      { match: { method: 'PUT', nth: 2 }, do: { status: 503 } },
    ]);
  });

  it('SLW508: is not understood, and tells what there is', () => {
    const finding = findingOf(() => faultsOf(['flood@PUT /x'], 'rehearsal'));
    expect(finding?.code).toBe('SLW508');
    expect(finding?.message).toContain('there is no flood');
    expect(finding?.message).toContain(describeFaults());
  });

  it.each(['testpypi', 'production'] as const)('SLW509: is none of %s', (destination) => {
    const lines = ['503@PUT /api/v1/crates/new 2'];
    expect(findingOf(() => faultsOf(lines, destination))?.code).toBe('SLW509');
    expect(faultsOf([], destination)).toEqual([]);
  });

  it.each(['stage', 'destination'])('--help of %s lists all kinds', (name) => {
    const text = readFileSync(new URL(`../../../nx/schemas/${name}.json`, import.meta.url), 'utf8');
    const { properties } = JSON.parse(text) as { properties: { fault: { description: string } } };
    const kinds = [...describeFaults().matchAll(/^ {2}([a-z0-9-]+(?:\[:SECONDS\])?) {2,}/gm)];
    expect(kinds.length).toBeGreaterThan(15);
    for (const [, kind] of kinds) expect(properties.fault.description).toContain(kind);
  });
});
