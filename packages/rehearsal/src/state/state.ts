import type { Blobs } from './blobs.ts';
import type {
  Account,
  ApiToken,
  Bucket,
  Crate,
  DeletedName,
  Deployment,
  GithubRelease,
  GithubRepository,
  Project,
  Publisher,
  RegistryName,
  SiteSettings,
  Token,
  UsedIdentity,
} from './rows.ts';
import type { Secrets } from './secrets.ts';
import { Table } from './table.ts';

interface Rows {
  /** By canonical name: lower case, `_` for `-`. */
  crates: Crate;
  /** By registry and normalised name: `pypi/some-name`. */
  projects: Project;
  publishers: Publisher;
  /** By fingerprint: what an exchange issued, and what a person made. */
  tokens: Token;
  apiTokens: ApiToken;
  /** By registry. */
  accounts: Account;
  sites: SiteSettings;
  /** By action. */
  buckets: Bucket;
  /** By canonical name. */
  deletedNames: DeletedName;
  /** By registry and `jti`. */
  identities: UsedIdentity;
  releases: GithubRelease;
  /** By "owner/name" in lower case. */
  repositories: GithubRepository;
  /** By repository, run and environment. */
  deployments: Deployment;
  /** `clock`, `claims`, `ids`, `index`: single values. */
  settings: Readonly<Record<string, unknown>>;
}

export type Tables = { readonly [Name in keyof Rows]: Table<Rows[Name]> };

const names: readonly (keyof Rows)[] = [
  'crates',
  'projects',
  'publishers',
  'tokens',
  'apiTokens',
  'accounts',
  'sites',
  'buckets',
  'deletedNames',
  'identities',
  'releases',
  'repositories',
  'deployments',
  'settings',
];

/** Everything the rehearsal knows: tables that are kept, files that are kept, secrets that are not. */
export interface State extends Tables {
  readonly blobs: Blobs;
  readonly secrets: Secrets;
  /** Grows with each change. */
  revision(): number;
  /** A copy that can be changed without a trace. */
  fork(): State;
  toJson(): string;
  clear(): void;
}

type Content = { [Name in keyof Rows]?: Readonly<Record<string, Rows[Name]>> };

export function newState(blobs: Blobs, secrets: Secrets, content: Content = {}): State {
  let revision = 0;
  const changed = (): void => {
    revision += 1;
  };
  const made = names.map((name) => [name, new Table(changed, Object.entries(content[name] ?? {}))]);
  const tables = Object.fromEntries(made) as unknown as Tables;
  return {
    ...tables,
    blobs,
    secrets,
    revision: () => revision,
    fork: () => newState(blobs, secrets, toContent(tables)),
    toJson: () => toJson(tables),
    clear: () => names.forEach((name) => tables[name].clear()),
  };
}

function toContent(tables: Tables): Content {
  return Object.fromEntries(
    names.map((name) => [name, Object.fromEntries(tables[name].entries())]),
  );
}

export const schema = 'slipway.rehearsal/1';

export function readState(json: string, blobs: Blobs, secrets: Secrets): State {
  const value = JSON.parse(json) as { schema?: unknown; tables?: Content };
  if (value.schema !== schema || !value.tables) {
    throw new Error(`the state is not of schema ${schema}`);
  }
  return newState(blobs, secrets, value.tables);
}

/** Rows are replaced, never changed: what was written once is written the same again. */
const written = new WeakMap<object, string>();

function toJson(tables: Tables): string {
  const parts = names.map((name) => {
    const rows = tables[name].entries().map(([key, row]) => {
      const text = written.get(row) ?? JSON.stringify(row);
      written.set(row, text);
      return `${JSON.stringify(key)}:${text}`;
    });
    return `${JSON.stringify(name)}:{\n${rows.join(',\n')}\n}`;
  });
  return `{"schema":"${schema}","tables":{\n${parts.join(',\n')}\n}}\n`;
}

/** The next number of a kind of thing, from 1. */
export function nextId(state: State): number {
  const last = state.settings.get('ids')?.['last'];
  const next = (typeof last === 'number' ? last : 0) + 1;
  state.settings.set('ids', { last: next });
  return next;
}

const openSite: SiteSettings = { mode: 'open', blockedAgents: [] };

/** What a registry as a whole does not do at the moment. */
export function siteOf(registry: RegistryName, state: State): SiteSettings {
  return state.sites.get(registry) ?? openSite;
}
