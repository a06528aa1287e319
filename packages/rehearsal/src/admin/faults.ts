import type { Fault, FaultEffect, FaultMatch, Faults } from '../faults/fault.ts';
import { FaultTextError, readFault } from '../faults/text.ts';
import { Refusal } from '../message/message.ts';
import {
  aCount,
  aFlag,
  aNumber,
  aText,
  anObject,
  oneOf,
  optional,
  readList,
  readShape,
  textOrObject,
  textsByName,
  type Shape,
} from './shape.ts';

const matchShape: Shape = {
  registry: optional(oneOf('crates-io', 'pypi', 'testpypi', 'github', 'oidc', 'fulcio', 'rekor')),
  method: optional(aText),
  path: optional(aText),
  nth: optional(aCount),
  times: optional(aCount),
};

const effectShape: Shape = {
  status: optional(aCount),
  body: optional(textOrObject),
  headers: optional(textsByName),
  reset: optional(oneOf('before', 'during', 'after')),
  delayMs: optional(aNumber),
  indexDelayMs: optional(aNumber),
  indexInTurnMs: optional(aNumber),
  expireTokens: optional(aFlag),
  retryAfterSeconds: optional(aNumber),
  retryAfterDate: optional(aFlag),
  lose: optional(aFlag),
  acceptThenFail: optional(aCount),
  halfBody: optional(aFlag),
  html: optional(aFlag),
};

/** `POST faults`: a list of `{match, do}`, or of lines as `--fault` takes them, added to those in force. */
export function readFaults(value: unknown): Fault[] {
  return readList('faults', value, 'faults').map((item, index) => {
    if (typeof item === 'string') return readLine(item);
    const what = `fault ${index + 1}`;
    const fault = readShape<{ match?: object; do: object }>(what, item, {
      match: optional(anObject),
      do: anObject,
    });
    const match = readShape<FaultMatch>(`${what}, match`, fault.match ?? {}, matchShape);
    const effect = readShape<FaultEffect>(`${what}, do`, fault.do, effectShape);
    if (Object.keys(effect).length === 0) throw new Refusal(400, `${what}, do: says nothing to do`);
    verifyExpression(what, match.path);
    verifyStatus(what, effect);
    return { match, do: effect };
  });
}

export function addFaults(value: unknown, faults: Faults): void {
  faults.set(readFaults(value));
}

function readLine(text: string): Fault {
  try {
    return readFault(text);
  } catch (error) {
    if (error instanceof FaultTextError) throw new Refusal(400, error.message);
    throw error;
  }
}

function verifyExpression(what: string, path: string | undefined): void {
  const expression = /^\/(.*)\/$/.exec(path ?? '')?.[1];
  if (expression === undefined) return;
  try {
    new RegExp(expression);
  } catch (error) {
    throw new Refusal(
      400,
      `${what}, match: "path" is no regular expression: ${(error as Error).message}`,
    );
  }
}

function verifyStatus(what: string, effect: FaultEffect): void {
  for (const name of ['status', 'acceptThenFail'] as const) {
    const status = effect[name];
    if (status === undefined || (status >= 200 && status <= 599)) continue;
    throw new Refusal(400, `${what}, do: "${name}" must be between 200 and 599, not ${status}`);
  }
}
