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
        can_admins_bypass: false,
        protection_rules: [
          {
            type: 'required_reviewers',
            prevent_self_review: true,
            reviewers: [
              { type: 'User', reviewer: { id: 7 } },
              { type: 'Team', reviewer: { id: 8 } },
            ],
          },
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
    { id: 7, name: 'tags', target: 'tag', enforcement: 'active' },
    { id: 8, name: 'main', target: 'branch', enforcement: 'disabled' },
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
            reviewers: [
              { type: 'User', id: 7 },
              { type: 'Team', id: 8 },
            ],
            preventsSelfReview: true,
            adminsBypass: false,
            waitTimer: 30,
            policy: {
              kind: 'rules',
              rules: [
                { name: 'trunk', type: 'branch' },
                { name: 'v*', type: 'tag' },
              ],
            },
          },
          {
            name: 'docs/pages',
            reviewers: [],
            preventsSelfReview: false,
            adminsBypass: true,
            waitTimer: 0,
            policy: { kind: 'all', rules: [] },
          },
        ],
      },
      branch: {
        known: true,
        value: {
          requiredChecks: ['test / Test Suite', 'quality'],
          anySource: ['quality'],
          reviews: true,
          dismissesStale: true,
          upToDate: true,
          includesAdministrators: true,
        },
      },
      rulesets: { known: true, value: ['tags', 'main'] },
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
      'GitHub answered 401: Bad credentials; the token is not valid, or not any more',
    ],
    [
      '403 of a plan',
      refused(403, '{"message":"Upgrade to GitHub Pro or make this repository public."}', {
        'x-accepted-github-permissions': 'environments=read',
      }),
      'GitHub answered 403: Upgrade to GitHub Pro or make this repository public.',
    ],
    [
      '403 that several permissions would open',
      refused(403, '{"message":"Resource not accessible by integration"}', {
        'x-accepted-github-permissions': 'administration=read; actions=read,contents=read',
      }),
      'GitHub answered 403: Resource not accessible by integration; the token lacks administration: read or actions: read and contents: read',
    ],
    [
      'a secondary limit',
      refused(403, '{"message":"You have exceeded a secondary rate limit."}', {
        'retry-after': '60',
      }),
      'GitHub answered 403: You have exceeded a secondary rate limit. (again after 60 s)',
    ],
    [
      '404',
      refused(404, '{"message":"Not Found"}'),
      'GitHub does not show it to this token: it needs Actions: read',
    ],
    [
      'JSON of another kind',
      refused(200, '{"environments": null}'),
      'GitHub answered with something else than JSON',
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

  it.each([
    ['one that failed to answer', 1, true],
    ['one that never does', 9, false],
  ])('is asked for again: %s', async (_, failures, isKnown) => {
    let asked = 0;
    const { fetch, clock } = answers(whole);
    const failing: typeof fetch = async (url, init) => {
      const isFailing = new URL(String(url)).pathname.endsWith('/environments');
      if (isFailing && ++asked <= failures) return new Response('<html>', { status: 503 });
      return fetch(url, init);
    };
    const { environments } = await readGithub(source, 'octo/tides', { fetch: failing, clock });
    expect(environments.known).toBe(isKnown);
    // A doctor does not wait for long.
    expect(asked).toBe(Math.min(failures + 1, 3));
    expect(clock.now()).toBeLessThan(10_000);
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
    for (const one of Object.values(evidence)) {
      expect(one).toEqual({
        known: false,
        because: 'GitHub shows no such repository to this token: it is not there, or private',
      });
    }
  });

  it.each(['ghp_secret\nghp_other', '“ghp_secret”', 'ghp_ secret'])(
    'is not asked for with %j, which no header takes and nobody is shown',
    async (text) => {
      const seen: { url: string; authorization: string | null }[] = [];
      const token = new Secret(text);
      const evidence = await readGithub({ ...source, token }, 'octo/tides', answers(whole, seen));
      expect(evidence.repository).toMatchObject({ known: false });
      expect(JSON.stringify(evidence)).toContain('the token for GitHub holds');
      expect(JSON.stringify(evidence)).not.toMatch(/ghp_/);
      expect(seen).toEqual([]);
    },
  );

  it('is read to the last page', async () => {
    const page = (from: number, count: number): object => ({
      environments: Array.from({ length: count }, (_, index) => ({ name: `e${from + index}` })),
    });
    const path = '/repos/octo/Tide/environments?per_page=100&page=';
    const some = { ...whole, [`${path}1`]: page(0, 100), [`${path}2`]: page(100, 7) };
    const { environments } = await readGithub(source, 'octo/tides', answers(some));
    expect(environments.known && environments.value).toHaveLength(107);
  });

  it('ends where a server answers every page with the first', async () => {
    const environments = Array.from({ length: 100 }, () => ({ name: 'release' }));
    const some = { ...whole, '/repos/octo/Tide/environments': { environments } };
    const evidence = await readGithub(source, 'octo/tides', answers(some));
    expect(evidence.environments.known).toBe(true);
  });
});

