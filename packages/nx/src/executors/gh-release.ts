import type { ExecutorContext } from '@nx/devkit';
import { savedAttestations } from '@slipway/release/attestation';
import { previousTag, renderNotes } from '@slipway/release/changelog';
import { releaseTag, type ReleaseTag } from '@slipway/release/plan';
import type { Commit } from '@slipway/release/history';
import { publishRelease } from '@slipway/release/publish';
import type { ReleaseText } from '@slipway/release/registry';
import { join } from 'node:path';
import { artifactsByPackage } from '../run/artifacts.ts';
import { isDryRun, openDestination } from '../run/destination.ts';
import { releasePageFile } from '../run/page.ts';
import { writeChecksums, writeSbom } from '../run/release-files.ts';
import { isPublished } from '../run/repository.ts';
import { scopeOf } from '../run/scope.ts';
import { runStage, type Stage, type StageOptions } from '../run/stage.ts';

interface ReleaseOptions extends StageOptions {
  readonly targets: readonly string[];
}

const notesFile = 'dist/release/notes.md';

/** The GitHub release: notes, artifacts, attestations, SHA256SUMS, bill of materials. */
export default function ghRelease(options: ReleaseOptions, context: ExecutorContext) {
  return runStage('gh-release', options, context, async (stage) => {
    const { repository, stays } = await stage.subject.cut();
    const commit = await stage.subject.commit();
    const destination = await openDestination(stage, commit);
    const isDry = await isDryRun(options, stage);
    const { github, repository: name } = destination;
    if (!github || !name) {
      console.log(`${destination.name} has no GitHub releases: nothing to do.`);
      return;
    }
    const { formats } = await stage.subject.tags();
    const tag = releaseTag(repository, formats, commit.tags);
    // Where only a part is released, the notes tell of that part.
    const published = [...repository.crates, ...repository.pythons].filter(isPublished);
    const paths = stays.length > 0 ? scopeOf({ packages: published }, repository).paths : [];
    const text = await writeText(tag, paths, commit, stage);
    if (isDry) return console.log(text.notes);
    const released = await artifactsByPackage(repository, options.targets, stage);
    const artifacts = [...released.crates, ...released.python.flatMap((one) => one.artifacts)];
    const attestations = await savedAttestations(artifacts, stage.workshop);
    const sums = await writeChecksums(artifacts, text.tag, stage);
    const sbom = await writeSbom(released, repository, commit, text.tag, stage);
    const assets = [...artifacts, ...attestations, sums, sbom];
    const target = { ...destination, github, repository: name };
    const page = await publishRelease(text, assets, target, stage.workshop, stage);
    await stage.workshop.ports.files.write(join(stage.root, releasePageFile), `${page}\n`);
    console.log(text.notes);
  });
}

async function writeText(
  tag: ReleaseTag,
  paths: readonly string[],
  commit: Commit,
  stage: Stage,
): Promise<ReleaseText> {
  const { root, ports } = stage.workshop;
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
