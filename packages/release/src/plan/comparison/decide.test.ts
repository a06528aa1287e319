import { describe, expect, it } from 'vitest';
import type { Artifact } from './artifacts.ts';
import { decide } from './decide.ts';

const wheel = (file: string, sha256 = 'a'.repeat(64)): Artifact => ({
  kind: 'wheel',
  package: 'demo',
  version: '1.0.0',
  file,
  path: `dist/${file}`,
  sha256,
  bytes: 10,
});

describe('decide', () => {
  it('publishes what is not there', () => {
    const { actions, findings } = decide('PyPI', [wheel('one.whl')], new Map());
    expect(actions).toMatchObject([{ decision: 'publish', file: 'one.whl' }]);
    expect(findings).toEqual([]);
  });

  it('leaves what is there with the same bytes, and completes the rest of a half release', () => {
    const live = new Map([['one.whl', 'a'.repeat(64)]]);
    const { actions } = decide('PyPI', [wheel('one.whl'), wheel('two.whl')], live);
    expect(actions.map(({ decision }) => decision)).toEqual(['already-there', 'publish']);
  });

  it('SLW402: other bytes are a conflict, and block the files that are not there yet', () => {
    const live = new Map([['one.whl', 'b'.repeat(64)]]);
    const { actions, findings } = decide('PyPI', [wheel('one.whl'), wheel('two.whl')], live);
    expect(actions.map(({ decision }) => decision)).toEqual(['conflict', 'blocked']);
    expect(findings).toMatchObject([{ code: 'SLW402', file: 'dist/one.whl', severity: 'error' }]);
    expect(findings[0]?.message).toContain('b'.repeat(64));
  });

  it('takes a file whose digest the registry does not tell for another one', () => {
    const { findings } = decide('PyPI', [wheel('one.whl')], new Map([['one.whl', null]]));
    expect(findings).toMatchObject([{ code: 'SLW402' }]);
  });
});
