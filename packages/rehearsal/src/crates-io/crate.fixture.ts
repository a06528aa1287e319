import { gzipSync } from 'node:zlib';
import { tar } from '../archive/archive.fixture.ts';
import { noPublicCrates } from './public-crates.ts';
import { cratesIoHandler } from './routes.ts';
import { newIssuer, type Issuer } from '../oidc/issuer.ts';
import { issueClaims } from '../oidc/claims.ts';
import type { Handler, HttpResponse } from '../message/message.ts';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import type { State } from '../state/state.ts';
import { noon } from '../state/state.fixture.ts';

export const base = 'http://127.0.0.1:9/crates-io';
const issuerUrl = 'http://127.0.0.1:9/oidc';

export async function aRegistry(
  publicCrates = noPublicCrates,
): Promise<{ handler: Handler; issuer: Issuer }> {
  const issuer = await newIssuer(issuerUrl);
  return { issuer, handler: cratesIoHandler({ base, issuer, publicCrates }) };
}

/** Exchanges an identity made of the state's claims and these. */
export async function exchange(
  { handler, issuer }: { handler: Handler; issuer: Issuer },
  state: State,
  claims: Record<string, unknown> = {},
  now = noon,
): Promise<HttpResponse> {
  const all = { ...issueClaims(state, issuer.url, 'crates.io', noon), ...claims };
  const said = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return sendJwt(handler, await issuer.sign(said), state, now);
}

export async function sendJwt(
  handler: Handler,
  jwt: string,
  state: State,
  now = noon,
): Promise<HttpResponse> {
  const headers = { 'content-type': 'application/json' };
  return handler(
    aRequest('POST /api/v1/trusted_publishing/tokens', { headers, body: { jwt } }),
    state,
    now,
  );
}

/** Sends an upload with the owner's token, at noon, unless said otherwise; a token that is null is not sent. */
export async function sendUpload(
  { handler }: { handler: Handler },
  state: State,
  body: Buffer,
  change: { readonly token?: string | null; readonly now?: number; readonly indexDelayMs?: number },
): Promise<HttpResponse> {
  const { token = state.secrets.owner['crates-io'], now = noon, indexDelayMs = 0 } = change;
  const headers: Record<string, string> = token === null ? {} : { authorization: token };
  return handler(
    { ...aRequest('PUT /api/v1/crates/new', { headers, body }), indexDelayMs },
    state,
    now,
  );
}

export function detailOf(response: HttpResponse): string {
  return bodyOf<{ errors: { detail: string }[] }>(response).errors[0]?.detail ?? '';
}

/** What cargo would upload, with anything changed. */
export interface Packed {
  readonly name?: string;
  readonly vers?: string;
  readonly deps?: object[];
  readonly features?: Record<string, string[]>;
  /** Lines of `[package]` instead of the usual ones. */
  readonly manifest?: string;
  readonly files?: readonly (readonly [string, string, string?])[];
  readonly metadata?: Record<string, unknown>;
}

const usual = 'description = "d"\nlicense = "MIT"\n';

export function anUpload(packed: Packed = {}): Buffer {
  const {
    name = 'some-crate',
    vers = '1.0.0',
    deps = [],
    features = {},
    manifest = usual,
  } = packed;
  const folder = `${name}-${vers}`;
  const toml = `[package]\nname = "${name}"\nversion = "${vers}"\n${manifest}`;
  const files = packed.files ?? [
    [`${folder}/Cargo.toml`, toml],
    [`${folder}/src/lib.rs`, ''],
  ];
  const json = Buffer.from(JSON.stringify({ name, vers, deps, features, ...packed.metadata }));
  return frame(json, gzipSync(tar(files)));
}

export function frame(json: Buffer, tarball: Buffer): Buffer {
  const length = (bytes: Buffer): Buffer => {
    const field = Buffer.alloc(4);
    field.writeUInt32LE(bytes.length);
    return field;
  };
  return Buffer.concat([length(json), json, length(tarball), tarball]);
}
