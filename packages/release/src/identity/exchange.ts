import {
  exchangeRefused,
  nowhere,
  revocationFailed,
  SlipwayError,
  type Finding,
} from '../finding/index.ts';
import { recognized } from '../explanation/index.ts';
import type { Ports } from '../ports.ts';
import { again, ask, jsonOf, objectOf, Passing, troubleOf } from '../request/index.ts';
import { describeClaims, readClaims } from './claims.ts';
import { Secret } from './secret.ts';
import { requestIdToken, type Identity } from './token.ts';

/** A short-lived registry token, and how to give it back. */
export interface RegistryToken {
  readonly token: Secret;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly mintedAt: number;
  /** After this it must not be used: the registry's life less a margin. */
  readonly usableUntil: number;
  /** Gives it back; never rejects. Returns the warning (SLW305) where the registry did not take it, null where it did. */
  revoke(): Promise<Finding | null>;
}

type IdentityPorts = Pick<Ports, 'fetch' | 'clock'>;

/** So many minutes a registry's token lives. */
const lives = { cratesIo: 30, pypi: 15 };

/** None of ours is used when it is older than this, in milliseconds. */
const usedFor = 4 * 60_000;

/**
 * Exchanges an identity for a crates.io token: `POST {api}/api/v1/trusted_publishing/tokens`.
 * The audience is the registry's host name.
 * @throws SlipwayError SLW302 with the registry's reason and the claims it compared, SLW303, SLW401.
 */
export async function mintCratesIoToken(
  identity: Identity,
  registry: { readonly api: string; readonly audience: string },
  ports: IdentityPorts,
): Promise<RegistryToken> {
  const url = `${registry.api}/api/v1/trusted_publishing/tokens`;
  const give = async (): Promise<Record<string, string>> => {
    const jwt = await requestIdToken(identity, registry.audience, ports);
    return { jwt: jwt.reveal() };
  };
  const token = await exchange('crates.io', url, give, detailOfCratesIo, ports);
  const headers = { authorization: `Bearer ${token.reveal()}` };
  const giveBack = { url, init: { method: 'DELETE', headers } };
  return lasting('crates.io', token, lives.cratesIo, giveBack, ports);
}

interface PypiIdentities {
  readonly title: string;
  /** Base of audience, mint-token and burn-token. */
  readonly oidc: string;
}

/**
 * Exchanges an identity for a PyPI token: audience from `/_/oidc/audience`, which may have been asked for before,
 * token from `/_/oidc/mint-token`; revoked by `/_/oidc/burn-token`.
 * @throws SlipwayError SLW302 with the registry's reason and the claims it compared, SLW303, SLW401.
 */
export async function mintPypiToken(
  identity: Identity,
  registry: PypiIdentities,
  ports: IdentityPorts,
  audience: Promise<string> = pypiAudience(registry, ports),
): Promise<RegistryToken> {
  const { title } = registry;
  const base = baseOf(registry);
  const wanted = await audience;
  const give = async (): Promise<Record<string, string>> => {
    const jwt = await requestIdToken(identity, wanted, ports);
    return { token: jwt.reveal() };
  };
  const token = await exchange(title, `${base}/mint-token`, give, detailOfPypi, ports);
  const body = { token: token.reveal() };
  const giveBack = { url: `${base}/burn-token`, init: post(body) };
  return lasting(title, token, lives.pypi, giveBack, ports);
}

/** An owner's own token as one that is used like the others: it has no end that we know, and is not ours to revoke. */
export function lentToken(token: Secret, { clock }: Pick<Ports, 'clock'>): RegistryToken {
  return { token, mintedAt: clock.now(), usableUntil: Infinity, revoke: async () => null };
}

const baseOf = ({ oidc }: PypiIdentities): string => oidc.replace(/\/$/, '');

/**
 * Whom PyPI wants its identities to be for, which is no secret.
 * @throws SlipwayError SLW302, SLW401.
 */
