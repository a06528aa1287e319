import { describe, expect, it } from 'vitest';
import { Secret } from '@slipway/release/identity';
import { answers, refused } from './answers.fixture.ts';
import { readGithub } from './index.ts';

const source = { name: 'GitHub', api: 'http://127.0.0.1', token: new Secret('ghp_secret') };
const repository = { full_name: 'octo/Tide', owner: { id: 12 }, default_branch: 'trunk' };

/** Answers as the REST API 2022-11-28 documents them. */
const whole = {
  '/repos/octo/tides': repository,
  '/repos/octo/Tide/environments': {
    total_count: 2,
    environments: [
      {
        name: 'release',
        protection_rules: [
          { type: 'required_reviewers', reviewers: [{ type: 'User' }] },
          { type: 'wait_timer', wait_timer: 30 },
        ],
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      },
      { name: 'docs/pages', protection_rules: [], deployment_branch_policy: null },
    ],
  },
  '/repos/octo/Tide/environments/release/deployment-branch-policies': {
    branch_policies: [
      { id: 1, name: 'trunk', type: 'branch' },
      { id: 2, name: 'v*', type: 'tag' },
    ],
  },
  '/repos/octo/Tide/branches/trunk/protection': {
    required_status_checks: {
      strict: true,
      contexts: ['test / Test Suite', 'codecov/patch'],
      checks: [
        { context: 'test / Test Suite', app_id: 15368 },
        { context: 'codecov/patch', app_id: 254 },
      ],
    },
    required_pull_request_reviews: { dismiss_stale_reviews: true },
    enforce_admins: { enabled: true },
  },
  '/repos/octo/Tide/rules/branches/trunk': [
    {
      type: 'required_status_checks',
      parameters: {
        required_status_checks: [{ context: 'quality' }, { context: 'DCO', integration_id: 1861 }],
      },
    },
  ],
  '/repos/octo/Tide/rulesets': [
    { id: 7, target: 'tag', enforcement: 'active' },
    { id: 8, target: 'branch', enforcement: 'active' },
  ],
  '/repos/octo/Tide/rulesets/7': {
    name: 'tags',
    rules: [{ type: 'creation' }],
    bypass_actors: [{ actor_id: 5, actor_type: 'RepositoryRole' }],
    conditions: { ref_name: { include: ['refs/tags/v*'], exclude: [] } },
  },
  '/repos/octo/Tide/immutable-releases': { enabled: true },
  '/repos/octo/Tide/actions/secrets': { secrets: [{ name: 'CARGO_REGISTRY_TOKEN' }] },
};

describe('what GitHub says of a repository', () => {
  it('is read whole, under the name that it has today, by reading alone', async () => {
    const seen: { url: string; authorization: string | null }[] = [];
    const evidence = await readGithub(source, 'octo/tides', answers(whole, seen));
    expect(evidence).toEqual({
      repository: {
        known: true,
        value: { name: 'octo/Tide', ownerId: '12', defaultBranch: 'trunk' },
      },
      environments: {
        known: true,
        value: [
          {
            name: 'release',
            reviewers: 1,
            waitTimer: 30,
            policy: {
              kind: 'rules',
              rules: [
                { name: 'trunk', type: 'branch' },
                { name: 'v*', type: 'tag' },
              ],
            },
          },
          { name: 'docs/pages', reviewers: 0, waitTimer: 0, policy: { kind: 'all', rules: [] } },
        ],
      },
      branch: {
        known: true,
        value: {
          requiredChecks: ['test / Test Suite', 'quality'],
          reviews: true,
          dismissesStale: true,
          upToDate: true,
          includesAdministrators: true,
        },
      },
      tagRulesets: {
        known: true,
        value: [{ name: 'tags', include: ['refs/tags/v*'], exclude: [], hasBypass: true }],
      },
      immutableReleases: { known: true, value: true },
      secrets: { known: true, value: [{ name: 'CARGO_REGISTRY_TOKEN', place: 'the repository' }] },
    });
    expect(new Set(seen.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer ghp_secret']),
    );
  });

  it.each<[string, Response | Error, string]>([
    [
      '401',
      refused(401, '{"message":"Bad credentials"}'),
      'GitHub answered 401: Bad credentials; the token lacks Actions: read',
    ],
    [
      '403',
      refused(403, '{"message":"Resource not accessible by personal access token"}', {
        'x-accepted-github-permissions': 'environments=read',
      }),
      'GitHub answered 403: Resource not accessible by personal access token; the token lacks environments: read',
    ],
    [
      '429',
      refused(429, '{"message":"API rate limit exceeded"}', { 'x-ratelimit-reset': '1790000000' }),
      'GitHub answered 429: API rate limit exceeded (again from 2026-09-21T14:13:20.000Z)',
    ],
    ['503 with HTML', refused(503, '<html>Unicorn!</html>'), 'GitHub answered 503'],
    ['HTML', refused(200, '<html>'), 'GitHub answered with something else than JSON'],
    [
      'half an answer',
      refused(200, '{"environments": [{"na'),
      'GitHub answered with something else than JSON',
    ],
    ['nobody', new Error('connect ECONNREFUSED'), 'GitHub did not answer: connect ECONNREFUSED'],
  ])('is not known, and why, for %s', async (_, answer, because) => {
    const some = { ...whole, '/repos/octo/Tide/environments': answer };
    const { environments, branch } = await readGithub(source, 'octo/tides', answers(some));
    expect(environments).toEqual({ known: false, because });
    expect(branch.known).toBe(true);
  });

  it('is odd at times, and never more than not known', async () => {
    for (const odd of [null, 5, [], { environments: 5 }, { environments: [null, {}] }]) {
      const some = {
        ...whole,
        '/repos/octo/Tide/environments': odd,
        '/repos/octo/Tide/rulesets': odd,
      };
      await expect(readGithub(source, 'octo/tides', answers(some))).resolves.toBeDefined();
    }
  });

  it('is nothing for a repository that the token does not see', async () => {
    const evidence = await readGithub({ ...source, token: null }, 'octo/none', answers({}));
    expect(evidence.repository).toMatchObject({ known: false });
  });
});
