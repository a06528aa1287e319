import { showStatus } from '@slipway/release/report';
import {
  checkRow,
  checkTable,
  type StageOptions,
  type Host,
  type Place,
  type Matter,
  type Way,
} from '../stage/index.ts';
import {
  foreignFiles,
  lookUntilThere,
  standingOf,
  seenChecksums,
  withPlaces,
  type VerifyPlaces,
} from '../standing/index.ts';
import { installChecks, pythonChecks } from '../installing/index.ts';
import { refuseToInstall } from '../credential/index.ts';
import { newestTag, releasedAs, releasedHere, type Released } from '../released/index.ts';
import { runStage } from '../report/index.ts';

export interface VerifyOptions extends StageOptions {
  readonly tag?: string;
}

/** Takes a release as its users do: every file downloaded, installed in clean folders, its attestations verified. */
export function verify(options: VerifyOptions, host: Host) {
  return runStage('verify', options, host, async (stage) => {
    refuseToInstall(stage);
    await withPlaces(stage, async (places) => {
      const released = await subjectOf(options.tag, stage);
      const seen = await placesToAsk(released, places, stage);
      const look = () => standingOf(released, seen, null, stage);
      const standing = await lookUntilThere(look, stage);
      standing.actions.forEach(stage.action);
      const { tag } = released;
      stage.show(showStatus({ tag, repository: places.repository }, standing.actions, stage.paint));
      stage.found(standing.findings);
      // What a rehearsal has left may be of an earlier commit.
      const commit = isOfHead(options, stage) ? null : released.commit;
      const python = await pythonChecks(released, commit, standing, places, stage);
      const foreign = [...foreignFiles(standing, places.pypi.title), ...python.foreign];
      const rows = [
        ...python.rows,
        ...(await installChecks(released, standing, foreign, places, stage)),
      ];
      stage.checked(rows.map(checkRow));
      stage.show(checkTable(rows, stage.paint));
      stage.found(
        rows.flatMap((row) => row.findings),
        'shown',
      );
    });
  });
}

/** GitHub is asked without a token; where an earlier look has left what it has, it is not asked again. */
async function placesToAsk(
  released: Released,
  places: VerifyPlaces,
  stage: Place,
): Promise<VerifyPlaces> {
  const { github } = places;
  if (!github || github.token !== null) return places;
  const isSeen = (await seenChecksums(released, stage)) !== null;
  if (isSeen) stage.workshop.progress('GitHub: its release was compared by release:status here.');
  return isSeen ? { ...places, github: null } : places;
}

function isOfHead({ tag }: VerifyOptions, { destination }: Way): boolean {
  return destination === 'rehearsal' && tag === undefined;
}

/** A rehearsal is of this commit, and of the platforms that were built for it. */
async function subjectOf(tag: string | undefined, stage: Place & Matter & Way): Promise<Released> {
  if (stage.destination !== 'rehearsal') return releasedAs(tag ?? (await newestTag(stage)), stage);
  const released = tag === undefined ? await releasedHere(stage) : await releasedAs(tag, stage);
  return { ...released, settings: { ...released.settings, platforms: [] } };
}
