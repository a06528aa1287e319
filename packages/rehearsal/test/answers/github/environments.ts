import type { Answer } from '../answer.ts';
import {
  arrangeRepository,
  call,
  environment,
  guarded,
  idIn,
  policies,
  repository,
} from './clients.ts';

const custom = { protected_branches: false, custom_branch_policies: true };

/** Environments, and which refs may deploy to them. */
export const githubEnvironments: readonly Answer[] = [
  {
    what: 'an environment with everything',
    client: 'curl',
    status: 200,
    says: '"name":"release"…"can_admins_bypass":false,"protection_rules":[{…"type":"wait_timer","wait_timer":30},{…"type":"required_reviewers","prevent_self_review":true,"reviewers":[{"type":"User",…{…"type":"branch_policy"}],"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}',
    drive: (stage) =>
      call(stage, `PUT ${environment}`, {
        wait_timer: 30,
        prevent_self_review: true,
        reviewers: [{ type: 'User', id: 1 }],
        can_admins_bypass: false,
        deployment_branch_policy: custom,
      }),
  },
  {
    what: 'the environments',
    client: 'curl',
    status: 200,
    says: '"total_count":1,"environments":[{"id":',
    drive: async (stage) => {
      await guarded(stage);
      return call(stage, `GET ${repository}/environments`, null, 'nobody');
    },
  },
  {
    what: 'an environment that is not there',
    client: 'curl',
    status: 404,
    says: '"message":"Not Found"',
    drive: (stage) => call(stage, `GET ${environment}`),
  },
  {
    what: 'the removal of an environment',
    client: 'curl',
    status: 204,
    says: '…',
    drive: async (stage) => {
      await guarded(stage);
      return call(stage, `DELETE ${environment}`);
    },
  },
  ...[true, false].map((same): Answer => ({
    what: `an environment for refs that are ${same ? 'both' : 'neither'} protected and of patterns`,
    client: 'curl',
    status: 422,
    says: 'protected_branches and custom_branch_policies cannot have the same value',
    drive: (stage) =>
      call(stage, `PUT ${environment}`, {
        deployment_branch_policy: { protected_branches: same, custom_branch_policies: same },
      }),
  })),
  {
    what: 'a wait timer of 31 days',
    client: 'curl',
    status: 422,
    says: 'Wait timer must be between 0 and 43200 minutes',
    drive: (stage) => call(stage, `PUT ${environment}`, { wait_timer: 44_640 }),
  },
  {
    what: 'seven reviewers',
    client: 'curl',
    status: 422,
    says: 'There can be at most 6 reviewers',
    drive: (stage) => {
      const reviewers = Array.from({ length: 7 }, (_, id) => ({ type: 'User', id }));
      return call(stage, `PUT ${environment}`, { reviewers });
    },
  },
  {
    what: 'reviewers in a private repository of a free account',
    client: 'curl',
    status: 422,
    says: 'Failed to create the environment protection rule. Please ensure the billing plan supports the required reviewers protection rule.',
    drive: async (stage) => {
      await arrangeRepository(stage, { visibility: 'private' });
      return call(stage, `PUT ${environment}`, { reviewers: [{ type: 'User', id: 1 }] });
    },
  },
  {
    what: 'a pattern for tags',
    client: 'curl',
    status: 200,
    says: '"name":"v*","type":"tag"}',
    drive: async (stage) => {
      await guarded(stage);
      return call(stage, `POST ${policies}`, { name: 'v*', type: 'tag' });
    },
  },
  {
    what: 'the same pattern again',
    client: 'curl',
    status: 303,
    says: 'location: ',
    drive: async (stage) => {
      await guarded(stage, ['tag', 'v*']);
      return call(stage, `POST ${policies}`, { name: 'v*', type: 'tag' });
    },
  },
  {
    what: 'a pattern where all refs may deploy',
    client: 'curl',
    status: 404,
    says: '"message":"Not Found"',
    drive: async (stage) => {
      await call(stage, `PUT ${environment}`, {});
      return call(stage, `POST ${policies}`, { name: 'v*', type: 'tag' });
    },
  },
  {
    what: 'the patterns',
    client: 'curl',
    status: 200,
    says: '"total_count":2,"branch_policies":[{…"name":"main","type":"branch"},{…"name":"v*","type":"tag"}]',
    drive: async (stage) => {
      await guarded(stage, ['branch', 'main'], ['tag', 'v*']);
      return call(stage, `GET ${policies}`);
    },
  },
  {
    what: 'the removal of a pattern',
    client: 'curl',
    status: 204,
    says: '…',
    drive: async (stage) => {
      await guarded(stage);
      const made = idIn(await call(stage, `POST ${policies}`, { name: 'v*', type: 'tag' }));
      return call(stage, `DELETE ${policies}/${made}`);
    },
  },
];
