import { jobProblem } from './github/deployments.ts';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { adminHandler } from './admin/routes.ts';
import { advancedBy } from './admin/clock.ts';
import { applyScenario, readScenario } from './admin/scenario.ts';
import { noPublicCrates, publicCrates } from './crates-io/public-crates.ts';
import { cratesIoHandler } from './crates-io/routes.ts';
import { noFaults, type Fault, type Faults } from './faults/fault.ts';
import { brokenGithubHandler, githubHandler } from './github/routes.ts';
import { newIssuer } from './oidc/issuer.ts';
import { oidcHandler } from './oidc/routes.ts';
import { pypiHandler } from './pypi/routes.ts';
import { placesAt, toReadyLine, type Places, type ReadyLine } from './ready.ts';
import { listen, type Listening } from './server/listen.ts';
import { fulcioHandler } from './sigstore/fulcio.ts';
import { rekorHandler } from './sigstore/rekor.ts';
import { newSigstore } from './sigstore/sigstore.ts';
import { trustedRootHandler } from './sigstore/trusted-root.ts';
import type { Handler } from './message/message.ts';
import type { Mount } from './server/mount.ts';
import { newSecrets } from './state/secrets.ts';
import { awaitUnheld, hold, holderFile } from './state/hold.ts';
import { openStore } from './state/store.ts';
import { publicUpstream, type Upstream } from './upstream.ts';

export interface RehearsalOptions {
  /** Folder in which the registries live on; without it they end with the process. */
  readonly state?: string;
  /** Whether what an earlier start has left in that folder is forgotten. */
  readonly fresh?: boolean;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** A file of claims, publishers, projects and faults to start with. */
  readonly scenario?: string;
  /** What goes wrong from the start on. */
  readonly faults?: readonly Fault[];
  /** The public registries that are asked for what is not here; null asks nobody. */
  readonly upstream?: Partial<Upstream> | null;
  /** Folder for what crates.io was asked for; `~/.cache/slipway/crates-io` otherwise. */
  readonly cache?: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly clock?: () => number;
  readonly signal?: AbortSignal;
  /** A line for each request; it never holds a token. */
  readonly log?: (line: string) => void;
}

export interface Rehearsal {
  readonly ready: ReadyLine;
  close(): Promise<void>;
}

/**
 * Starts the registries on loopback. Rejects with the system's error when the port is taken, and with StateInUse when
 * others serve that state.
 */
export async function startRehearsal(options: RehearsalOptions = {}): Promise<Rehearsal> {
  const scenario = options.scenario === undefined ? null : await readScenario(options.scenario);
  // Before the port: who serves this state may have that as well.
  if (options.state !== undefined) await awaitUnheld(options.state);
  const listening = await listen(options.port ?? 0);
  try {
    return await open(options, scenario, listening);
  } catch (error) {
    await listening.close();
    throw error;
  }
}

async function open(
  options: RehearsalOptions,
  scenario: Awaited<ReturnType<typeof readScenario>> | null,
  listening: Listening,
): Promise<Rehearsal> {
  const temporary =
    options.state === undefined ? await mkdtemp(join(tmpdir(), 'slipway-rehearsal-')) : null;
  const folder = options.state ?? temporary ?? '';
  const secrets = newSecrets();
  const places = placesAt(`http://127.0.0.1:${listening.port}`);
  const ready = toReadyLine(places, secrets);
  const { admin, instance } = ready;
  await mkdir(folder, { recursive: true });
  const giveBack = await hold(folder, { admin, instance, pid: process.pid });
  const leave = async (): Promise<void> => {
    await giveBack();
    if (temporary) await rm(temporary, { recursive: true, force: true });
  };
  try {
    if (options.fresh) await clear(folder);
    const store = openStore(folder, secrets);
    const faults = noFaults();
    const clock = options.clock ?? Date.now;
    const now = (): number => clock() + advancedBy(store.state);
    if (scenario) await applyScenario(scenario, store.state, faults, now());
    faults.set(options.faults ?? []);
    await store.save();
    const mounts = [...(await registries(options, places)), adminMount(ready, places, faults)];
    listening.serve({ mounts, store, faults, now, log: options.log ?? (() => undefined) });
    const close = once(() => listening.close().then(store.save).then(leave));
    options.signal?.addEventListener('abort', () => void close(), { once: true });
    return { ready, close };
  } catch (error) {
    await leave();
    throw error;
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | null = null;
  return () => (begun ??= work());
}

async function clear(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== holderFile);
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true });
}

/** The registries at their places, without the administration. */
export async function registries(options: RehearsalOptions, places: Places): Promise<Mount[]> {
  const upstream = options.upstream === null ? null : { ...publicUpstream, ...options.upstream };
  const cache = options.cache ?? defaultCache();
  const crates = upstream ? publicCrates(upstream.cratesIndex, cache, Date.now) : noPublicCrates;
  const issuer = await newIssuer(places.oidc);
  const sigstore = newSigstore(places, (options.clock ?? Date.now)());
  const publicSimple = upstream ? upstream.pypiSimple.replace(/\/?$/, '/') : null;
  const handlers: [string, string, Handler][] = [
    [
      'crates-io',
      places.cratesIo,
      cratesIoHandler({ base: places.cratesIo, issuer, publicCrates: crates }),
    ],
    [
      'pypi',
      places.pypi,
      pypiHandler({ registry: 'pypi', base: places.pypi, issuer, sigstore, publicSimple }),
    ],
    [
      'testpypi',
      places.testpypi,
      pypiHandler({ registry: 'testpypi', base: places.testpypi, issuer, sigstore, publicSimple }),
    ],
    ['github', places.github, githubHandler(places)],
    ['github', places.githubUploads, githubHandler(places)],
    ['oidc', places.oidc, oidcHandler(issuer, jobProblem)],
    ['fulcio', places.fulcio, fulcioHandler(sigstore, issuer)],
    ['rekor', places.rekor, rekorHandler(sigstore)],
    ['sigstore', places.trustedRoot, trustedRootHandler(sigstore)],
  ];
  return handlers.map(([registry, place, handler]) => ({
    registry,
    prefix: new URL(place).pathname,
    handler,
    ...(registry === 'github' ? { broken: brokenGithubHandler() } : {}),
  }));
}

export function adminMount(ready: ReadyLine, places: Places, faults: Faults): Mount {
  const { pathname: prefix } = new URL(places.admin);
  return { prefix, registry: 'admin', handler: adminHandler(ready, faults) };
}

function defaultCache(): string {
  const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(caches, 'slipway', 'crates-io');
}
