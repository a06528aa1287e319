import type { Arrivals, Publisher, RegistryName } from '../state/rows.ts';
import type { State } from '../state/state.ts';
import { claimsBase } from '../oidc/claims.ts';
import { advancedBy } from './clock.ts';

interface FileRow extends Arrivals {
  readonly registry: RegistryName | 'github';
  readonly package: string;
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly publishedAt: string;
}

/** `GET state`: everything but secrets. Instants are UTC, ISO 8601. */
export interface RehearsalState {
  readonly now: string;
  readonly advancedSeconds: number;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly publishers: readonly Publisher[];
  readonly projects: readonly object[];
  readonly tokens: readonly object[];
  readonly files: readonly FileRow[];
  readonly releases: readonly object[];
}

export function reportState(state: State, now: number): RehearsalState {
  return {
    now: instant(now),
    advancedSeconds: advancedBy(state) / 1000,
    claims: claimsBase(state),
    publishers: state.publishers.values(),
    projects: [
      ...state.crates.values().map(toCrateProject),
      ...state.projects.values().map(toPythonProject),
    ],
    tokens: tokenRows(state, now),
    files: [...crateFiles(state), ...pythonFiles(state), ...releaseFiles(state)],
    releases: state.releases.values(),
  };
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function toCrateProject(crate: ReturnType<State['crates']['values']>[number]): object {
  const { name, owner, foreign, trustpubOnly, mirror } = crate;
  const versions = crate.versions.map(({ num, yanked }) => ({ version: num, yanked }));
  return { registry: 'crates-io', name, owner, foreign, trustpubOnly, mirror, versions };
}

function toPythonProject(project: ReturnType<State['projects']['values']>[number]): object {
  const { registry, name, owner, foreign } = project;
  return {
    registry,
    name,
    owner,
    foreign,
    versions: project.releases.map(({ version }) => ({ version })),
  };
}

/** A token is named by its SHA-256, which finds it and cannot be turned back into it. */
function tokenRows(state: State, now: number): object[] {
  return state.tokens.entries().map(([fingerprint, token]) => ({
    registry: token.registry,
    fingerprint,
    scope: token.scope,
    publishers: token.publishers,
    issuedAt: instant(token.issuedAt),
    expiresAt: instant(token.expiresAt),
    lastUsedAt: token.lastUsedAt === null ? null : instant(token.lastUsedAt),
    revoked: token.revoked,
    expired: token.expiresAt <= now,
    valid: !token.revoked && token.expiresAt > now,
  }));
}

function crateFiles(state: State): FileRow[] {
  return state.crates.values().flatMap(({ name, versions }) =>
    versions.map(({ num, sha256, bytes, publishedAt, uploads, accepted }) => ({
      registry: 'crates-io' as const,
      package: name,
      version: num,
      file: `${name}-${num}.crate`,
      sha256,
      bytes,
      uploads,
      accepted,
      publishedAt: instant(publishedAt),
    })),
  );
}

function pythonFiles(state: State): FileRow[] {
  return state.projects.values().flatMap(({ registry, name, releases }) =>
    releases.flatMap(({ version, files }) =>
      files.map(({ file, sha256, bytes, uploadedAt, uploads, accepted }) => ({
        registry,
        package: name,
        version,
        file,
        sha256,
        bytes,
        uploads,
        accepted,
        publishedAt: instant(uploadedAt),
      })),
    ),
  );
}

function releaseFiles(state: State): FileRow[] {
  return state.releases.values().flatMap(({ repository, tag, assets }) =>
    assets
      .filter(({ isStarter }) => !isStarter)
      .map(({ name, sha256, bytes, createdAt, uploads, accepted }) => ({
        registry: 'github' as const,
        package: repository,
        version: tag,
        file: name,
        sha256,
        bytes,
        uploads,
        accepted,
        publishedAt: instant(createdAt),
      })),
  );
}
