import type { Answer } from '../answer.ts';
import {
  announce,
  api,
  exchange,
  exchangeOf,
  json,
  publish,
  tokenIn,
  tokens,
  trustedToken,
} from './clients.ts';
import { pass, unsigned, type Stage } from '../stage.ts';

const config = 'The Trusted Publishing config for repository `local/workspace`';
const withTwo = async (stage: Stage) => {
  await announce(stage, { workflow: 'other.yml' });
  return exchange(stage, {}, { workflow: 'release.yml' });
};

/** What a run must be to get a token of crates.io. */
const claims: readonly Answer[] = [
  {
    what: 'a repository without publisher',
    client: 'curl',
    status: 400,
    says: 'No Trusted Publishing config found for repository `local/elsewhere`.',
    seen: true,
    drive: (stage) => exchange(stage, { repository: 'local/elsewhere' }),
  },
  {
    what: 'the repository in other letter case',
    client: 'curl',
    status: 200,
    says: '"token":"cio_tp_',
    drive: (stage) => exchange(stage, { repository: 'Local/WorkSpace' }),
  },
  {
    what: 'another owner id',
    client: 'curl',
    status: 400,
    says: `${config} does not match the repository owner ID (7) in the JWT. Expected owner IDs: 1. Please recreate the Trusted Publishing config to update the repository owner ID.`,
    drive: (stage) => exchange(stage, { repository_owner_id: '7' }),
  },
  {
    what: 'another workflow file',
    client: 'curl',
    status: 400,
    says: `${config} does not match the workflow filename \`publish.yml\` in the JWT. Expected workflow filenames: \`release.yml\``,
    seen: true,
    drive: (stage) => exchange(stage, {}, { workflow: 'release.yml' }),
  },
  {
    what: 'another workflow file than either of two',
    client: 'curl',
    status: 400,
    says: `Expected workflow filenames: \`other.yml\`, \`release.yml\``,
    drive: withTwo,
  },
  {
    what: 'the workflow file in other letter case',
    client: 'curl',
    status: 400,
    says: `Expected workflow filenames: \`Publish.yml\``,
    drive: (stage) => exchange(stage, {}, { workflow: 'Publish.yml' }),
  },
  {
    what: 'a publisher whose workflow file begins with a space',
    client: 'curl',
    status: 400,
    says: 'Expected workflow filenames: ` publish.yml`',
    seen: true,
    drive: (stage) => exchange(stage, {}, { workflow: ' publish.yml' }),
  },
  {
    what: 'a reusable workflow, where the calling file is registered',
    client: 'curl',
    status: 200,
    says: '"token":"cio_tp_',
    drive: (stage) =>
      exchange(stage, {
        job_workflow_ref: 'local/shared/.github/workflows/upload.yml@refs/heads/main',
      }),
  },
  {
    what: 'a reusable workflow, where the called file is registered',
    client: 'curl',
    status: 400,
    says: `${config} does not match the workflow filename \`publish.yml\` in the JWT. Expected workflow filenames: \`upload.yml\``,
    seen: true,
    drive: (stage) => {
      const called = 'local/workspace/.github/workflows/upload.yml@refs/tags/v0.1.0';
      return exchange(stage, { job_workflow_ref: called }, { workflow: 'upload.yml' });
    },
  },
  {
    what: 'another environment',
    client: 'curl',
    status: 400,
    says: `${config} does not match the environment \`staging\` in the JWT. Expected environments: \`release\``,
    drive: (stage) => exchange(stage, { environment: 'staging' }),
  },
  {
    what: 'the environment in other letter case',
    client: 'curl',
    status: 200,
    says: '"token":"cio_tp_',
    drive: (stage) => exchange(stage, { environment: 'Release' }),
  },
  {
    what: 'no environment',
    client: 'curl',
    status: 400,
    says: `${config} requires an environment, but the JWT does not specify one. Expected environments: \`release\``,
    drive: (stage) => exchange(stage, { environment: null }),
  },
  {
    what: 'an environment that the publisher does not ask for',
    client: 'curl',
    status: 200,
    says: '"token":"cio_tp_',
    drive: (stage) => exchange(stage, { environment: 'staging' }, { environment: null }),
  },
  ...['pull_request_target', 'workflow_run'].map((event): Answer => ({
    what: `the event ${event}`,
    client: 'curl',
    status: 400,
    says: `Trusted Publishing does not support the \`${event}\` event trigger due to security concerns. Please use a different trigger such as \`push\`, \`release\`, or \`workflow_dispatch\`.`,
    ...(event === 'workflow_run' ? { seen: true } : {}),
    drive: (stage) => exchange(stage, { event_name: event }),
  })),
  ...[
    ['repository', 'workspace'],
    ['workflow_ref', 'local/workspace/.github/workflows/.yml@refs/heads/main'],
    ['repository_owner_id', 'one'],
  ].map(([claim = '', value]): Answer => ({
    what: `a malformed ${claim}`,
    client: 'curl',
    status: 400,
    says: `Unexpected \`${claim}\` value`,
    drive: (stage) => exchange(stage, { [claim]: value }),
  })),
];

const issuerOf = (stage: Stage): string => stage.ready.oidc.issuer;
const sendUnsigned = (header: object) => (stage: Stage) =>
  exchangeOf(stage, unsigned(header, { iss: issuerOf(stage), aud: 'crates.io' }));
const undecodable = 'Failed to decode JWT';

