import type { ExecutorContext } from '@nx/devkit';
import { showStatus } from '@slipway/release/report';
import { checkRow, checkTable } from '../run/check-table.ts';
import { foreignFiles } from '../run/foreign-files.ts';
import { installChecks } from '../run/install-checks.ts';
import { lookUntilThere } from '../run/later-looks.ts';
import { pythonChecks } from '../run/python-checks.ts';
import { newestTag, releasedAs, releasedHere, type Released } from '../run/released.ts';
import { paint, runStage, show, type Stage, type StageOptions } from '../run/stage.ts';
import { standingOf } from '../run/standing.ts';
import { withPlaces } from '../run/verify-places.ts';

interface VerifyOptions extends StageOptions {
  readonly tag?: string;
}

/** Takes a release as its users do: every file downloaded, installed in clean folders, its attestations verified. */
export default function verify(options: VerifyOptions, context: ExecutorContext) {
  return runStage('verify', options, context, (stage) =>
    withPlaces(stage, async (places) => {
      const released = await subjectOf(options.tag, stage);
      const look = () => standingOf(released, places, null, stage);
      const standing = await lookUntilThere(look, stage);
      standing.actions.forEach(stage.action);
      const { tag } = released;
      show(showStatus({ tag, repository: places.repository }, standing.actions, paint));
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
      show(checkTable(rows));
      stage.found(
        rows.flatMap((row) => row.findings),
        'shown',
      );
    }),
  );
}

function isOfHead({ tag }: VerifyOptions, { destination }: Stage): boolean {
  return destination === 'rehearsal' && tag === undefined;
}

/** A rehearsal is of this commit, and of the platforms that were built for it. */
async function subjectOf(tag: string | undefined, stage: Stage): Promise<Released> {
  if (stage.destination !== 'rehearsal') return releasedAs(tag ?? (await newestTag(stage)), stage);
  const released = tag === undefined ? await releasedHere(stage) : await releasedAs(tag, stage);
  return { ...released, settings: { ...released.settings, platforms: [] } };
}
