import { Refusal, type Handler, type HttpRequest } from '../message/message.ts';
import { fingerprint } from '../state/secrets.ts';
import type { State } from '../state/state.ts';
import { repositoryOf, repositorySettings } from './repository.ts';

/** Who asks: nobody known, a person by a token of theirs, or a workflow run. */
export interface Caller {
  readonly kind: 'nobody' | 'person' | 'run';
  /** Such as `contents:write`; null is all of them. */
  readonly permissions: readonly string[] | null;
  /** "owner/name" in lower case; null is all of them. */
  readonly repositories: readonly string[] | null;
}

/** What a route needs: `contents:read`, `administration:write`. */
export type Permission = `${string}:${'read' | 'write'}`;

/** What the release job of a workflow is given, besides `id-token: write`. No run is given administration. */
const ofRun: readonly string[] = [
  'contents:write',
  'attestations:write',
  'actions:read',
  'checks:read',
];

export function callerOf(request: HttpRequest, state: State, now: number): Caller {
  const header = request.headers['authorization'] ?? '';
  const token = /^(?:bearer|token)\s+(.+)$/i.exec(header)?.[1];
  const everywhere = { permissions: null, repositories: null };
  if (token === undefined) return { kind: 'nobody', ...everywhere };
  if (token === state.secrets.github) return { kind: 'run', ...everywhere, permissions: ofRun };
  if (token === state.secrets.githubOwner) return { kind: 'person', ...everywhere };
  const row = state.apiTokens.get(fingerprint(token));
  if (row?.registry !== 'github' || (row.expiresAt ?? Infinity) <= now) {
    throw new Refusal(401, 'Bad credentials');
  }
  return {
    kind: token.startsWith('ghs_') ? 'run' : 'person',
    permissions: row.scopes,
    repositories: row.packages?.map((name) => name.toLowerCase()) ?? null,
  };
}

/** A route that only they may take whom GitHub lets. */
export function needs(permission: Permission, handler: Handler): Handler {
  return (request, state, now) => {
    verifyAccess(callerOf(request, state, now), repositoryOf(request), permission, state);
    return handler(request, state, now);
  };
}

function verifyAccess(
  caller: Caller,
  repository: string,
  permission: Permission,
  state: State,
): void {
  const isMember =
    caller.kind !== 'nobody' && (caller.repositories?.includes(repository.toLowerCase()) ?? true);
  const isPublic = repositorySettings(repository, state).visibility === 'public';
  // Who may not know of a repository is told that there is none.
  if (!isPublic && !isMember) throw new Refusal(404, 'Not Found');
  if (isPublic && isOpen(permission)) return;
  if (caller.kind === 'nobody') throw new Refusal(401, 'Requires authentication');
  if (isMember && includes(caller.permissions, permission)) return;
  const by = caller.kind === 'run' ? 'integration' : 'personal access token';
  throw new Refusal(403, `Resource not accessible by ${by}`, {
    headers: { 'x-accepted-github-permissions': permission.replace(':', '=') },
  });
}

/** What everybody may read of a public repository. */
function isOpen(permission: Permission): boolean {
  return permission.endsWith(':read') && !permission.startsWith('administration');
}

function includes(permissions: Caller['permissions'], wanted: Permission): boolean {
  if (permissions === null || wanted === 'metadata:read') return true;
  return permissions.includes(wanted) || permissions.includes(wanted.replace(/read$/, 'write'));
}
