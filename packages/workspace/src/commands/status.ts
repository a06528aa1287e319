import { showStatus } from '@slipway/release/report';
import {
  keepIssue,
  lookUntilThere,
  lookPlaces,
  standingOf,
  tagsFor,
  type TagsFor,
} from '../standing/index.ts';
import { newestTag, releasedAs } from '../released/index.ts';
import { type Stage, type StageOptions, type Host } from '../stage/index.ts';
import { runStage } from '../report/index.ts';

export interface StatusOptions extends StageOptions {
  readonly tag?: string;
  /** Whether one issue at GitHub tells what is wrong. */
  readonly issue?: boolean;
  /** Whether what is missing may take some minutes to show. */
  readonly wait?: boolean;
}

/** How a release stands: what ought to be at each registry, and what is. Reads only. */
export function status(given: StatusOptions, host: Host) {
  const options = { ...given, destination: given.destination ?? 'production' };
  return runStage('status', options, host, async (stage) => {
    const tag = options.tag ?? (await newestTag(stage));
    const released = await releasedAs(tag, stage);
    const places = await lookPlaces(stage);
    const tags = await allTags(stage);
    const look = () => standingOf(released, places, tags, stage);
    const { actions, findings } = await (options.wait ? lookUntilThere(look, stage) : look());
    actions.forEach(stage.action);
    stage.show(showStatus({ tag, repository: places.repository }, actions, stage.paint));
    stage.found(findings);
    if (options.issue) await keepIssue(tag, findings, places, stage);
  });
}

async function allTags({ subject }: Pick<Stage, 'subject'>): Promise<TagsFor> {
  const [{ formats, others }, { tags }] = await Promise.all([subject.tags(), subject.commit()]);
  return tagsFor(formats, [...tags, ...others.map(({ name }) => name)]);
}