export function pypiAudience(registry: PypiIdentities, ports: IdentityPorts): Promise<string> {
  const { title } = registry;
  return again(async () => {
    const answer = await ask(title, `${baseOf(registry)}/audience`, {}, ports);
    const { audience } = answer.ok ? objectOf(answer) : {};
    if (typeof audience === 'string') return audience;
    const detail = 'trusted publishing is not enabled there';
    const context = { registry: title, status: answer.status, detail, claims: 'not asked for yet' };
    throw exchangeRefused.error(context, { cause: troubleOf(answer, ports.clock.now()) });
  }, ports);
}

/**
 * One identity for one token. When the answer is lost, both are: an identity is taken once, so that the next try
 * asks for another, and the token that nobody has seen dies by itself within minutes.
 */
function exchange(
  registry: string,
  url: string,
  give: () => Promise<Record<string, string>>,
  detailOf: (body: Readonly<Record<string, unknown>>) => string,
  ports: IdentityPorts,
): Promise<Secret> {
  return again(async () => {
    const given = await give();
    const answer = await ask(registry, url, post(given), ports);
    const body = objectOf(answer);
    if (answer.ok && typeof body['token'] === 'string') return new Secret(body['token']);
    const claims = await readClaims(Object.values(given)[0]!);
    const context = {
      registry,
      status: answer.status,
      detail: detailOf(body) || 'no reason given',
      claims: claims ? describeClaims(claims) : 'unreadable',
    };
    const cause = troubleOf(answer, ports.clock.now());
    throw recognized(exchangeRefused.error(context, { cause }));
  }, ports);
}

const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  body: JSON.stringify(body),
});

function lasting(
  registry: string,
  token: Secret,
  minutes: number,
  giveBack: { readonly url: string; readonly init: RequestInit },
  ports: IdentityPorts,
): RegistryToken {
  const mintedAt = ports.clock.now();
  let isDoubted = false;
  const give = async (): Promise<void> => {
    const answer = await ask(registry, giveBack.url, giveBack.init, ports);
    const { status, ok } = answer;
    // crates.io says nothing when it has, PyPI says so in JSON; a page of a proxy is neither.
    if (status === 204 || (status === 200 && jsonOf(answer) !== null)) return;
    // It is worth nothing already, where that is said twice: one server of several may not know it yet.
    if (status === 401 && isDoubted) return;
    isDoubted = status === 401;
    const detail = `its answer was ${status}${ok ? ', with something else than JSON' : ''}`;
    const cause = ok || isDoubted ? new Passing() : troubleOf(answer, ports.clock.now());
    throw revocationFailed.error({ registry, minutes, detail }, { cause });
  };
  return {
    token,
    mintedAt,
    usableUntil: mintedAt + usedFor,
    // A token that could not be revoked dies by itself within minutes; the release it served is live: told, and no failure.
    revoke: () =>
      again(give, ports).then(
        () => null,
        (error: unknown) => unrevoked(registry, minutes, error),
      ),
  };
}

function unrevoked(registry: string, minutes: number, error: unknown): Finding {
  const finding = error instanceof SlipwayError ? error.finding : null;
  if (finding?.code === revocationFailed.code) return finding;
  const detail = finding?.message ?? String(error);
  return revocationFailed.at(nowhere, { registry, minutes, detail });
}

function detailOfCratesIo(body: Record<string, unknown>): string {
  const errors = body['errors'];
  if (!Array.isArray(errors)) return '';
  return once(errors.map((error: { detail?: unknown } | null) => String(error?.detail ?? '')));
}

/**
 * What is said several times, once: crates.io lists what it expects for each crate of a repository, be it the same
 * or not: "Expected environments: `release`, `release`".
 */
function once(told: readonly string[]): string {
  const texts = told.map((text) =>
    text.replaceAll(/(`[^`]*`|\b\d+)(?:, (?:`[^`]*`|\d+))+/g, (list) =>
      [...new Set(list.match(/`[^`]*`|\d+/g))].join(', '),
    ),
  );
  return [...new Set(texts)].join('; ');
}

function detailOfPypi(body: Record<string, unknown>): string {
  const errors = body['errors'];
  if (!Array.isArray(errors)) return String(body['message'] ?? '');
  return once(
    errors.map(
      (error: { code?: unknown; description?: unknown } | null) =>
        `${error?.code}: ${error?.description}`,
    ),
  );
}
