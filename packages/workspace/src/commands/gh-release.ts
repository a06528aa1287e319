import { savedAttestations } from '@slipway/release/attestation';
import { publishRelease } from '@slipway/release/publish';
import { join } from 'node:path';
import { artifactsByPackage } from '../builds/index.ts';
import { isDryRun, openDestination } from '../destination/index.ts';
import { releasePageFile, writeChecksums, writeSbom, writeText } from '../release-page/index.ts';
import { runStage } from '../report/index.ts';
import type { StageOptions, Host } from '../stage/index.ts';

export interface ReleaseOptions extends StageOptions {
  readonly targets: readonly string[];
}

/** The GitHub release: notes, artifacts, attestations, SHA256SUMS, bill of materials. */
export function ghRelease(options: ReleaseOptions, host: Host) {
  return runStage('gh-release', options, host, async (stage) => {
    const { repository } = await stage.subject.selection();
    const commit = await stage.subject.commit();
    const destination = await openDestination(stage, commit);
    const isDry = await isDryRun(options, stage);
    const { github, repository: name } = destination;
    if (!github || !name) {
      stage.show(`${destination.name} has no GitHub releases: nothing to do.`);
      return;
    }
    const text = await writeText(stage);
    if (isDry) return stage.show(text.notes);
    const released = await artifactsByPackage(repository, options.targets, stage);
    const artifacts = [...released.crates, ...released.python.flatMap((one) => one.artifacts)];
    const attestations = await savedAttestations(artifacts, stage.workshop);
    const sums = await writeChecksums(artifacts, text.tag, stage);
    const sbom = await writeSbom(released, repository, commit, text.tag, stage);
    const assets = [...artifacts, ...attestations, sums, sbom];
    const target = { ...destination, github, repository: name };
    const page = await publishRelease(text, assets, target, stage.workshop, stage);
    await stage.workshop.ports.files.write(join(stage.root, releasePageFile), `${page}\n`);
    stage.show(text.notes);
  });
}
