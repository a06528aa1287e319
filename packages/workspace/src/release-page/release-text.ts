import { join } from 'node:path';
import { previousTag, renderNotes } from '@slipway/release/changelog';
import { releaseTag } from '@slipway/release/plan';
import type { ReleaseText } from '@slipway/release/registry';
import { isPublished, scopeOf } from '../subject/index.ts';
import type { Place, Matter } from '../stage/index.ts';

const notesFile = 'dist/release/notes.md';

/** Where gh-release leaves the address of the release's page for the summary. */
export const releasePageFile = 'dist/release/page.txt';

/**
 * What the GitHub release of this commit says; the notes are left in `dist/release`.
 * @throws SlipwayError SLW001, SLW003 when git does not tell the commits.
 */
export async function writeText(stage: Place & Matter): Promise<ReleaseText> {
  const { root, ports } = stage.workshop;
  const { repository, stays } = await stage.subject.selection();
  const commit = await stage.subject.commit();
  const { formats } = await stage.subject.tags();
  const tag = releaseTag(repository, formats, commit.tags);
  // Where only a part is released, the notes tell of that part.
  const published = [...repository.crates, ...repository.pythons].filter(isPublished);
  const paths = stays.length > 0 ? scopeOf({ packages: published }, repository).paths : [];
  const notes = await renderNotes({
    directory: root,
    ports,
    paths,
    from: previousTag(
      tag.earlier.filter(({ reachable }) => reachable),
      tag.version,
    ),
    version: tag.version,
    tag: tag.expected,
    date: commit.date,
    repositoryUrl: commit.repository ? `https://github.com/${commit.repository}` : null,
  });
  await ports.files.write(join(root, notesFile), notes);
  const prerelease = tag.version.includes('-');
  return { tag: tag.expected, commit: commit.id, title: tag.expected, notes, prerelease };
}
