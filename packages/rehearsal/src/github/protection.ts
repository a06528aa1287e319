import type { Places } from '../ready.ts';
import { Refusal, json, type Handler, type HttpRequest } from '../message/message.ts';
import type { State } from '../state/state.ts';
import {
  changeSettings,
  readJson,
  repositoryOf,
  repositorySettings,
  unsupplied,
} from './repository.ts';

/** `GET …/branches/{branch}` */
export function showBranch(places: Places): Handler {
  return (request, state) => {
    const name = knownBranch(request, state);
    const { refs, protections } = repositorySettings(repositoryOf(request), state);
    const url = `${places.github}/repos/${repositoryOf(request)}/branches/${name}`;
    const sha = refs[`refs/heads/${name}`] ?? '0'.repeat(40);
    return json(200, {
      name,
      commit: { sha },
      protected: name in protections,
      protection_url: `${url}/protection`,
    });
  };
}

/** `GET …/branches/{branch}/protection` */
export const showProtection: Handler = (request, state) => {
  const name = knownBranch(request, state);
  verifyPlan(request, state);
  const found = repositorySettings(repositoryOf(request), state).protections[name];
  if (!found) throw new Refusal(404, 'Branch not protected');
  return json(200, found);
};

const demanded = [
  'required_status_checks',
  'enforce_admins',
  'required_pull_request_reviews',
  'restrictions',
];
const flags = [
  'required_linear_history',
  'allow_force_pushes',
  'allow_deletions',
  'block_creations',
  'required_conversation_resolution',
  'lock_branch',
  'allow_fork_syncing',
];

/** `PUT …/branches/{branch}/protection`: four of its fields are demanded, be they null. */
export function putProtection(places: Places): Handler {
  return (request, state) => {
    const name = knownBranch(request, state);
    verifyPlan(request, state);
    const given = readJson(request);
    const missing = demanded.filter((field) => given[field] === undefined);
    if (missing.length > 0) throw unsupplied(missing);
    const url = `${places.github}/repos/${repositoryOf(request)}/branches/${name}/protection`;
    const shown = { url, ...toProtection(given, url) };
    const { protections } = repositorySettings(repositoryOf(request), state);
    changeSettings(
      repositoryOf(request),
      { protections: { ...protections, [name]: shown } },
      state,
    );
    return json(200, shown);
  };
}

export const removeProtection: Handler = (request, state) => {
  const name = knownBranch(request, state);
  const { [name]: gone, ...others } = repositorySettings(repositoryOf(request), state).protections;
  if (!gone) throw new Refusal(404, 'Branch not protected');
  changeSettings(repositoryOf(request), { protections: others }, state);
  return { status: 204 };
};

interface StatusChecks {
  readonly strict?: boolean;
  readonly contexts?: readonly string[];
  readonly checks?: readonly { readonly context: string; readonly app_id?: number }[];
}

/** What is not set is left out, and flags are objects: so GitHub shows it. */
function toProtection(given: Readonly<Record<string, unknown>>, url: string): object {
  const status = given['required_status_checks'] as StatusChecks | null;
  const checks = status?.checks ?? status?.contexts?.map((context) => ({ context })) ?? [];
  const object = (field: string): object =>
    given[field] ? { [field]: { url: `${url}/${field}`, ...(given[field] as object) } } : {};
  return {
    ...(status
      ? {
          required_status_checks: {
            url: `${url}/required_status_checks`,
            strict: status.strict ?? false,
            contexts: checks.map(({ context }) => context),
            contexts_url: `${url}/required_status_checks/contexts`,
            checks: checks.map((check) => ({ app_id: null, ...check })),
          },
        }
      : {}),
    ...object('required_pull_request_reviews'),
    ...object('restrictions'),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: given['enforce_admins'] === true },
    ...Object.fromEntries(flags.map((flag) => [flag, { enabled: given[flag] === true }])),
  };
}

function knownBranch(request: HttpRequest, state: State): string {
  const name = request.parameters['branch'] ?? '';
  const { defaultBranch, refs } = repositorySettings(repositoryOf(request), state);
  if (name === defaultBranch || `refs/heads/${name}` in refs) return name;
  throw new Refusal(404, 'Branch not found');
}

/** A private repository of a free account protects nothing. */
export function verifyPlan(request: HttpRequest, state: State): void {
  const { visibility, plan } = repositorySettings(repositoryOf(request), state);
  if (visibility === 'public' || plan === 'paid') return;
  throw new Refusal(
    403,
    'Upgrade to GitHub Pro or make this repository public to enable this feature.',
  );
}
