import type { Answer } from '../answer.ts';
import { arrangeRepository, call, repository } from './clients.ts';
import type { Stage } from '../stage.ts';

const protection = `${repository}/branches/main/protection`;
const fourKeys = {
  required_status_checks: { strict: true, contexts: ['test / unit'] },
  enforce_admins: true,
  required_pull_request_reviews: null,
  restrictions: null,
};

/** Branch protection and rulesets. */
export const githubRules: readonly Answer[] = [
  {
    what: 'the protection of a branch that has none',
    client: 'curl',
    status: 404,
    says: '"message":"Branch not protected"',
    drive: (stage) => call(stage, `GET ${protection}`),
  },
  {
    what: 'the protection of a branch that is not there',
    client: 'curl',
    status: 404,
    says: '"message":"Branch not found"',
    drive: (stage) => call(stage, `GET ${repository}/branches/none/protection`),
  },
  {
    what: 'a protection that leaves out what is demanded',
    client: 'curl',
    status: 422,
    says: 'Invalid request. "required_pull_request_reviews", "restrictions" weren\'t supplied.',
    drive: (stage) =>
      call(stage, `PUT ${protection}`, { required_status_checks: null, enforce_admins: null }),
  },
  {
    what: 'a protection',
    client: 'curl',
    status: 200,
    says: '"contexts":["test / unit"]…"checks":[{"app_id":null,"context":"test / unit"}]}…"enforce_admins":{…"enabled":true}',
    drive: (stage) => call(stage, `PUT ${protection}`, fourKeys),
  },
  {
    what: 'a branch that is protected',
    client: 'curl',
    status: 200,
    says: '"name":"main",…"protected":true',
    drive: async (stage) => {
      await call(stage, `PUT ${protection}`, fourKeys);
      return call(stage, `GET ${repository}/branches/main`, null, 'nobody');
    },
  },
  {
    what: 'a protection in a private repository of a free account',
    client: 'curl',
    status: 403,
    says: 'Upgrade to GitHub Pro or make this repository public to enable this feature.',
    seen: true,
    drive: async (stage) => {
      await arrangeRepository(stage, { visibility: 'private' });
      return call(stage, `PUT ${protection}`, fourKeys);
    },
  },
  {
    what: 'a ruleset without enforcement',
    client: 'curl',
    status: 422,
    says: 'Invalid request. "enforcement" wasn\'t supplied.',
    drive: (stage) => call(stage, `POST ${repository}/rulesets`, { name: 'x' }),
  },
  {
    what: 'a ruleset',
    client: 'curl',
    status: 201,
    says: '"name":"tags","target":"tag","source_type":"Repository","source":"local/workspace","enforcement":"active"',
    drive: (stage) => restrictTags(stage),
  },
  {
    what: 'a second ruleset of the name',
    client: 'curl',
    status: 422,
    says: 'Name must be unique',
    drive: async (stage) => {
      await restrictTags(stage);
      return restrictTags(stage);
    },
  },
  {
    what: 'a tag that a ruleset restricts',
    client: 'curl',
    status: 422,
    says: 'Repository rule violations found Cannot create ref due to creations being restricted.',
    drive: async (stage) => {
      await restrictTags(stage);
      return makeTag(stage);
    },
  },
  {
    what: 'a release whose tag a ruleset restricts',
    client: 'curl',
    status: 422,
    says: 'Cannot create ref due to creations being restricted.…Published releases must have a valid tag',
    drive: async (stage) => {
      await restrictTags(stage);
      return call(stage, `POST ${repository}/releases`, { tag_name: 'v1' }, 'run');
    },
  },
  {
    what: 'a tag that a ruleset restricts, for an app that it lets pass',
    client: 'curl',
    status: 201,
    says: '"ref":"refs/tags/v1"',
    drive: async (stage) => {
      await restrictTags(stage, [{ actor_id: 15368, actor_type: 'Integration' }]);
      return makeTag(stage);
    },
  },
  {
    what: 'a tag that is there',
    client: 'curl',
    status: 422,
    says: '"message":"Reference already exists"',
    drive: async (stage) => {
      await makeTag(stage);
      return makeTag(stage);
    },
  },
];

function restrictTags(stage: Stage, bypass_actors: object[] = []) {
  return call(stage, `POST ${repository}/rulesets`, {
    name: 'tags',
    target: 'tag',
    enforcement: 'active',
    bypass_actors,
    conditions: { ref_name: { include: ['refs/tags/v*'], exclude: [] } },
    rules: [{ type: 'creation' }],
  });
}

function makeTag(stage: Stage) {
  const body = { ref: 'refs/tags/v1', sha: 'a'.repeat(40) };
  return call(stage, `POST ${repository}/git/refs`, body, 'run');
}
