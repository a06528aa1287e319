import type { TagFormat } from '@slipway/release/plan';

const number = '[0-9]+';

/**
 * Patterns of GitHub's `on: push: tags` for the tags that release something, as narrow as its syntax allows within
 * `most` lines: numbers, and numbers with a pre-release behind, as the tags that are there spell one; one pattern a
 * format where these are too many; then one for all formats that differ in a name alone; and one for all. A tag that
 * is of no release passes the wider ones, and the workflow that it starts publishes nothing (SLW502). Formats that
 * name no package that is published now are left out. Pure.
 */
export function tagGlobs(formats: readonly TagFormat[], most = Number.POSITIVE_INFINITY): string[] {
  const used = formats.filter(({ packages }) => packages.length > 0);
  const written = (used.length > 0 ? used : [usual]).toSorted((a, b) =>
    a.format < b.format ? -1 : 1,
  );
  const shortest = written.some(({ format, tags }) => versionsOf(format, tags).some(isShort))
    ? `${number}.${number}*`
    : `${full}*`;
  const choices = [
    written.flatMap(narrow),
    written.map(({ format }) => around(format, shortest)),
    written.map(({ format }) => withoutName(format, shortest)),
  ].map((globs) => [...new Set(globs)]);
  return choices.find(({ length }) => length <= most) ?? [`**${shortest}`];
}

type Written = Pick<TagFormat, 'format' | 'tags'>;

const usual: Written = { format: 'v{version}', tags: [] };

function narrow({ format, tags }: Written): string[] {
  const versions = versionsOf(format, tags);
  return spellings
    .filter(({ isUsual, like }) => isUsual || versions.some((version) => like.test(version)))
    .map(({ glob }) => around(format, glob));
}

/** `tide-core-v{version}` and `tide-py-v{version}` are both `*-v…`. */
function withoutName(format: string, version: string): string {
  const [before = ''] = format.split('{version}');
  const separator = /(?:[-_/@.]v?|^v?)$/.exec(before)?.[0] ?? '';
  return before === separator ? around(format, version) : `**${literal(separator)}${version}`;
}

function around(format: string, version: string): string {
  const [before = '', after = ''] = format.split('{version}').map(literal);
  return `${before}${version}${after}`;
}

function versionsOf(format: string, tags: Written['tags']): string[] {
  const start = format.indexOf('{version}');
  return tags.map(({ name }) => name.slice(start));
}

const full = `${number}.${number}.${number}`;
const isShort = (version: string): boolean => /^\d+\.\d+$/.test(version);

/** How tags write versions; usual ones are expected before any is there. */
const spellings = [
  { glob: `${number}.${number}`, like: /^\d+\.\d+$/, isUsual: false },
  { glob: full, like: /^\d+\.\d+\.\d+$/, isUsual: true },
  { glob: `${full}-*`, like: /-/, isUsual: true },
  { glob: `${full}[abr]*`, like: /\d(a|b|rc)\d/, isUsual: false },
  { glob: `${full}.[adpr]*`, like: /\d\.(a|dev|post|pre|rc)/, isUsual: false },
];

/** The text alone, where a pattern has other meanings for its characters. */
function literal(text: string): string {
  return text.replaceAll(/[\\*?+[\]!]/g, '\\$&');
}
