import { Refusal } from '../message/message.ts';

/** What a field must be: says so in a few words, and tells whether a value is. */
export interface Kind {
  readonly words: string;
  is(value: unknown): boolean;
  readonly optional?: boolean;
}

export type Shape = Readonly<Record<string, Kind>>;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 1;

export const aText: Kind = { words: 'a text that is not empty', is: isText };
export const aNumber: Kind = {
  words: 'a number',
  is: (value) => typeof value === 'number' && Number.isFinite(value),
};
export const aCount: Kind = { words: 'a whole number from 1', is: isCount };
export const aFlag: Kind = { words: 'true or false', is: (value) => typeof value === 'boolean' };
export const aTextOrNull: Kind = {
  words: 'a text or null',
  is: (value) => value === null || isText(value),
};
export const anId: Kind = {
  words: 'a number, or a text of digits',
  is: (value) =>
    /^\d+$/.test(String(value)) && (typeof value === 'string' || Number.isInteger(value)),
};
export const texts: Kind = {
  words: 'a list of texts',
  is: (value) => Array.isArray(value) && value.every(isText),
};
export const anObject: Kind = { words: 'an object', is: isObject };
export const objectOrNull: Kind = {
  words: 'an object or null',
  is: (value) => value === null || isObject(value),
};
export const anInstantOrNull: Kind = {
  words: 'an instant such as 2026-01-31T12:00:00Z, or null',
  is: (value) => value === null || (isText(value) && !Number.isNaN(Date.parse(String(value)))),
};
export const textOrObject: Kind = {
  words: 'a text or an object',
  is: (value) => typeof value === 'string' || isObject(value),
};
export const textsByName: Kind = {
  words: 'an object of texts',
  is: (value) => isObject(value) && Object.values(value).every((one) => typeof one === 'string'),
};

export function oneOf(...values: readonly (string | boolean)[]): Kind {
  return { words: `one of ${values.join(', ')}`, is: (value) => values.includes(value as string) };
}

export function optional(kind: Kind): Kind {
  return { ...kind, optional: true };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value, known to have this shape. Refuses with a text that names the field. */
export function readShape<T>(what: string, value: unknown, shape: Shape): T {
  if (!isObject(value)) throw new Refusal(400, `${what} must be an object`);
  for (const name of Object.keys(value)) {
    if (name in shape) continue;
    throw new Refusal(
      400,
      `${what} has an unknown field "${name}"; it may have ${Object.keys(shape).join(', ')}`,
    );
  }
  for (const [name, kind] of Object.entries(shape)) {
    const given = value[name];
    if (given === undefined && kind.optional) continue;
    if (given === undefined)
      throw new Refusal(400, `${what} lacks the field "${name}": ${kind.words}`);
    if (!kind.is(given)) {
      throw new Refusal(
        400,
        `${what}: "${name}" must be ${kind.words}, not ${JSON.stringify(given)}`,
      );
    }
  }
  return value as T;
}

/** A list, or one thing, as a list. */
export function readList(what: string, value: unknown, key: string): unknown[] {
  const list = isObject(value) && Array.isArray(value[key]) ? value[key] : value;
  if (Array.isArray(list)) return list;
  if (isObject(list)) return [list];
  throw new Refusal(400, `${what} must be an object or a list of objects`);
}
