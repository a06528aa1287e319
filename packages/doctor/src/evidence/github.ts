import type { DeploymentPolicy, DeploymentRule } from '../claims/index.ts';
import type { Source } from '@slipway/release/request';
import { askJson, askList, at, listAt, textAt, type Asking } from './ask.ts';
import {
  known,
  unknown,
  type EnvironmentFacts,
  type GithubEvidence,
  type Known,
  type RepositoryFacts,
  type Reviewer,
  type TagRuleset,
} from './model.ts';
import { readBranch } from './protection.ts';

/** What GitHub says of a repository ("owner/name"), as far as the token lets it. Reads only; REST 2022-11-28. */
export async function readGithub(
  source: Source,
  repository: string,
  ports: Asking,
): Promise<GithubEvidence> {
  const path = `/repos/${repository.split('/').map(encodeURIComponent).join('/')}`;
  const facts = await readRepository(source, path, ports);
  // Of a repository that is not shown GitHub says of everything that it is not there.
  if (!facts.known) return nothingSeen(facts);
  // A renamed repository answers under its new name.
  const own = `/repos/${facts.value.name}`;
  const branch = facts.value.defaultBranch;
  const rulesets = askRulesets(source, own, ports);
  const [environments, rules, all, tagRulesets, immutableReleases, secrets] = await Promise.all([
    readEnvironments(source, own, ports),
    readBranch(source, own, branch, ports),
    rulesets,
    rulesets.then((listed) => readTagRulesets(source, own, listed, ports)),
    readImmutable(source, own, ports),
    readSecrets(source, own, ports),
  ]);
  return {
    repository: facts,
    environments,
    branch: rules,
    rulesets: all.known ? known(all.value.flatMap((one) => textAt(one, 'name') ?? [])) : all,
    tagRulesets,
    immutableReleases,
    secrets,
  };
}

const nothingSeen = (no: Known<never>): GithubEvidence => ({
  repository: no,
  environments: no,
  branch: no,
  rulesets: no,
  tagRulesets: no,
  immutableReleases: no,
  secrets: no,
});

async function readRepository(
  source: Source,
  path: string,
  ports: Asking,
): Promise<Known<RepositoryFacts>> {
  const answer = await askJson(source, path, 'Metadata: read', ports);
  if (!answer.known) return answer;
  const name = textAt(answer.value, 'full_name');
  const ownerId = textAt(answer.value, 'owner', 'id');
  if (name === null || ownerId === null) {
    return unknown('GitHub shows no such repository to this token: it is not there, or private');
  }
  const defaultBranch = textAt(answer.value, 'default_branch') ?? 'main';
  return known({ name, ownerId, defaultBranch });
}

async function readEnvironments(
  source: Source,
  path: string,
  ports: Asking,
): Promise<Known<readonly EnvironmentFacts[]>> {
  const url = `${path}/environments`;
  const answer = await askList(source, url, ['environments'], 'Actions: read', ports);
  if (!answer.known) return answer;
  const all = await Promise.all(
    answer.value.map((one) => readEnvironment(source, path, one, ports)),
  );
  const lost = all.find((one) => !one.known);
  return lost && !lost.known ? lost : known(all.flatMap((one) => (one.known ? [one.value] : [])));
}

async function readEnvironment(
  source: Source,
  path: string,
  data: unknown,
  ports: Asking,
): Promise<Known<EnvironmentFacts>> {
  const name = textAt(data, 'name') ?? '';
  const rules = listAt(data, 'protection_rules');
  const ofType = (type: string): unknown => rules.find((rule) => textAt(rule, 'type') === type);
  const policy = await readPolicy(source, path, name, at(data, 'deployment_branch_policy'), ports);
  if (!policy.known) return policy;
  return known({
    name,
    reviewers: listAt(ofType('required_reviewers'), 'reviewers').map(toReviewer),
    preventsSelfReview: at(ofType('required_reviewers'), 'prevent_self_review') === true,
    adminsBypass: at(data, 'can_admins_bypass') !== false,
    waitTimer: Number(at(ofType('wait_timer'), 'wait_timer') ?? 0),
    policy: policy.value,
  });
}

function toReviewer(data: unknown): Reviewer {
  const type = textAt(data, 'type') === 'Team' ? 'Team' : 'User';
  return { type, id: Number(at(data, 'reviewer', 'id') ?? 0) };
}

async function readPolicy(
  source: Source,
  path: string,
  environment: string,
  written: unknown,
  ports: Asking,
): Promise<Known<DeploymentPolicy>> {
  if (written === null || written === undefined) return known({ kind: 'all', rules: [] });
  if (at(written, 'protected_branches') === true) return known({ kind: 'protected', rules: [] });
  const url = `${path}/environments/${encodeURIComponent(environment)}/deployment-branch-policies`;
  const answer = await askList(source, url, ['branch_policies'], 'Actions: read', ports);
  if (!answer.known) return answer;
  const rules = answer.value.map((rule): DeploymentRule => ({
    name: textAt(rule, 'name') ?? '',
    type: textAt(rule, 'type') === 'tag' ? 'tag' : 'branch',
  }));
  return known({ kind: 'rules', rules });
}

/** Those of the organisation as well. */
function askRulesets(source: Source, path: string, ports: Asking) {
  return askList(source, `${path}/rulesets?includes_parents=true`, [], 'Metadata: read', ports);
}

async function readTagRulesets(
  source: Source,
  path: string,
  answer: Known<readonly unknown[]>,
  ports: Asking,
): Promise<Known<readonly TagRuleset[]>> {
  if (!answer.known) return answer;
  const ids = answer.value
    .filter((one) => textAt(one, 'target') === 'tag' && textAt(one, 'enforcement') === 'active')
    .flatMap((one) => textAt(one, 'id') ?? []);
  const all = await Promise.all(
    ids.map((id) => askJson(source, `${path}/rulesets/${id}`, 'Metadata: read', ports)),
  );
  const lost = all.find((one) => !one.known);
  if (lost && !lost.known) return lost;
  return known(
    all
      .map((one) => (one.known ? one.value : null))
      .filter((one) => listAt(one, 'rules').some((rule) => textAt(rule, 'type') === 'creation'))
      .map((one) => ({
        name: textAt(one, 'name') ?? '',
        include: listAt(one, 'conditions', 'ref_name', 'include').map(String),
        exclude: listAt(one, 'conditions', 'ref_name', 'exclude').map(String),
        // Who may not administer is not told the actors, and whether they may themselves instead.
        hasBypass:
          listAt(one, 'bypass_actors').length > 0 ||
          !['never', null].includes(textAt(one, 'current_user_can_bypass')),
      })),
  );
}

/** The path is as GitHub's documentation of immutable releases has it; 404 means that they are off. */
async function readImmutable(source: Source, path: string, ports: Asking): Promise<Known<boolean>> {
  const answer = await askJson(source, `${path}/immutable-releases`, 'Administration: read', ports);
  if (!answer.known) return answer;
  return known(at(answer.value, 'enabled') === true);
}

async function readSecrets(
  source: Source,
  path: string,
  ports: Asking,
): Promise<GithubEvidence['secrets']> {
  const url = `${path}/actions/secrets`;
  const answer = await askList(source, url, ['secrets'], 'Secrets: read', ports);
  if (!answer.known) return answer;
  return known(
    answer.value.flatMap((one) => {
      const name = textAt(one, 'name');
      return name === null ? [] : [{ name, place: 'the repository' }];
    }),
  );
}
