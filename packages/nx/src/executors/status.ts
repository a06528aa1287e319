import type { ExecutorContext } from '@nx/devkit';
import { showStatus } from '@slipway/release/report';
import { keepIssue } from '../run/issue.ts';
import { lookUntilThere } from '../run/later-looks.ts';
import { lookPlaces } from '../run/look-places.ts';
import { newestTag, releasedAs } from '../run/released.ts';
import { paint, runStage, show, type Stage, type StageOptions } from '../run/stage.ts';
import { standingOf } from '../run/standing.ts';
import { tagsFor } from '../run/tags-for.ts';
import type { TagsFor } from '../run/package-standing.ts';

interface StatusOptions extends StageOptions {
  readonly tag?: string;
  /** Whether one issue at GitHub tells what is wrong. */
  readonly issue?: boolean;
  /** Whether what is missing may take some minutes to show. */
  readonly wait?: boolean;
}

/** How a release stands: what ought to be at each registry, and what is. Reads only. */
export default function status(given: StatusOptions, context: ExecutorContext) {
  const options = { ...given, destination: given.destination ?? 'production' };
  return runStage('status', options, context, async (stage) => {
    const tag = options.tag ?? (await newestTag(stage));
    const released = await releasedAs(tag, stage);
    const places = await lookPlaces(stage);
    const tags = await allTags(stage);
    const look = () => standingOf(released, places, tags, stage);
    const { actions, findings } = await (options.wait ? lookUntilThere(look, stage) : look());
    actions.forEach(stage.action);
    show(showStatus({ tag, repository: places.repository }, actions, paint));
    stage.found(findings);
    if (options.issue) await keepIssue(tag, findings, places, stage);
  });
}

async function allTags({ subject }: Pick<Stage, 'subject'>): Promise<TagsFor> {
  const [{ formats, others }, { tags }] = await Promise.all([subject.tags(), subject.commit()]);
  return tagsFor(formats, [...tags, ...others.map(({ name }) => name)]);
}
