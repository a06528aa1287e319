import { isFor, type TagFormat } from '@slipway/release/plan';
import type { TagsFor } from './package-standing.ts';

/** The tags that may name a version of a package: those with its name, its folder, or nothing before the version. */
export function tagsFor(formats: readonly TagFormat[]): TagsFor {
  return (one) =>
    formats.filter(({ prefix }) => prefix === '' || isFor(one, prefix)).flatMap(({ tags }) => tags);
}
