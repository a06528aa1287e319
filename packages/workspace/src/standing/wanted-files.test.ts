import type { PythonPackage } from '@slipway/release/manifest';
import { comparePackage } from '@slipway/release/plan';
import { expect, it } from 'vitest';
import type { Released } from '../released/index.ts';
import { wantedPython } from './wanted-files.ts';

const python = {
  name: 'tide',
  normalizedName: 'tide',
  abi3: '3.9',
  version: { value: '0.3.1' },
} as unknown as PythonPackage;
const released = {
  tag: 'v0.3.1',
  settings: { platforms: ['x86_64-unknown-linux-gnu'] },
} as unknown as Released;

const wheel = (policy: string): string => `tide-0.3.1-cp39-abi3-${policy}_x86_64.whl`;
const [here, there] = ['a'.repeat(64), 'b'.repeat(64)];

it('a wheel that is known by its tags is not compared with another one of the same platform', () => {
  const digests = new Map([[wheel('manylinux_2_17'), here]]);
  const known = { digests, source: 'the GitHub release of v0.3.1', isWhole: false };
  const wanted = wantedPython(python, 'PyPI', released, known);
  const found = (policy: string): string[] => {
    const files = [{ file: wheel(policy), sha256: there, yanked: false }];
    const openness = { since: null, until: null, isClosed: false };
    const { findings } = comparePackage(wanted, { files, openness, newest: null });
    return findings.map(({ code }) => code);
  };
  // The sdist is missing in both.
  expect(found('manylinux_2_28')).toEqual(['SLW410']);
  expect(found('manylinux_2_17')).toEqual(['SLW410', 'SLW442']);
});
