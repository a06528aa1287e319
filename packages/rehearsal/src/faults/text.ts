import type { Fault, FaultMatch } from './fault.ts';
import { describeKinds, findKind } from './kinds.ts';

/** Of a kind that a person can mend: says what is wrong, and what there is. */
export class FaultTextError extends Error {}

/** How a fault is written. */
export const faultSyntax = 'WHAT[:SECONDS]@METHOD PATH [NTH]';

const pattern = /^([^\s:@]+)(?::(\d+(?:\.\d+)?))?@([A-Za-z]+|\*) +(\S+)(?: +([1-9]\d*|\*))?$/;

/**
 * Reads a fault such as `503@PUT /api/v1/crates/new 2`: what happens to the second request of this method and path.
 * A path from its first slash on is a whole one, with or without the registry's own part and its query, and `N` is
 * any number in it; another is a part of one. `*` is any method, or every request; the first one is meant where no number stands.
 * @throws FaultTextError with all kinds there are.
 */
export function readFault(text: string): Fault {
  const [, what, given, method, path, nth = '1'] = pattern.exec(text.trim()) ?? [];
  if (!what || !method || !path) throw wrong(text, `it is not ${faultSyntax}`);
  const kind = findKind(what);
  if (!kind) throw wrong(text, `there is no ${what}`);
  if (given !== undefined && kind.seconds === null) throw wrong(text, `${what} takes no seconds`);
  const match: FaultMatch = {
    path: toPath(path),
    ...(method === '*' ? {} : { method: method.toUpperCase() }),
    ...(nth === '*' ? {} : { nth: Number(nth) }),
  };
  return { match, do: kind.toEffect(Number(given ?? kind.seconds ?? 0)) };
}

/** What a user of `--fault` has to know. */
export function describeFaults(): string {
  const indented = describeKinds().replaceAll(/^/gm, '  ');
  return `${faultSyntax}, such as '503@PUT /api/v1/crates/new 2', where WHAT is\n${indented}`;
}

function wrong(text: string, problem: string): FaultTextError {
  return new FaultTextError(
    `the fault "${text}" is not understood: ${problem}.\n${describeFaults()}`,
  );
}

function toPath(path: string): string {
  if (!path.startsWith('/')) return path;
  const literal = path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return `/^${literal.replaceAll(/\/N(?=[/?\\]|$)/g, '/(?:\\d+|N)')}$/`;
}
