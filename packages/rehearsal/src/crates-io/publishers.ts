import { ownerOf } from '../oidc/claims.ts';
import { Refusal, json, type Handler, type HttpResponse } from '../message/message.ts';
import { accountOf } from '../state/account.ts';
import type { Crate, Publisher } from '../state/rows.ts';
import { nextId, type State } from '../state/state.ts';
import { verifyOwnerToken } from './authorize.ts';
import { canonicalName } from './crate-name.ts';
import { readJson } from './json-body.ts';

const most = 5;

/** `GET /api/v1/trusted_publishing/github_configs?crate=…` */
export const listPublishers: Handler = (request, state, now) => {
  const name = request.query.get('crate');
  const user = request.query.get('user_id');
  const scopedOnly = name === null && user !== null;
  const crate = name === null ? {} : { crate: name };
  verifyOwnerToken(request, state, now, { scope: 'trusted-publishing', scopedOnly, ...crate });
  if (name !== null && user !== null) {
    throw new Refusal(400, 'Cannot specify both `crate` and `user_id` query parameters');
  }
  if (user !== null) return pageOfConfigs(ownPublishers(state));
  if (name === null)
    throw new Refusal(400, 'Must specify either `crate` or `user_id` query parameter');
  return pageOfConfigs(publishersOf(ownCrate(name, state), state));
};

function pageOfConfigs(publishers: readonly Publisher[]): HttpResponse {
  const meta = { total: publishers.length, next_page: null };
  const body = { github_configs: publishers.map(toConfig), meta };
  return json(200, body, { 'cache-control': 'no-store' });
}

/** Those of every crate that the owner's token is for. */
function ownPublishers(state: State): Publisher[] {
  const own = state.crates.values().filter(({ foreign }) => !foreign);
  return own.flatMap((crate) => publishersOf(crate, state));
}

/** `POST /api/v1/trusted_publishing/github_configs` */
export const addPublisher: Handler = (request, state, now) => {
  const config = readConfig(request.body);
  verifyOwnerToken(request, state, now, { scope: 'trusted-publishing', crate: config.crate });
  const crate = ownCrate(config.crate, state);
  if (!accountOf('crates-io', state).verifiedEmail) {
    throw new Refusal(
      403,
      'You must verify your email address to create a Trusted Publishing config',
    );
  }
  if (publishersOf(crate, state).length >= most) {
    throw new Refusal(
      409,
      `This crate already has the maximum number of GitHub Trusted Publishing configurations (${most})`,
    );
  }
  const account = knownAccount(config.repository_owner, state);
  const publisher: Publisher = {
    id: nextId(state),
    registry: 'crates-io',
    name: crate.name,
    owner: account.login,
    ownerId: account.id,
    repository: config.repository_name,
    workflow: config.workflow_filename,
    environment: config.environment,
    pending: false,
    createdAt: now,
  };
  state.publishers.set(String(publisher.id), publisher);
  return json(200, { github_config: toConfig(publisher) });
};

/** `DELETE /api/v1/trusted_publishing/github_configs/{id}` */
export const removePublisher: Handler = (request, state, now) => {
  const id = request.parameters['id'] ?? '';
  const publisher = state.publishers.get(id);
  const crate = publisher ? { crate: publisher.name } : {};
  verifyOwnerToken(request, state, now, { scope: 'trusted-publishing', ...crate });
  if (publisher?.registry !== 'crates-io') throw new Refusal(404, 'Not Found');
  ownCrate(publisher.name, state);
  state.publishers.delete(id);
  return { status: 204 };
};

function ownCrate(name: string, state: State): Crate {
  const crate = state.crates.get(canonicalName(name));
  if (!crate) throw new Refusal(404, `crate \`${name}\` does not exist`);
  if (crate.foreign) throw new Refusal(400, 'You are not an owner of this crate');
  return crate;
}

function publishersOf(crate: Crate, state: State): Publisher[] {
  return state.publishers
    .values()
    .filter(
      ({ registry, name }) =>
        registry === 'crates-io' && canonicalName(name) === canonicalName(crate.name),
    );
}

function toConfig(publisher: Publisher): object {
  return {
    id: publisher.id,
    crate: publisher.name,
    repository_owner: publisher.owner,
    repository_owner_id: Number(publisher.ownerId),
    repository_name: publisher.repository,
    workflow_filename: publisher.workflow,
    environment: publisher.environment,
    created_at: new Date(publisher.createdAt).toISOString(),
  };
}

/** crates.io asks GitHub who that is; here GitHub knows the owners that the state speaks of. */
function knownAccount(login: string, state: State): { login: string; id: string } {
  const same = (name: string): boolean => name.toLowerCase() === login.toLowerCase();
  const run = ownerOf(state);
  if (same(run.login)) return run;
  const other = state.publishers.values().find(({ owner }) => same(owner));
  if (other) return { login: other.owner, id: other.ownerId };
  throw new Refusal(400, 'Unknown GitHub user or organization');
}

interface Config {
  readonly crate: string;
  readonly repository_owner: string;
  readonly repository_name: string;
  readonly workflow_filename: string;
  readonly environment: string | null;
}

function readConfig(body: Buffer): Config {
  const given = readJson<{ github_config?: Partial<Config> }>(body);
  const config = given.github_config ?? {};
  for (const name of [
    'crate',
    'repository_owner',
    'repository_name',
    'workflow_filename',
  ] as const) {
    if (typeof config[name] === 'string') continue;
    throw new Refusal(
      422,
      `Failed to deserialize the JSON body into the target type: github_config: missing field \`${name}\``,
    );
  }
  const whole = { environment: null, ...config } as Config;
  for (const check of checks) {
    const problem = check(whole);
    if (problem !== null) throw new Refusal(400, problem);
  }
  return whole;
}

/** crates.io, `github/validation.rs`. The workflow's name is not trimmed: a space stays and never matches. */
const checks: readonly ((config: Config) => string | null)[] = [
  ({ repository_owner: owner }) =>
    /^[a-zA-Z0-9][a-zA-Z0-9-]*$/.test(owner) ? null : 'Invalid GitHub repository owner name',
  ({ repository_name: name }) =>
    /^[a-zA-Z0-9-_.]+$/.test(name) ? null : 'Invalid GitHub repository name',
  ({ workflow_filename: file }) =>
    /\.ya?ml$/.test(file) ? null : 'Workflow filename must end with `.yml` or `.yaml`',
  ({ workflow_filename: file }) =>
    file.includes('/') ? 'Workflow filename must be a filename only, without directories' : null,
  ({ environment }) =>
    environment === '' ? 'Environment name may not be empty (use `null` to omit)' : null,
  ({ environment }) =>
    environment !== null && environment.length > 255
      ? 'Environment name is too long (maximum is 255 characters)'
      : null,
  ({ environment }) =>
    environment !== null && environment !== environment.trim()
      ? 'Environment name may not start or end with whitespace'
      : null,
  ({ environment }) =>
    environment !== null && /[\u0000-\u001f'"`,;\\]/.test(environment)
      ? 'Environment name contains invalid characters'
      : null,
];
