import type { Places } from '../ready.ts';
import {
  Refusal,
  answeringRefusals,
  json,
  type Handler,
  type HttpResponse,
} from '../message/message.ts';
import { route, type Routes } from '../server/route.ts';
import { needs } from './access.ts';
import { addAttestation, listAttestations } from './attestations.ts';
import {
  downloadAsset,
  leaveStarter,
  listAssets,
  removeAsset,
  showAsset,
  uploadAsset,
} from './assets.ts';
import { listAnnotations, listPending, reviewPending } from './deployments.ts';
import {
  addPolicy,
  listEnvironments,
  listPolicies,
  putEnvironment,
  removeEnvironment,
  removePolicy,
  showEnvironment,
  showPolicy,
} from './environments.ts';
import { putProtection, removeProtection, showBranch, showProtection } from './protection.ts';
import { addComment, addIssue, changeIssue, listComments, listIssues } from './issues.ts';
import { limited } from './rate-limit.ts';
import { addRef, listRefs, removeRef, showCommit, showRef } from './refs.ts';
import {
  changeRelease,
  createRelease,
  generateNotes,
  listReleases,
  removeRelease,
  showByTag,
  showLatest,
  showRelease,
} from './releases.ts';
import {
  changeImmutability,
  showImmutability,
  showRepository,
  showUser,
} from './repository-page.ts';
import {
  addRuleset,
  changeRuleset,
  listRules,
  listRulesets,
  removeRuleset,
  showRuleset,
} from './rulesets.ts';

const documentation = 'https://docs.github.com/rest/releases/releases';
const repo = '/repos/{owner}/{repo}';

/** GitHub's REST API as far as releases need it. Every repository exists; its settings are the state's. */
export function githubHandler(places: Places): Handler {
  const routes = route(
    {
      'GET /users/{login}': showUser,
      [`GET ${repo}`]: needs('metadata:read', showRepository(places)),
      ...releaseRoutes(places),
      ...settingRoutes(places),
      ...refRoutes(places),
      ...issueRoutes(places),
      'GET /{owner}/{repo}/releases/download/{tag}/{name}': needs('contents:read', downloadAsset),
    },
    () => {
      throw new Refusal(404, 'Not Found');
    },
  );
  return answeringRefusals(demandUserAgent(limited(routes)), dress);
}

/** What is left of requests whose bodies broke off. */
export function brokenGithubHandler(): Handler {
  const upload = `POST ${repo}/releases/{id}/assets`;
  const routes = route({ [upload]: needs('contents:write', leaveStarter) }, () => ({
    status: 404,
  }));
  return answeringRefusals(routes, dress);
}

function releaseRoutes(places: Places): Routes {
  const releases = `${repo}/releases`;
  const [read, write] = ['contents:read', 'contents:write'] as const;
  return {
    [`GET ${releases}`]: needs(read, listReleases(places)),
    [`POST ${releases}`]: needs(write, createRelease(places)),
    [`POST ${releases}/generate-notes`]: needs(write, generateNotes(places)),
    [`GET ${releases}/latest`]: needs(read, showLatest(places)),
    [`GET ${releases}/tags/{tag+}`]: needs(read, showByTag(places)),
    [`GET ${releases}/assets/{asset}`]: needs(read, showAsset(places)),
    [`DELETE ${releases}/assets/{asset}`]: needs(write, removeAsset),
    [`GET ${releases}/{id}`]: needs(read, showRelease(places)),
    [`PATCH ${releases}/{id}`]: needs(write, changeRelease(places)),
    [`DELETE ${releases}/{id}`]: needs(write, removeRelease),
    [`GET ${releases}/{id}/assets`]: needs(read, listAssets(places)),
    [`POST ${releases}/{id}/assets`]: needs(write, uploadAsset(places)),
  };
}

