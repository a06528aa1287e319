import { publishTwice } from '@slipway/release/finding';
import { publishesThrough } from '../release-workflow/index.ts';
import { exampleOf, firedByTag, type Workflow } from '../workflow/index.ts';
import { isPackageRegistry, registriesOf, type Check } from './context.ts';

/** Several workflows that upload to one registry when one tag is pushed. */
export const checkPublishTwice: Check = ({ workflows }) => {
  const reported = new Set<string>();
  return tagsOf(workflows).flatMap((tag) => {
    const firing = workflows.filter((workflow) => firedByTag(workflow, tag));
    const publishers = rivals(
      firing.map((workflow) => ({
        workflow,
        publishes: publishesThrough(workflow, workflows, tag).filter(
          ({ registry, onTag }) => onTag !== false && isPackageRegistry(registry),
        ),
      })),
    );
    const key = publishers.map(({ workflow }) => workflow.file).join();
    const [first] = publishers;
    if (!first || reported.has(key)) return [];
    reported.add(key);
    const at = { file: first.workflow.file, line: firedByTag(first.workflow, tag)!.line };
    const named = publishers.map(({ workflow, publishes }) => ({
      file: workflow.file,
      registries: registriesOf(publishes),
    }));
    const waiting = firing.filter(
      (one) => firedByTag(one, tag)?.tags || publishers.some(({ workflow }) => workflow === one),
    );
    return [publishTwice.at(at, { tag, publishers: named, waiting: waiting.length })];
  });
};

interface Publisher {
  readonly workflow: Workflow;
  readonly publishes: readonly { readonly registry: string }[];
}

/** Those that share a registry with another; each to its own is an order of its own, not a race. */
function rivals<P extends Publisher>(publishers: readonly P[]): P[] {
  return publishers.filter((one) =>
    publishers.some(
      (other) =>
        other !== one &&
        other.publishes.some(({ registry }) =>
          one.publishes.some((mine) => mine.registry === registry),
        ),
    ),
  );
}

/** One tag for each pattern that some workflow waits for. */
function tagsOf(workflows: readonly Workflow[]): string[] {
  const globs = workflows.flatMap(({ triggers }) =>
    triggers.flatMap(({ event, tags }) => (event === 'push' ? (tags ?? ['v*']) : [])),
  );
  return [...new Set(globs.filter((glob) => !glob.startsWith('!')).map(exampleOf))];
}
