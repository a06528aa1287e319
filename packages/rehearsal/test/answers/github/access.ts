import type { Answer } from '../answer.ts';
import { arrangeRepository, call, environment, gh, limitedToken, repository } from './clients.ts';
import type { Stage } from '../stage.ts';

const protection = `${repository}/branches/main/protection`;

/** Who may read and change what. */
export const githubAccess: readonly Answer[] = [
  {
    what: 'a change of settings with a run’s token',
    client: 'curl',
    status: 403,
    says: 'x-accepted-github-permissions: administration=write…"message":"Resource not accessible by integration"',
    seen: true,
    drive: (stage) => call(stage, `PUT ${environment}`, {}, 'run'),
  },
  {
    what: 'a change of settings with a run’s token',
    client: 'gh',
    status: 403,
    says: 'Resource not accessible by integration',
    seen: true,
    drive: (stage) => gh(stage, `PUT ${environment}`),
  },
  {
    what: 'a release with a person’s token that may only read',
    client: 'curl',
    status: 403,
    says: '"message":"Resource not accessible by personal access token"',
    drive: async (stage) => {
      const token = await limitedToken(stage, { scopes: ['contents:read'] });
      return call(stage, `POST ${repository}/releases`, { tag_name: 'v1' }, token);
    },
  },
  {
    what: 'a release with an app’s token that may only read',
    client: 'curl',
    status: 403,
    says: '"message":"Resource not accessible by integration"',
    seen: true,
    drive: async (stage) => {
      const token = await limitedToken(stage, { scopes: ['contents:read'], installation: true });
      return call(stage, `POST ${repository}/releases`, { tag_name: 'v1' }, token);
    },
  },
  {
    what: 'a release with a token for another repository',
    client: 'curl',
    status: 403,
    says: '"message":"Resource not accessible by personal access token"',
    drive: async (stage) => {
      const token = await limitedToken(stage, { packages: ['local/other'] });
      return call(stage, `POST ${repository}/releases`, { tag_name: 'v1' }, token);
    },
  },
  {
    what: 'the branch protection with a token without administration',
    client: 'curl',
    status: 403,
    says: 'x-accepted-github-permissions: administration=read',
    drive: async (stage) => {
      const token = await limitedToken(stage, { scopes: ['contents:write'] });
      return call(stage, `GET ${protection}`, null, token);
    },
  },
  {
    what: 'a release without token',
    client: 'curl',
    status: 401,
    says: '"message":"Requires authentication"',
    drive: (stage) => call(stage, `POST ${repository}/releases`, { tag_name: 'v1' }, 'nobody'),
  },
  {
    what: 'a token that nobody issued',
    client: 'curl',
    status: 401,
    says: '"message":"Bad credentials"',
    drive: (stage) => call(stage, `GET ${repository}`, null, { token: 'ghp_x' }),
  },
  ...(['nobody', { packages: ['local/other'] }] as const).map((who): Answer => ({
    what: `a private repository, ${who === 'nobody' ? 'without token' : 'with a token for another'}`,
    client: 'curl',
    status: 404,
    says: '"message":"Not Found"',
    drive: async (stage) => {
      await arrangeRepository(stage, { visibility: 'private' });
      const token = who === 'nobody' ? who : await limitedToken(stage, who);
      return call(stage, `GET ${repository}`, null, token);
    },
  })),
  {
    what: 'a request without User-Agent',
    client: 'curl',
    status: 403,
    says: 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
    drive: (stage) => stage.curl('--user-agent', '', `${stage.ready.github.api}${repository}`),
  },
  {
    what: 'the 61st request of an hour without token',
    client: 'curl',
    status: 403,
    says: "x-ratelimit-limit: 60 x-ratelimit-remaining: 0…API rate limit exceeded for 127.0.0.1. (But here's the good news: Authenticated requests get a higher rate limit. Check out the documentation for more details.)",
    drive: async (stage) => {
      await askOften(stage, 60);
      return call(stage, `GET ${repository}`, null, 'nobody');
    },
  },
  {
    what: 'the repository, in the spelling that GitHub keeps, with its ids',
    client: 'curl',
    status: 200,
    says: '"id":2,…"full_name":"local/workspace","owner":{"login":"local","id":1,"type":"User"}',
    drive: (stage) => call(stage, 'GET /repos/LOCAL/WorkSpace'),
  },
];

async function askOften(stage: Stage, times: number): Promise<void> {
  const asked = Array.from({ length: times }, () =>
    fetch(`${stage.ready.github.api}${repository}`, { headers: { 'user-agent': 'slipway-tests' } }),
  );
  await Promise.all(asked);
}
