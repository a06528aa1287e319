import { answeringRefusals, json, Refusal, type Handler } from '../message/message.ts';

/** Refuses a request that makes no sense; status 400, and in Fulcio's answers gRPC's number for it. */
export function invalid(message: string): Refusal {
  return new Refusal(400, message);
}

const invalidArgument = 3;

export const asFulcio = (handler: Handler): Handler =>
  answeringRefusals(handler, ({ status, message }) =>
    json(status, { code: invalidArgument, message, details: [] }),
  );

export const asRekor = (handler: Handler): Handler =>
  answeringRefusals(handler, ({ status, message }) => json(status, { code: status, message }));

/** The body as an object, or nothing. */
export function readObject(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
