import { isFor, type TagFormat } from '@slipway/release/plan';
import { readPypiTag } from '@slipway/release/version';
import type { TagsFor } from './package-standing.ts';

/**
 * The tags that may name a version of a package: those with its name, its folder, or nothing before the version.
 * @param names every tag of the repository: the formats leave out what only PyPI can say
 */
export function tagsFor(formats: readonly TagFormat[], names: readonly string[] = []): TagsFor {
  const tagged = [
    ...formats.flatMap(({ prefix, tags }) => tags.map(({ version }) => ({ prefix, version }))),
    ...names.flatMap((name) => readPypiTag(name) ?? []),
  ];
  return (one) => tagged.filter(({ prefix }) => prefix === '' || isFor(one, prefix));
}
