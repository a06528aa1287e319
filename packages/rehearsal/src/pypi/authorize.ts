import { Refusal, type HttpRequest } from '../message/message.ts';
import type { ApiToken, Token } from '../state/rows.ts';
import { fingerprint } from '../state/secrets.ts';
import type { State } from '../state/state.ts';
import { normalizedName } from './name.ts';
import { findProject, help, type Site } from './site.ts';
import { addresses } from '../upstream.ts';

/** Who uploads: the owner by an API token, or a workflow run by a token it was given. */
export type Uploader =
  | { readonly kind: 'owner'; readonly limits: ApiToken | null }
  | { readonly kind: 'run'; readonly key: string; readonly token: Token };

/** Step 2 of an upload: whose token is this? Expiry is a matter of permission, and comes later. */
export function identify(request: HttpRequest, site: Site, state: State): Uploader {
  const secret = presentedToken(request.headers['authorization'] ?? '');
  if (secret === state.secrets.owner[site.registry]) return { kind: 'owner', limits: null };
  const key = fingerprint(secret ?? '');
  const token = state.tokens.get(key);
  if (token && token.registry === site.registry && !token.revoked)
    return { kind: 'run', key, token };
  const limits = state.apiTokens.get(key);
  if (limits?.registry === site.registry) return { kind: 'owner', limits };
  throw new Refusal(
    403,
    `Invalid or non-existent authentication information. See ${help(site, 'invalid-auth')} for more information.`,
  );
}

function presentedToken(header: string): string | null {
  const [scheme = '', value = ''] = header.split(/\s+/, 2);
  if (/^(token|bearer)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return null;
  const [user, ...password] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return user === '__token__' ? password.join(':') : null;
}

/** Steps 7 and 8: may they upload to this project, and may it be created? */
export function verifyPermission(
  uploader: Uploader,
  name: string,
  site: Site,
  state: State,
  now: number,
): void {
  const project = findProject(site, name, state);
  if (uploader.kind === 'owner') {
    verifyLimits(uploader.limits, project?.name ?? name, now);
    if (!project?.foreign) return;
    const seeAlso = help(site, 'project-name');
    throw new Refusal(
      403,
      `The user 'owner' isn't allowed to upload to project '${project.name}'. See ${seeAlso} for more information.`,
    );
  }
  if (!project) throw new Refusal(400, mayNotCreate);
  const { token, key } = uploader;
  if (token.expiresAt <= now) throw new Refusal(403, 'Invalid API Token: token is expired');
  if (!token.scope.includes(normalizedName(name))) {
    throw new Refusal(
      403,
      `Invalid API Token: OIDC scoped token is not valid for project '${project.name}', project-scoped token is not valid for project: '${project.name}'`,
    );
  }
  state.tokens.set(key, { ...token, lastUsedAt: now });
}

/** A token that a person made may have an end, and be for some projects only. */
function verifyLimits(limits: ApiToken | null, name: string, now: number): void {
  if (limits === null) return;
  if ((limits.expiresAt ?? Infinity) <= now) {
    throw new Refusal(403, 'Invalid API Token: token is expired');
  }
  const projects = limits.packages?.map(normalizedName);
  if (!projects || projects.includes(normalizedName(name))) return;
  throw new Refusal(
    403,
    `Invalid API Token: project-scoped token is not valid for project: '${name}'`,
  );
}

const mayNotCreate =
  'Non-user identities cannot create new projects. This was probably caused by successfully using a pending publisher but ' +
  "specifying the project name incorrectly (either in the publisher or in your project's metadata). Please ensure that both match. " +
  `See: ${addresses.pypiDocs}/trusted-publishers/troubleshooting/`;
