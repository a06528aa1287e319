import { anyTagPublishes } from '@slipway/release/finding';
import { publishesThrough } from '../release-workflow/index.ts';
import { firedByTag, type Trigger } from '../workflow/index.ts';
import { isPackageRegistry, registriesOf, type Check } from './context.ts';

/** Tags that name no version of anything. A workflow that certainly publishes on both asks nothing of them. */
const strangers = ['experiment', 'keep'];

/** A workflow that publishes whatever tag is pushed. */
export const checkAnyTag: Check = ({ workflows }) =>
  workflows.flatMap((workflow) => {
    const [first, second] = strangers.map((tag) => firedByTag(workflow, tag));
    if (!first || !second) return [];
    const publishes = publishesThrough(workflow, workflows, strangers[0]!).filter(
      ({ registry, onTag }) => onTag === true && isPackageRegistry(registry),
    );
    if (publishes.length === 0) return [];
    const at = { file: workflow.file, line: first.line };
    const context = { trigger: describe(first), registries: registriesOf(publishes) };
    return [anyTagPublishes.at(at, context)];
  });

function describe({ event, tags, tagsIgnore }: Trigger): string {
  if (event !== 'push') return `\`on: ${event}\``;
  if (tags) return `\`on: push: tags: [${tags.map((tag) => `'${tag}'`).join(', ')}]\``;
  return tagsIgnore ? '`on: push: tags-ignore`' : '`on: push` without a filter';
}
