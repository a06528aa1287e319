import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Finding } from '../finding/index.ts';
import { aCrate, anSdist, aWheel } from './archives.fixture.ts';
import { checkCrate, readCrate } from './crate.ts';
import { checkSdist, readSdist } from './sdist.ts';
import { checkWheel } from './wheel-check.ts';
import { readWheel } from './wheel.ts';

const plan = { file: 'f', name: 'rocket-py', version: '1.2.3' };
const wheel = aWheel();
const sdist = anSdist();

const READERS: readonly [string, Buffer, (bytes: Uint8Array) => Promise<Finding[]>][] = [
  [
    'wheel',
    wheel.bytes,
    async (bytes) =>
      checkWheel(await readWheel(bytes, wheel.fileName), { ...plan, platformTags: 'pypi' }),
  ],
  ['sdist', sdist.bytes, async (bytes) => checkSdist(await readSdist(bytes, sdist.fileName), plan)],
  [
    'crate',
    aCrate(),
    async (bytes) =>
      checkCrate(await readCrate(bytes), {
        file: 'rocket-1.2.3.crate',
        name: 'rocket',
        version: '1.2.3',
      }),
  ],
];

it.each(READERS)('SLW220: random bytes are no %s', async (_, __, check) => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (bytes) => {
      expect((await check(bytes)).map(({ code }) => code)).toEqual(['SLW220']);
    }),
    { numRuns: 100 },
  );
});

it.each(READERS)('a %s that was cut off anywhere gives SLW220', async (_, whole, check) => {
  expect(await check(whole)).toEqual([]);
  const lengths = [0, 1, 2, 10, 30, 100, whole.length - 30, whole.length - 9, whole.length - 1];
  for (const length of [...lengths, ...steps(whole.length)]) {
    const found = await check(whole.subarray(0, length));
    expect(
      found.map(({ code }) => code),
      `cut at ${length}`,
    ).toEqual(['SLW220']);
  }
});

function steps(length: number): number[] {
  return Array.from({ length: 40 }, (_, at) => Math.floor((at * length) / 40));
}

it.each(READERS)(
  'a %s with any bytes changed is read to the end, never a crash',
  async (_, whole, check) => {
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        expect(Array.isArray(await check(bytes))).toBe(true);
      }),
      { numRuns: 200 },
    );
  },
);
