import { cargo, writeCrate } from '../../crates.ts';
import type { Answer } from '../answer.ts';
import { announce, api, call, configs, scopedToken, trustedToken } from './clients.ts';
import type { Stage } from '../stage.ts';

const config = {
  crate: 'slw-crate',
  repository_owner: 'local',
  repository_name: 'workspace',
  workflow_filename: 'publish.yml',
  environment: null,
};

const add = async (stage: Stage, change: object = {}, token?: string | null) => {
  await stage.arrange('projects', { registry: 'crates-io', name: 'slw-crate' });
  return call(stage, `POST ${configs}`, { github_config: { ...config, ...change } }, token);
};

/** What a publisher's form refuses: title, text, change. */
const wrongConfigs: readonly (readonly [string, string, object])[] = [
  [
    'an owner’s name with a space',
    'Invalid GitHub repository owner name',
    { repository_owner: 'a b' },
  ],
  [
    'a repository’s name with a slash',
    'Invalid GitHub repository name',
    { repository_name: 'a/b' },
  ],
  [
    'a workflow file without its extension',
    'Workflow filename must end with `.yml` or `.yaml`',
    { workflow_filename: 'publish' },
  ],
  [
    'a workflow file with its folder',
    'Workflow filename must be a filename only, without directories',
    { workflow_filename: '.github/workflows/publish.yml' },
  ],
  [
    'an empty environment',
    'Environment name may not be empty (use `null` to omit)',
    { environment: '' },
  ],
  [
    'an environment with a space at its end',
    'Environment name may not start or end with whitespace',
    { environment: 'release ' },
  ],
  [
    'an owner that GitHub does not know',
    'Unknown GitHub user or organization',
    { repository_owner: 'nobody' },
  ],
];

/** Publishers by the API. */
const publishers: readonly Answer[] = [
  {
    what: 'a publisher for a crate of the owner',
    client: 'curl',
    status: 200,
    says: '"github_config":{"id":…,"crate":"slw-crate","repository_owner":"local","repository_owner_id":1,',
    drive: (stage) => add(stage),
  },
  {
    what: 'the same with a token whose scope is trusted-publishing',
    client: 'curl',
    status: 200,
    says: '"workflow_filename":"publish.yml"',
    drive: async (stage) =>
      add(stage, {}, await scopedToken(stage, { scopes: ['trusted-publishing'] })),
  },
  {
    what: 'the same with a token of another scope',
    client: 'curl',
    status: 403,
    says: 'this token does not have the required permissions to perform this action',
    drive: async (stage) =>
      add(stage, {}, await scopedToken(stage, { scopes: ['publish-update'] })),
  },
  {
    what: 'the same with a trusted token',
    client: 'curl',
    status: 403,
    says: 'authentication failed',
    drive: async (stage) => add(stage, {}, await trustedToken(stage)),
  },
  {
    what: 'the same without token',
    client: 'curl',
    status: 403,
    says: 'this action requires authentication',
    drive: (stage) => add(stage, {}, null),
  },
  {
    what: 'the same without a verified address',
    client: 'curl',
    status: 403,
    says: 'You must verify your email address to create a Trusted Publishing config',
    drive: async (stage) => {
      await stage.arrange('accounts', { registry: 'crates-io', verifiedEmail: false });
      return add(stage);
    },
  },
  {
    what: 'a sixth publisher of one crate',
    client: 'curl',
    status: 409,
    says: 'This crate already has the maximum number of GitHub Trusted Publishing configurations (5)',
    drive: async (stage) => {
      for (const name of 'abcde') await add(stage, { workflow_filename: `${name}.yml` });
      return add(stage);
    },
  },
  {
    what: 'a publisher of a crate of somebody else',
    client: 'curl',
    status: 400,
    says: 'You are not an owner of this crate',
    drive: async (stage) => {
      await announce(stage, {}, { foreign: true });
      return add(stage);
    },
  },
  {
    what: 'a publisher of a crate that is not there',
    client: 'curl',
    status: 404,
    says: 'crate `slw-none` does not exist',
    drive: (stage) => add(stage, { crate: 'slw-none' }),
  },
  ...wrongConfigs.map(([what, says, change]): Answer => ({
    what: `a publisher with ${what}`,
    client: 'curl',
    status: 400,
    says,
    drive: (stage) => add(stage, change),
  })),
  {
    what: 'the publishers of a crate',
    client: 'curl',
    status: 200,
    says: '"meta":{"total":1,"next_page":null}',
    drive: async (stage) => {
      await add(stage);
      return call(stage, `GET ${configs}?crate=slw-crate`);
    },
  },
  {
    what: 'the publishers of a crate, without token',
    client: 'curl',
    status: 403,
    says: 'this action requires authentication',
    drive: (stage) => call(stage, `GET ${configs}?crate=slw-crate`, null, null),
  },
  {
    what: 'the publishers of nothing',
    client: 'curl',
    status: 400,
    says: 'Must specify either `crate` or `user_id` query parameter',
    drive: (stage) => call(stage, `GET ${configs}`),
  },
  {
    what: 'the publishers of a crate and a user',
    client: 'curl',
    status: 400,
    says: 'Cannot specify both `crate` and `user_id` query parameters',
    drive: (stage) => call(stage, `GET ${configs}?crate=x&user_id=1`),
  },
  {
    what: 'the publishers of a user, with a token without scopes',
    client: 'curl',
    status: 403,
    says: 'This endpoint cannot be used with legacy API tokens. Use a scoped API token instead.',
    drive: (stage) => call(stage, `GET ${configs}?user_id=1`),
  },
  {
    what: 'the publishers of a user, with a token of the scope',
    client: 'curl',
    status: 200,
    says: '"crate":"slw-crate"',
    drive: async (stage) => {
      await add(stage);
      const token = await scopedToken(stage, { scopes: ['trusted-publishing'] });
      return call(stage, `GET ${configs}?user_id=1`, null, token);
    },
  },
  {
    what: 'the removal of a publisher',
    client: 'curl',
    status: 204,
    says: '…',
    drive: async (stage) => {
      const id = /"id":(\d+)/.exec((await add(stage)).output)?.[1];
      return call(stage, `DELETE ${configs}/${id}`);
    },
  },
  {
    what: 'the removal of a publisher that is not there',
    client: 'curl',
    status: 404,
    says: 'Not Found',
    drive: (stage) => call(stage, `DELETE ${configs}/77`),
  },
];

