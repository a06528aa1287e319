import { Refusal } from '../message/message.ts';

/** The body as JSON, refused in crates.io's words when it is none. */
export function readJson<T extends object>(body: Buffer): T {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new Refusal(400, `Failed to parse the request body as JSON: ${(error as Error).message}`);
  }
  return (value ?? {}) as T;
}