/** What an identity token must be. */
const identities: readonly Answer[] = [
  {
    what: 'no token at all',
    client: 'curl',
    status: 400,
    says: undecodable,
    drive: (stage) => exchangeOf(stage, 'nonsense'),
  },
  {
    what: 'an issuer of an enterprise',
    client: 'curl',
    status: 400,
    says: 'Unsupported JWT issuer: https://token.actions.githubusercontent.com/acme',
    drive: (stage) => exchange(stage, { iss: 'https://token.actions.githubusercontent.com/acme' }),
  },
  {
    what: 'a token that names no key',
    client: 'curl',
    status: 400,
    says: 'Missing JWT key ID',
    drive: sendUnsigned({}),
  },
  {
    what: 'a token of another key',
    client: 'curl',
    status: 400,
    says: 'Invalid JWT key ID',
    drive: sendUnsigned({ kid: 'other' }),
  },
  {
    what: 'another audience',
    client: 'curl',
    status: 400,
    says: undecodable,
    drive: async (stage) => {
      await announce(stage);
      return exchangeOf(stage, await stage.identity('pypi'));
    },
  },
  {
    what: 'a changed signature',
    client: 'curl',
    status: 400,
    says: undecodable,
    drive: async (stage) => {
      await announce(stage);
      return exchangeOf(stage, `${(await stage.identity('crates.io')).slice(0, -6)}AAAAAA`);
    },
  },
  {
    what: 'a claim that is missing',
    client: 'curl',
    status: 400,
    says: undecodable,
    drive: (stage) => exchange(stage, { run_id: null }),
  },
  {
    what: 'six minutes after it was issued, within the leeway',
    client: 'curl',
    status: 200,
    says: '"token":"cio_tp_',
    drive: (stage) => late(stage, 355),
  },
  {
    what: 'later than that',
    client: 'curl',
    status: 400,
    says: undecodable,
    drive: (stage) => late(stage, 365),
  },
  {
    what: 'the same token twice',
    client: 'curl',
    status: 400,
    says: 'JWT has already been used',
    drive: async (stage) => {
      await announce(stage);
      const jwt = await stage.identity('crates.io');
      tokenIn(await exchangeOf(stage, jwt));
      return exchangeOf(stage, jwt);
    },
  },
  {
    what: 'the same token after a refusal',
    client: 'curl',
    status: 200,
    says: '"token":"cio_tp_',
    drive: async (stage) => {
      const jwt = await stage.identity('crates.io');
      await exchangeOf(stage, jwt);
      await announce(stage);
      return exchangeOf(stage, jwt);
    },
  },
  {
    what: 'an exchange that is no JSON',
    client: 'curl',
    status: 415,
    says: 'Expected request with `Content-Type: application/json`',
    drive: (stage) => stage.curl('--data', '{}', api(stage, tokens)),
  },
  {
    what: 'an exchange without jwt',
    client: 'curl',
    status: 422,
    says: 'Failed to deserialize the JSON body into the target type: missing field `jwt` at line 1 column 2',
    drive: (stage) => stage.curl(...json, '--data', '{}', api(stage, tokens)),
  },
  {
    what: 'an exchange by PUT',
    client: 'curl',
    status: 405,
    says: '…',
    drive: (stage) => stage.curl('--request', 'PUT', ...json, '--data', '{}', api(stage, tokens)),
  },
];

async function late(stage: Stage, seconds: number) {
  await announce(stage);
  const jwt = await stage.identity('crates.io');
  await pass(stage, seconds);
  return exchangeOf(stage, jwt);
}

const revoke = (authorization: string | null) => (stage: Stage) =>
  stage.curl(
    '--request',
    'DELETE',
    ...(authorization === null ? [] : ['--header', `Authorization: ${authorization}`]),
    api(stage, tokens),
  );
const header = 'Invalid `Authorization` header:';

/** The life of a token. */
const lives: readonly Answer[] = [
  {
    what: 'a trusted token after 29 minutes',
    client: 'cargo',
    status: 0,
    says: 'Published slw-crate v0.1.0',
    drive: async (stage) => {
      const token = await trustedToken(stage);
      await pass(stage, 29 * 60);
      return publish(stage, {}, token);
    },
  },
  {
    what: 'a trusted token after 30 minutes',
    client: 'cargo',
    status: 403,
    says: 'Invalid authentication token',
    seen: true,
    drive: async (stage) => {
      const token = await trustedToken(stage);
      await pass(stage, 30 * 60);
      return publish(stage, {}, token);
    },
  },
  {
    what: 'a trusted token that was revoked',
    client: 'cargo',
    status: 403,
    says: 'Invalid authentication token',
    seen: true,
    drive: async (stage) => {
      const token = await trustedToken(stage);
      await revoke(`Bearer ${token}`)(stage);
      return publish(stage, {}, token);
    },
  },
  {
    what: 'a revocation',
    client: 'curl',
    status: 204,
    says: '…',
    drive: async (stage) => revoke(`Bearer ${await trustedToken(stage)}`)(stage),
  },
  {
    what: 'a revocation without token',
    client: 'curl',
    status: 401,
    says: 'Missing `Authorization` header',
    drive: revoke(null),
  },
  {
    what: 'a revocation of what is no token',
    client: 'curl',
    status: 401,
    says: `${header} Failed to parse token`,
    drive: revoke('Bearer cio_tp_short'),
  },
  {
    what: 'a revocation of what no token can be',
    client: 'curl',
    status: 401,
    says: `${header} Found unexpected non-ASCII characters`,
    drive: revoke('Bearer cio_tp_ü'),
  },
  {
    what: 'a revocation by password',
    client: 'curl',
    status: 401,
    says: `${header} Found unexpected authentication scheme \`Basic\``,
    drive: revoke('Basic abc'),
  },
];

export const cratesIoExchange: readonly Answer[] = [...claims, ...identities, ...lives];