function issueRoutes(places: Places): Routes {
  const issues = `${repo}/issues`;
  const [read, write] = ['issues:read', 'issues:write'] as const;
  return {
    [`GET ${issues}`]: needs(read, listIssues(places)),
    [`POST ${issues}`]: needs(write, addIssue(places)),
    [`PATCH ${issues}/{number}`]: needs(write, changeIssue(places)),
    [`GET ${issues}/{number}/comments`]: needs(read, listComments(places)),
    [`POST ${issues}/{number}/comments`]: needs(write, addComment),
  };
}

/** What an administrator sets up once. */
function settingRoutes(places: Places): Routes {
  const [read, write] = ['administration:read', 'administration:write'] as const;
  const one = `${repo}/environments/{environment}`;
  const policies = `${one}/deployment-branch-policies`;
  const protection = `${repo}/branches/{branch}/protection`;
  return {
    [`GET ${repo}/immutable-releases`]: needs(read, showImmutability),
    [`PUT ${repo}/immutable-releases`]: needs(write, changeImmutability(true)),
    [`DELETE ${repo}/immutable-releases`]: needs(write, changeImmutability(false)),
    [`GET ${repo}/environments`]: needs('actions:read', listEnvironments(places)),
    [`GET ${one}`]: needs('actions:read', showEnvironment(places)),
    [`PUT ${one}`]: needs(write, putEnvironment(places)),
    [`DELETE ${one}`]: needs(write, removeEnvironment),
    [`GET ${policies}`]: needs('actions:read', listPolicies),
    [`POST ${policies}`]: needs(write, addPolicy),
    [`GET ${policies}/{policy}`]: needs('actions:read', showPolicy),
    [`DELETE ${policies}/{policy}`]: needs(write, removePolicy),
    [`GET ${repo}/branches/{branch}`]: needs('contents:read', showBranch(places)),
    [`GET ${protection}`]: needs(read, showProtection),
    [`PUT ${protection}`]: needs(write, putProtection(places)),
    [`DELETE ${protection}`]: needs(write, removeProtection),
    [`GET ${repo}/rulesets`]: needs('metadata:read', listRulesets(places)),
    [`POST ${repo}/rulesets`]: needs(write, addRuleset(places)),
    [`GET ${repo}/rulesets/{ruleset}`]: needs('metadata:read', showRuleset(places)),
    [`PUT ${repo}/rulesets/{ruleset}`]: needs(write, changeRuleset(places)),
    [`DELETE ${repo}/rulesets/{ruleset}`]: needs(write, removeRuleset),
    [`GET ${repo}/rules/branches/{branch+}`]: needs('metadata:read', listRules),
  };
}

/** Tags, attestations, and runs whose jobs wait or were refused. */
function refRoutes(places: Places): Routes {
  const pending = `${repo}/actions/runs/{run}/pending_deployments`;
  return {
    [`GET ${repo}/git/ref/{ref+}`]: needs('contents:read', showRef(places)),
    [`GET ${repo}/commits/{ref+}`]: needs('contents:read', showCommit(places)),
    [`GET ${repo}/git/matching-refs/{ref+}`]: needs('contents:read', listRefs(places)),
    [`POST ${repo}/git/refs`]: needs('contents:write', addRef(places)),
    [`DELETE ${repo}/git/refs/{ref+}`]: needs('contents:write', removeRef),
    [`GET ${pending}`]: needs('actions:read', listPending(places)),
    [`POST ${pending}`]: needs('deployments:write', reviewPending),
    [`POST ${repo}/attestations`]: needs('attestations:write', addAttestation),
    [`GET ${repo}/attestations/{digest}`]: needs('attestations:read', listAttestations),
    [`GET ${repo}/check-runs/{id}/annotations`]: needs('checks:read', listAnnotations),
  };
}

function dress({ status, message, code }: Refusal): HttpResponse {
  const errors = code === null ? {} : { errors: JSON.parse(code) as unknown };
  return json(status, {
    message,
    ...errors,
    documentation_url: documentation,
    status: String(status),
  });
}

function demandUserAgent(handler: Handler): Handler {
  return (request, state, now) => {
    if (request.headers['user-agent']) return handler(request, state, now);
    const body =
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.';
    return { status: 403, headers: { 'content-type': 'text/html' }, body };
  };
}
