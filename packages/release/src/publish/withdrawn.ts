import type { GithubRelease, ReleaseWords } from '../registry/index.ts';
import { readTag } from '../version/index.ts';

const suffix = ' (withdrawn)';
const [begin, end] = ['<!-- slipway: withdrawn -->', '<!-- slipway: end -->'];

type Words = Pick<GithubRelease, 'title' | 'body' | 'prerelease' | 'tag'>;

/** Whether a release says that it was withdrawn. */
export function isWithdrawn({ body }: Pick<Words, 'body'>): boolean {
  return body.startsWith(begin);
}

/**
 * What a withdrawn release says: that it was, and why. Its files stay, since they are what people verify with. Pure.
 */
export function withdrawnWords(release: Words, reason: string | null): ReleaseWords {
  const { title, body } = restoredWords(release);
  const why = reason === null ? '' : ` ${oneLine(reason)}`;
  const note = `> [!CAUTION]\n> This release was withdrawn: do not use it.${why}`;
  return {
    title: `${title}${suffix}`,
    body: `${begin}\n${note}\n${end}\n\n${body}`,
    prerelease: true,
    mayBeLatest: false,
  };
}

/** What it said before. A version with a hyphen is a pre-release by itself. Pure. */
export function restoredWords({ title, body, tag }: Words): ReleaseWords {
  const prerelease = readTag(tag)?.version.includes('-') ?? false;
  const shown = title || tag;
  return {
    title: shown.endsWith(suffix) ? shown.slice(0, -suffix.length) : shown,
    body: withoutNote(body),
    prerelease,
    mayBeLatest: !prerelease,
  };
}

/** Neither a line break nor a comment of its own may end the note. */
function oneLine(text: string): string {
  return text
    .replaceAll(/<!--|-->/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function withoutNote(body: string): string {
  if (!isWithdrawn({ body })) return body;
  const last = body.indexOf(end);
  return body.slice(last === -1 ? begin.length : last + end.length).trimStart();
}
