import {
  answerTooLarge,
  proxyBroken,
  registryUnreachable,
  sentElsewhere,
  type SlipwayError,
} from '../finding/index.ts';
import { Passing } from './again.ts';
import { reason } from './reason.ts';
import { Redirected, TooLarge } from './bounded.ts';

/** The proxy that a request was to go through does not do its work. */
export class ProxyTrouble extends Error {
  /** Its address, without a password. */
  readonly proxy: string;
  /** Whether another try may end better. */
  readonly passes: boolean;

  constructor(proxy: string, detail: string, passes: boolean) {
    super(detail);
    this.name = 'ProxyTrouble';
    this.proxy = proxy;
    this.passes = passes;
  }
}

/** A certificate that is not trusted, or not one for this server, is so a moment later. */
const certificate =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_|ERR_TLS_CERT_|HOSTNAME_MISMATCH)/;

/**
 * What it means that a request failed without an answer: SLW511, SLW512, SLW513 or SLW401. Where another try may end
 * better the cause is `Passing`.
 */
export function unanswered(registry: string, address: string, error: unknown): SlipwayError {
  const url = URL.parse(address)?.origin ?? address;
  const causes = causesOf(error);
  const found = <T extends Error>(kind: new (...all: never[]) => T): T | undefined =>
    causes.find((one) => one instanceof kind) as T | undefined;
  const large = found(TooLarge);
  if (large)
    return answerTooLarge.error({ registry, url: address, bytes: large.bytes }, { cause: error });
  if (found(Redirected)) return sentElsewhere.error({ registry, url: address }, { cause: error });
  const trouble = found(ProxyTrouble);
  if (trouble) {
    const { proxy, passes, message: detail } = trouble;
    const cause = passes ? new Passing({ cause: error }) : error;
    return proxyBroken.error({ proxy, url, detail }, { cause });
  }
  const isForGood = causes.some((one) => certificate.test((one as { code?: string }).code ?? ''));
  const cause = isForGood ? error : new Passing({ cause: error });
  return registryUnreachable.error({ registry, url, detail: reason(error) }, { cause });
}

function causesOf(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return [error, ...inner.flatMap(causesOf), ...causesOf(error.cause)];
}
