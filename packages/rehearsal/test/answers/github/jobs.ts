import type { Answer } from '../answer.ts';
import { call, environment, guarded, idIn, repository, requestIdentity } from './clients.ts';
import { pass, type Stage } from '../stage.ts';

const given = '"value":"ey';
const tag = (name: string) => ({ ref: `refs/tags/${name}`, ref_type: 'tag' });
const branch = (name: string) => ({ ref: `refs/heads/${name}`, ref_type: 'branch' });
const notAllowed = (what: string): string =>
  `${what} is not allowed to deploy to release due to environment protection rules.`;

type Pattern = readonly ['branch' | 'tag', string];

/** Which ref may deploy: title, patterns, claims, the refusal or null. */
const refs: readonly (readonly [string, readonly Pattern[], object, string | null, seen?: true])[] =
  [
    ['a tag where only a branch may', [['branch', 'main']], tag('v1'), 'Tag "v1"', true],
    ['a branch where only tags may', [['tag', 'v*']], branch('main'), 'Branch "main"', true],
    ['a tag of the pattern v*', [['tag', 'v*']], tag('v0.71.0'), null],
    [
      'a tag of two digits where the pattern has one',
      [['tag', 'v[0-9].[0-9].[0-9]']],
      tag('v0.71.0'),
      'Tag "v0.71.0"',
      true,
    ],
    ['a tag with a slash, for which * does not stand', [['tag', 'v*']], tag('v1/x'), 'Tag "v1/x"'],
    ['a branch pattern for a tag of that name', [['branch', 'v*']], tag('v1'), 'Tag "v1"'],
    [
      'a pull request',
      [['branch', 'main']],
      { ref: 'refs/pull/5/merge', ref_type: 'branch' },
      'Branch "refs/pull/5/merge"',
      true,
    ],
  ];

const onlyProtected = { protected_branches: true, custom_branch_policies: false };
const fourKeys = {
  required_status_checks: null,
  enforce_admins: null,
  required_pull_request_reviews: null,
  restrictions: null,
};

const protectedOnly = (claims: object) => async (stage: Stage) => {
  await call(stage, `PUT ${environment}`, { deployment_branch_policy: onlyProtected });
  await call(stage, `PUT ${repository}/branches/main/protection`, fourKeys);
  return requestIdentity(stage, claims);
};

const pending = `${repository}/actions/runs/1/pending_deployments`;

/** An environment whose jobs somebody must approve; the first job has asked. */
async function reviewed(stage: Stage): Promise<string> {
  const reviewers = [{ type: 'User', id: 1 }];
  const id = idIn(await call(stage, `PUT ${environment}`, { reviewers }));
  await requestIdentity(stage, {});
  return id;
}

const review = (state: string) => async (stage: Stage) => {
  const id = Number(await reviewed(stage));
  await call(stage, `POST ${pending}`, { environment_ids: [id], state, comment: '' });
  return requestIdentity(stage, {});
};

const timed = async (stage: Stage, seconds: number) => {
  await call(stage, `PUT ${environment}`, { wait_timer: 10 });
  await requestIdentity(stage, {});
  await pass(stage, seconds);
  return requestIdentity(stage, {});
};

export const githubJobs: readonly Answer[] = [
  {
    what: 'a job’s identity',
    client: 'curl',
    status: 200,
    says: given,
    drive: (stage) => requestIdentity(stage, {}),
  },
  {
    what: 'a job’s identity with a wrong request token',
    client: 'curl',
    status: 401,
    says: 'The request token is missing or wrong',
    drive: (stage) => requestIdentity(stage, {}, 'wrong'),
  },
  ...refs.map(([what, patterns, claims, refused, seen]): Answer => ({
    what: `the identity of ${what}`,
    client: 'curl',
    status: refused === null ? 200 : 403,
    says: refused === null ? given : notAllowed(refused),
    ...(seen ? { seen } : {}),
    drive: async (stage) => {
      await guarded(stage, ...patterns);
      return requestIdentity(stage, claims);
    },
  })),
  {
    what: 'the identity of a tag where only protected branches may',
    client: 'curl',
    status: 403,
    says: notAllowed('Tag "v1"'),
    drive: protectedOnly(tag('v1')),
  },
  {
    what: 'the identity of a branch that is not protected',
    client: 'curl',
    status: 403,
    says: notAllowed('Branch "next"'),
    drive: protectedOnly(branch('next')),
  },
  {
    what: 'the identity of a branch that is protected',
    client: 'curl',
    status: 200,
    says: given,
    drive: protectedOnly(branch('main')),
  },
  {
    what: 'the reason of a refused job, in its annotations',
    client: 'curl',
    status: 200,
    says: `"annotation_level":"failure","title":"","message":"${notAllowed('Tag "v1"')}"…The deployment was rejected or didn't satisfy other protection rules.`,
    seen: true,
    drive: async (stage) => {
      await guarded(stage, ['branch', 'main']);
      await requestIdentity(stage, tag('v1'));
      return call(stage, `GET ${repository}/check-runs/1/annotations`);
    },
  },
  {
    what: 'an environment that is not there, which is made without protection',
    client: 'curl',
    status: 200,
    says: '"name":"relaese"…"protection_rules":[],"deployment_branch_policy":null',
    drive: async (stage) => {
      await requestIdentity(stage, { environment: 'relaese' });
      return call(stage, `GET ${repository}/environments/relaese`);
    },
  },
  {
    what: 'the identity of a job that waits for a review',
    client: 'curl',
    status: 403,
    says: 'Waiting for review: release needs approval to start deploying changes.',
    drive: async (stage) => {
      await reviewed(stage);
      return requestIdentity(stage, {});
    },
  },
  {
    what: 'the jobs that wait for a review',
    client: 'curl',
    status: 200,
    says: '"current_user_can_approve":true,"reviewers":[{"type":"User","reviewer":{"login":"user-1","id":1,"type":"User"}}]',
    drive: async (stage) => {
      await reviewed(stage);
      return call(stage, `GET ${pending}`);
    },
  },
  {
    what: 'the identity of a job that was approved',
    client: 'curl',
    status: 200,
    says: given,
    drive: review('approved'),
  },
  {
    what: 'the identity of a job that was rejected',
    client: 'curl',
    status: 403,
    says: "The deployment was rejected or didn't satisfy other protection rules.",
    seen: true,
    drive: review('rejected'),
  },
  {
    what: 'the identity of a job before the wait timer ends',
    client: 'curl',
    status: 403,
    says: 'Waiting: the wait timer of release ends at',
    drive: (stage) => timed(stage, 9 * 60),
  },
  {
    what: 'the identity of a job after the wait timer',
    client: 'curl',
    status: 200,
    says: given,
    drive: (stage) => timed(stage, 10 * 60),
  },
];
