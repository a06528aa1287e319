import { insertion, type Edit } from './edit.ts';
import type { Line, Outline } from './outline.ts';
import { tagOf, type ReleaseHeading } from './render.ts';
import { parseRepositoryUrl } from './repository-url.ts';

/** The page that compares a release with the one before, or shows the first; null when nothing is linked. */
export function releaseUrl(release: ReleaseHeading): string | null {
  const base = repositoryPage(release);
  if (base === null) return null;
  const { from } = release;
  return from === null
    ? `${base}/releases/tag/${tagOf(release)}`
    : `${base}/compare/${from}...${tagOf(release)}`;
}

function repositoryPage({ repositoryUrl }: ReleaseHeading): string | null {
  const linked = parseRepositoryUrl(repositoryUrl);
  return linked && `${linked.host}/${linked.owner}/${linked.repository}`;
}

interface CompareLink {
  readonly label: string;
  /** Up to the first tag. */
  readonly base: string;
  readonly left: string;
  readonly right: string;
  readonly line: Line;
}

function compareLink(line: Line): CompareLink[] {
  const found = /^\s*\[([^\]]+)\]:\s*(\S*\/compare\/)(\S+?)\.\.\.?(\S+)/.exec(line.text);
  if (!found) return [];
  const [, label, base, left, right] = found;
  return [{ label: label!, base: base!, left: left!, right: right!, line }];
}

/** Where a text ends, and whether with a line break. */
interface End {
  readonly at: number;
  readonly eol: string;
  readonly complete: boolean;
}

/**
 * What becomes of the link definitions at the end: that of Unreleased begins at the new tag, and the new
 * version gets one of its own where its heading refers to it, in the form of those that stand there.
 */
export function editLinks(
  outline: Outline,
  label: string | null,
  release: ReleaseHeading,
  end: End,
): Edit[] {
  const links = outline.links.flatMap(compareLink);
  const unreleased = links.find((link) => /^unreleased$/i.test(link.label));
  const newest = unreleased ?? links[0];
  if (newest) {
    const last = unreleased ? newest.left : newest.right;
    const tag = release.tag ?? tagOf({ ...release, from: release.from ?? last });
    const url = `${newest.base}${release.from ?? last}...${tag}`;
    const own = label === null ? '' : `[${label}]: ${url}${end.eol}`;
    const { start, next, end: lineEnd } = newest.line;
    if (!unreleased) return [insertion(start, own)];
    const moved = newest.line.text.replace(
      `${newest.base}${newest.left}`,
      () => `${newest.base}${tag}`,
    );
    // A last line without a line break gets one, and gives its lack of it to the new last line.
    const below = own && next === lineEnd ? `${end.eol}${own.trimEnd()}` : own;
    return [{ start, end: lineEnd, text: moved }, insertion(next, below)];
  }
  return label === null ? [] : newLinks(outline, label, release, end);
}

/** The first link definitions of a changelog that has none in that form. */
function newLinks(outline: Outline, label: string, release: ReleaseHeading, end: End): Edit[] {
  const { eol } = end;
  const url = releaseUrl(release);
  if (url === null) return [];
  const own = `[${label}]: ${url}`;
  const first = outline.links[0];
  if (first) return [insertion(first.start, `${own}${eol}`)];
  const next = `[Unreleased]: ${repositoryPage(release)}/compare/${tagOf(release)}...HEAD`;
  const lines = outline.unreleased?.text.startsWith('[') ? `${next}${eol}${own}` : own;
  return [insertion(end.at, end.complete ? `${eol}${lines}${eol}` : `${eol}${eol}${lines}`)];
}
