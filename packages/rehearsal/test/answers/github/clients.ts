import { run, type Outcome } from '../../command.ts';
import type { Stage } from '../stage.ts';

export const repository = '/repos/local/workspace';

type Who = 'owner' | 'run' | 'nobody' | { readonly token: string };

function tokenOf(stage: Stage, who: Who): string | null {
  if (who === 'nobody') return null;
  if (who === 'owner') return stage.ready.github.ownerToken;
  return who === 'run' ? stage.ready.github.token : who.token;
}

/** A request of the API, as the repository's owner unless said otherwise. */
export function call(
  stage: Stage,
  line: string,
  body: object | null = null,
  who: Who = 'owner',
): Promise<Outcome> {
  const [method = '', path = ''] = line.split(' ');
  const token = tokenOf(stage, who);
  const authorization = token === null ? [] : ['--header', `Authorization: Bearer ${token}`];
  const data = body === null ? [] : ['--data', JSON.stringify(body)];
  const to = `${stage.ready.github.api}${path}`;
  return stage.curl('--globoff', '--request', method, ...authorization, ...data, to);
}

/** The same by gh, which takes other hosts by their whole address. */
export function gh(stage: Stage, line: string, fields: readonly string[] = []): Promise<Outcome> {
  const [method = '', path = ''] = line.split(' ');
  const args = ['api', '--include', '--method', method, `${stage.ready.github.api}${path}`];
  const env = {
    GH_TOKEN: stage.ready.github.token,
    GH_ENTERPRISE_TOKEN: stage.ready.github.token,
    GH_CONFIG_DIR: stage.folder,
    NO_COLOR: '1',
  };
  return run('gh', [...args, ...fields.flatMap((field) => ['--raw-field', field])], { env });
}

/** A token with these permissions, a person's or an app's. */
export async function limitedToken(
  stage: Stage,
  limits: object,
): Promise<{ readonly token: string }> {
  const { token } = await stage.arrange('tokens', { registry: 'github', ...limits });
  return { token: String(token) };
}

export function arrangeRepository(stage: Stage, change: object): Promise<unknown> {
  return stage.arrange('projects', { registry: 'github', name: 'local/workspace', ...change });
}

export const environment = `${repository}/environments/release`;
export const policies = `${environment}/deployment-branch-policies`;

/** The environment `release`, to which only these patterns may deploy. */
export async function guarded(
  stage: Stage,
  ...patterns: readonly (readonly ['branch' | 'tag', string])[]
): Promise<void> {
  const custom = { protected_branches: false, custom_branch_policies: true };
  await call(stage, `PUT ${environment}`, { deployment_branch_policy: custom });
  for (const [type, name] of patterns) await call(stage, `POST ${policies}`, { name, type });
}

/** What a job is told that asks for its identity token. */
export async function requestIdentity(
  stage: Stage,
  claims: object,
  token = stage.ready.oidc.requestToken,
): Promise<Outcome> {
  await stage.arrange('claims', claims);
  const bearer = ['--header', `Authorization: bearer ${token}`];
  return stage.curl(...bearer, `${stage.ready.oidc.requestUrl}&audience=crates.io`);
}

/** The number of what was just made. */
export function idIn({ output }: Outcome): string {
  return /"id":(\d+)/.exec(output)?.[1] ?? '';
}