describe('what protects the branch', () => {
  const protection = '/repos/octo/Tide/branches/trunk/protection';
  const rules = '/repos/octo/Tide/rules/branches/trunk';
  const branchOf = async (some: Record<string, unknown>): Promise<unknown> => {
    const { branch } = await readGithub(source, 'octo/tides', answers({ ...whole, ...some }));
    return branch.known ? branch.value : branch.because;
  };
  const nothing = {
    requiredChecks: [],
    anySource: [],
    reviews: false,
    dismissesStale: false,
    upToDate: false,
    includesAdministrators: false,
  };

  it('is nothing where GitHub says so, and not known where it only says that nothing is there', async () => {
    const said = (message: string): Response => refused(404, JSON.stringify({ message }));
    expect(await branchOf({ [protection]: said('Branch not protected'), [rules]: [] })).toEqual(
      nothing,
    );
    expect(await branchOf({ [protection]: said('Not Found'), [rules]: [] })).toBe(
      'GitHub does not show it to this token: it needs Administration: read',
    );
  });

  it('is what all rulesets demand together, those of the organisation as well', async () => {
    const of = (type: string, parameters: object, source_type = 'Repository'): object => ({
      type,
      parameters,
      ruleset_source_type: source_type,
    });
    const checks = (context: string, strict: boolean): object => ({
      strict_required_status_checks_policy: strict,
      required_status_checks: [{ context }],
    });
    const some = {
      [protection]: refused(404, '{"message":"Branch not protected"}'),
      [rules]: [
        of('pull_request', { dismiss_stale_reviews_on_push: false }),
        of('required_status_checks', checks('test', false)),
        of('pull_request', { dismiss_stale_reviews_on_push: true }, 'Organization'),
        of('required_status_checks', checks('licence', true), 'Organization'),
      ],
    };
    expect(await branchOf(some)).toEqual({
      requiredChecks: ['test', 'licence'],
      anySource: ['test', 'licence'],
      reviews: true,
      dismissesStale: true,
      upToDate: true,
      includesAdministrators: true,
    });
  });

  it('is no review where nobody has to approve, and no rule for administrators that only forbids deletion', async () => {
    const some = {
      [protection]: { required_pull_request_reviews: { required_approving_review_count: 0 } },
      [rules]: [{ type: 'deletion' }],
    };
    expect(await branchOf(some)).toEqual(nothing);
    const parameters = { required_approving_review_count: 0 };
    expect(await branchOf({ ...some, [rules]: [{ type: 'pull_request', parameters }] })).toEqual({
      ...nothing,
      includesAdministrators: true,
    });
  });

  it.each([
    ['RepositoryRole', 5, 'always', false],
    ['OrganizationAdmin', 1, 'always', false],
    ['RepositoryRole', 5, 'pull_request', true],
    ['RepositoryRole', 4, 'always', true],
    ['Team', 5, 'always', true],
  ])('holds for administrators, where %s %i may pass it %s: %s', async (...row) => {
    const [actor_type, actor_id, bypass_mode, includes] = row;
    const some = {
      [protection]: refused(404, '{"message":"Branch not protected"}'),
      [rules]: [{ type: 'pull_request', ruleset_id: 9, parameters: {} }],
      '/repos/octo/Tide/rulesets/9': { bypass_actors: [{ actor_type, actor_id, bypass_mode }] },
    };
    expect(await branchOf(some)).toMatchObject({ reviews: true, includesAdministrators: includes });
  });
});
