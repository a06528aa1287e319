import { anUpload, type Packed } from '../../../src/crates-io/crate.fixture.ts';
import type { Outcome } from '../../command.ts';
import { cargo, writeCrate } from '../../crates.ts';
import { publisherOf } from '../../rehearsal-process.ts';
import type { Stage } from '../stage.ts';
import { join } from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';

export const tokens = '/api/v1/trusted_publishing/tokens';
export const configs = '/api/v1/trusted_publishing/github_configs';
export const json = ['--header', 'Content-Type: application/json'];

export function api(stage: Stage, path: string): string {
  return `${stage.ready.cratesIo.api}${path}`;
}

/** A crate that is the owner's, with the publisher that the usual claims match. */
export async function announce(
  stage: Stage,
  change: object = {},
  crate: object = {},
): Promise<void> {
  await stage.arrange('projects', { registry: 'crates-io', name: 'slw-crate', ...crate });
  await stage.arrange('publishers', { ...publisherOf('crates-io', 'slw-crate'), ...change });
}

export function exchangeOf(stage: Stage, jwt: string): Promise<Outcome> {
  return stage.curl(...json, '--data', JSON.stringify({ jwt }), api(stage, tokens));
}

/** The exchange of a run of which these claims are true, for a publisher which is changed so. */
export async function exchange(
  stage: Stage,
  claims: object,
  publisher: object = {},
): Promise<Outcome> {
  await announce(stage, publisher);
  return exchangeOf(stage, await stage.identity('crates.io', { ...claims }));
}

/** The token that the usual run gets. */
export async function trustedToken(stage: Stage): Promise<string> {
  return tokenIn(await exchange(stage, {}));
}

export function tokenIn({ output }: Outcome): string {
  const token = /"token":"([^"]+)"/.exec(output)?.[1];
  if (token === undefined) throw new Error(`no token: ${output}`);
  return token;
}

export interface CrateSource {
  readonly name?: string;
  readonly version?: string;
  /** Lines of `[package]` instead of description and licence. */
  readonly fields?: string;
  /** What follows `[package]`. */
  readonly rest?: string;
}

/** `cargo publish` of a small crate, with the owner's token unless another is given. */
export async function publish(
  stage: Stage,
  source: CrateSource = {},
  token = stage.ready.cratesIo.ownerToken,
  ...args: readonly string[]
): Promise<Outcome> {
  const { name = 'slw-crate', version = '0.1.0', rest = '' } = source;
  await writeCrate(stage.folder, name, version, '');
  const manifest = join(stage.folder, name, 'Cargo.toml');
  const written = await readFile(manifest, 'utf8');
  const fields = source.fields ?? 'description = "a test"\nlicense = "MIT"\n';
  const head = written.replace(/description[\s\S]*$/, '');
  await writeFile(manifest, `${head}${fields}${rest}`);
  const place = { folder: join(stage.folder, name), home: stage.home };
  const more = ['publish', '--no-verify', '--allow-dirty', ...args];
  return cargo(place, stage.ready, more, token);
}

/** curl sends this frame as cargo would, with the owner's token unless another is given. */
export async function upload(
  stage: Stage,
  frame: Buffer,
  token: string | null = stage.ready.cratesIo.ownerToken,
): Promise<Outcome> {
  const file = await stage.write('frame', frame);
  const authorization = token === null ? [] : ['--header', `Authorization: ${token}`];
  const to = api(stage, '/api/v1/crates/new');
  return stage.curl('--request', 'PUT', ...authorization, '--data-binary', `@${file}`, to);
}

/** A request of the API with the owner's token, or another, or none. */
export function call(
  stage: Stage,
  line: string,
  body: object | null = null,
  token: string | null = stage.ready.cratesIo.ownerToken,
): Promise<Outcome> {
  const [method = '', path = ''] = line.split(' ');
  const authorization = token === null ? [] : ['--header', `Authorization: ${token}`];
  const data = body === null ? [] : [...json, '--data', JSON.stringify(body)];
  return stage.curl('--request', method, ...authorization, ...data, api(stage, path));
}

/** A token that the owner made for these scopes. */
export async function scopedToken(stage: Stage, limits: object): Promise<string> {
  const { token } = await stage.arrange('tokens', { registry: 'crates-io', ...limits });
  return String(token);
}

/** A frame as cargo would make it, of a crate with anything changed. */
export function packed(change: Packed): Buffer {
  return anUpload({ name: 'slw-packed', ...change });
}
