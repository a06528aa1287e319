import { expect, it } from 'vitest';
import { readRepository } from '../../../packages/release/src/manifest/index.ts';
import { precedingCrates } from '../../../packages/release/src/plan/index.ts';
import { chains } from './chains.ts';

it('each crate is over the one before it, and chains know nothing of each other', () => {
  const texts = chains(3, 4);
  const { crates } = readRepository(texts, [...texts.keys()], {});
  expect(crates).toHaveLength(12);
  const preceding = precedingCrates(crates);
  expect(preceding.get('link-0-0')).toEqual([]);
  expect(preceding.get('link-2-3')).toEqual(['link-2-2']);
});
