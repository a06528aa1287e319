import { parse } from 'jsonc-parser';

interface NxJson {
  readonly nxCloudId?: unknown;
  readonly nxCloudAccessToken?: unknown;
  readonly neverConnectToCloud?: unknown;
  readonly tasksRunnerOptions?: Readonly<Record<string, { readonly runner?: unknown } | undefined>>;
}

/** Each turns remote caches off when it is true; the last two all caches, as `--skip-nx-cache` does. */
const off = [
  'NX_SKIP_REMOTE_CACHE',
  'NX_DISABLE_REMOTE_CACHE',
  'NX_SKIP_NX_CACHE',
  'NX_DISABLE_NX_CACHE',
] as const;

/** A server of one's own. */
const server = 'NX_SELF_HOSTED_REMOTE_CACHE_SERVER';
const cloudVariables = ['NX_CLOUD_ACCESS_TOKEN', 'NX_CLOUD_AUTH_TOKEN'] as const;
const cloudKeys = ['nxCloudId', 'nxCloudAccessToken'] as const;

/** Nx's own clients of other people's storage: that they are installed is enough for Nx. */
const client = /^@nx\/(?:powerpack-)?(?:s3|gcs|azure|shared-fs)-cache$/;

/**
 * What gives Nx a remote cache, as people know it: a variable, a key of nx.json, a runner of its tasks, a package.
 * Null where nothing does. `variable` reads the environment; the texts are those of nx.json and package.json. Pure.
 */
export function findRemoteCache(
  variable: (name: string) => string | null,
  nxJson: string | null,
  packageJson: string | null,
): string | null {
  if (off.some((name) => variable(name) === 'true')) return null;
  const settings = (parse(nxJson ?? '{}') ?? {}) as NxJson;
  const noCloud = variable('NX_NO_CLOUD') === 'true' || settings.neverConnectToCloud === true;
  const cloud = [
    ...cloudVariables.filter((name) => variable(name)),
    ...cloudKeys.filter((key) => settings[key]).map((key) => `${key} in nx.json`),
  ];
  return (
    [
      ...(variable(server) ? [server] : []),
      ...(noCloud ? [] : cloud),
      ...runnersOf(settings),
      ...clientsOf(packageJson),
    ][0] ?? null
  );
}

/** Runners of tasks that are not Nx's own were how caches were connected before Nx 21. */
function runnersOf({ tasksRunnerOptions = {} }: NxJson): string[] {
  return Object.values(tasksRunnerOptions)
    .map((one) => String(one?.runner ?? ''))
    .filter((runner) => runner !== '' && !/^(?:@nrwl\/workspace|nx)\/tasks-runners\//.test(runner))
    .map((runner) => `the tasks runner ${runner} in nx.json`);
}

function clientsOf(packageJson: string | null): string[] {
  const { dependencies = {}, devDependencies = {} } = (parse(packageJson ?? '{}') ??
    {}) as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
  return Object.keys({ ...dependencies, ...devDependencies })
    .filter((name) => client.test(name))
    .map((name) => `${name} in package.json`);
}
