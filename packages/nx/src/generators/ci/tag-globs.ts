import type { TagFormat } from '@slipway/release/plan';

const number = '[0-9]+';

/**
 * Patterns of GitHub's `on: push: tags` for the tags that release something, as narrow as its syntax allows:
 * numbers, and numbers with a pre-release behind, as the tags that are there spell one. Formats that name no
 * package that is published now are left out. Pure.
 */
export function tagGlobs(formats: readonly TagFormat[]): string[] {
  const used = formats.filter(({ packages }) => packages.length > 0);
  const written = used.length > 0 ? used : [{ format: 'v{version}', tags: [] }];
  return written
    .toSorted((a, b) => (a.format < b.format ? -1 : 1))
    .flatMap(({ format, tags }) => {
      const [before = '', after = ''] = format.split('{version}').map(literal);
      const start = format.indexOf('{version}');
      const versions = tags.map(({ name }) => name.slice(start));
      return spellings
        .filter(({ isUsual, like }) => isUsual || versions.some((version) => like.test(version)))
        .map(({ glob }) => `${before}${glob}${after}`);
    });
}

const full = `${number}.${number}.${number}`;

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
