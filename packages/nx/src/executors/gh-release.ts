import type { ExecutorContext } from '@nx/devkit';
import { savedAttestations } from '@slipway/release/attestation';
import { publishRelease } from '@slipway/release/publish';
import { join } from 'node:path';
import { artifactsByPackage } from '../run/artifacts.ts';
import { isDryRun, openDestination } from '../run/destination.ts';
import { releasePageFile } from '../run/page.ts';
import { writeChecksums, writeSbom } from '../run/release-files.ts';
import { writeText } from '../run/release-text.ts';
import { runStage, type StageOptions } from '../run/stage.ts';

interface ReleaseOptions extends StageOptions {
  readonly targets: readonly string[];
}

/** The GitHub release: notes, artifacts, attestations, SHA256SUMS, bill of materials. */
export default function ghRelease(options: ReleaseOptions, context: ExecutorContext) {
  return runStage('gh-release', options, context, async (stage) => {
    const { repository } = await stage.subject.cut();
    const commit = await stage.subject.commit();
    const destination = await openDestination(stage, commit);
    const isDry = await isDryRun(options, stage);
    const { github, repository: name } = destination;
    if (!github || !name) {
      console.log(`${destination.name} has no GitHub releases: nothing to do.`);
      return;
    }
    const text = await writeText(stage);
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