const trustpubOnly = { crate: { trustpub_only: true } };

/** Settings, yanking, and who is served at all. */
const others: readonly Answer[] = [
  {
    what: 'trusted publishing only, with a token without scopes',
    client: 'curl',
    status: 403,
    says: 'This endpoint cannot be used with legacy API tokens. Use a scoped API token instead.',
    drive: async (stage) => {
      await announce(stage);
      return call(stage, 'PATCH /api/v1/crates/slw-crate', trustpubOnly);
    },
  },
  {
    what: 'trusted publishing only, with a token of the scope',
    client: 'curl',
    status: 200,
    says: '"trustpub_only":true',
    drive: async (stage) => {
      await announce(stage);
      const token = await scopedToken(stage, { scopes: ['trusted-publishing'] });
      return call(stage, 'PATCH /api/v1/crates/slw-crate', trustpubOnly, token);
    },
  },
  {
    what: 'a yank with a trusted token',
    client: 'cargo',
    status: 403,
    says: 'authentication failed',
    drive: async (stage) => {
      const token = await trustedToken(stage);
      return yank(stage, token);
    },
  },
  {
    what: 'a yank of a version that is not there',
    client: 'cargo',
    status: 404,
    says: 'crate `slw-crate` does not have a version `0.1.0`',
    drive: async (stage) => {
      await announce(stage);
      return yank(stage, stage.ready.cratesIo.ownerToken);
    },
  },
  {
    what: 'a yank of a crate that is not there',
    client: 'cargo',
    status: 404,
    says: 'crate `slw-crate` does not exist',
    drive: (stage) => yank(stage, stage.ready.cratesIo.ownerToken),
  },
  {
    what: 'a yank of somebody else’s crate',
    client: 'cargo',
    status: 403,
    says: 'must already be an owner to yank or unyank',
    drive: async (stage) => {
      await announce(stage, {}, { foreign: true, versions: ['0.1.0'] });
      return yank(stage, stage.ready.cratesIo.ownerToken);
    },
  },
  {
    what: 'a yank by a change of the version',
    client: 'curl',
    status: 200,
    says: '"yanked":true',
    drive: async (stage) => {
      await announce(stage, {}, { versions: ['0.1.0'] });
      return call(stage, 'PATCH /api/v1/crates/slw-crate/0.1.0', { version: { yanked: true } });
    },
  },
  {
    what: 'a request without User-Agent',
    client: 'curl',
    status: 403,
    says: 'We require that all requests include a `User-Agent` header. To allow us to determine the impact your bot has on our service, we ask that your user agent actually identify your bot,',
    seen: true,
    drive: (stage) => stage.curl('--user-agent', '', api(stage, '/api/v1/crates/x')),
  },
  {
    what: 'a User-Agent that is blocked',
    client: 'curl',
    status: 403,
    says: 'We are unable to process your request at this time. This usually means that you are in violation of our API data access policy (https://crates.io/data-access). Please email help@crates.io and provide the request id',
    seen: true,
    drive: async (stage) => {
      await stage.arrange('sites', { registry: 'crates-io', blockedAgents: ['curl/8.0.0'] });
      return stage.curl('--user-agent', 'curl/8.0.0', api(stage, '/api/v1/crates/x'));
    },
  },
];

async function yank(stage: Stage, token: string) {
  await writeCrate(stage.folder, 'slw-crate', '0.1.0', '');
  const place = { folder: stage.folder, home: stage.home };
  return cargo(place, stage.ready, ['yank', 'slw-crate@0.1.0'], token);
}

export const cratesIoApi: readonly Answer[] = [...publishers, ...others];
