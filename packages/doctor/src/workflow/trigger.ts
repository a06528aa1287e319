import type { Input, Trigger } from './model.ts';
import { child, entriesOf, textOf, valuesOf, type Node } from './node.ts';

/** Takes the node of `on`: an event, a list of events, or a mapping of events to their filters. */
export function readTriggers(node: Node | undefined): Trigger[] {
  if (!node) return [];
  if (node.kind === 'mapping') {
    return [...node.entries].map(([event, entry]) => readTrigger(event, entry.line, entry.node));
  }
  const nodes = node.kind === 'list' ? node.items : [node];
  return nodes.flatMap((one) => {
    const event = textOf(one);
    return event === null ? [] : [readTrigger(event, one.line, undefined)];
  });
}

function readTrigger(event: string, line: number, filters: Node | undefined): Trigger {
  const crons =
    filters?.kind === 'list' ? filters.items.map((one) => textOf(child(one, 'cron'))) : [];
  return {
    event,
    line,
    branches: valuesOf(child(filters, 'branches')),
    branchesIgnore: valuesOf(child(filters, 'branches-ignore')),
    tags: valuesOf(child(filters, 'tags')),
    tagsIgnore: valuesOf(child(filters, 'tags-ignore')),
    types: valuesOf(child(filters, 'types')),
    inputs: readInputs(child(filters, 'inputs')),
    crons: crons.filter((cron) => cron !== null),
  };
}

/** Takes the node of `inputs`: of a dispatch, of a callable workflow, or of an action. */
export function readInputs(node: Node | undefined): ReadonlyMap<string, Input> {
  const inputs = new Map<string, Input>();
  for (const [name, { node: input, line }] of entriesOf(node)) {
    inputs.set(name, {
      line,
      type: textOf(child(input, 'type')) ?? 'string',
      required: textOf(child(input, 'required')) === 'true',
      fallback: textOf(child(input, 'default')),
    });
  }
  return inputs;
}
