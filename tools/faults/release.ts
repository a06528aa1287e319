import type { DirectRehearsal } from '../../packages/rehearsal/src/index.ts';
import { SlipwayError } from '../../packages/release/src/finding/index.ts';
import { Secret } from '../../packages/release/src/identity/index.ts';
import type { Crate } from '../../packages/release/src/manifest/index.ts';
import {
  passGate,
  publishCrates,
  publishPython,
  publishRelease,
  verifyTag,
  type Told,
} from '../../packages/release/src/publish/index.ts';
import type { Artifact } from '../../packages/release/src/plan/index.ts';
import type { Destination } from '../../packages/release/src/registry/index.ts';
import type { Subject } from './subject.ts';
import type { World } from './world.ts';

export const tag = 'v1.0.0';
export const repository = 'octo/tide';
export const commit = 'c'.repeat(40);

/** How a run ended: well, with a finding's code, killed, or with what should never be. */
export type Ending = 'done' | 'killed' | `SLW${string}` | { readonly thrown: string };

/** One release, in the order of its graph: the gate, the crates, all Python packages, the GitHub release. */
export async function release(
  subject: Subject,
  registries: DirectRehearsal,
  world: World,
): Promise<Ending> {
  const run = stages(subject, registries, world).then(
    () => 'done' as const,
    (error: unknown): Ending =>
      error instanceof SlipwayError && error.finding.code !== 'SLW009'
        ? (error.finding.code as Ending)
        : { thrown: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  );
  return Promise.race([run, world.killed]);
}

/** What a release is told, and how it goes on; the codes of its findings are kept. */
const tellingTo = (codes: Set<string>): Told => ({
  action: () => undefined,
  found: (findings) => findings.forEach(({ code }) => codes.add(code)),
  receipt: () => undefined,
  maxWait: 30 * 60_000,
  keepGoing: false,
});

async function stages(
  subject: Subject,
  { ready }: DirectRehearsal,
  { workshop, codes }: World,
): Promise<void> {
  const told = tellingTo(codes);
  const destination = destinationOf(ready);
  const { crates, python } = subject;
  const gate = { crates, python, preceding: new Map(), inferred: [], tag, commit, dryRun: false };
  const { checks } = await passGate(gate, destination, workshop);
  const found = checks.flatMap(({ findings }) => findings);
  told.found(found);
  const refusal = found.find(({ severity }) => severity === 'error');
  if (refusal) throw new SlipwayError(refusal);
  // As its executor, each stage asks for the tag before it sends, and leaves a part of the report.
  const hold = (): Promise<void> => verifyTag(tag, commit, destination, workshop.ports);
  const leave = (stage: string): Promise<void> =>
    workshop.ports.files.write(`dist/release/parts/${stage}.json`, '{}');
  await leave('gate');
  await hold();
  const uploads = crates.map((artifact, at) => ({ crate: crateAt(crates, at), artifact, told }));
  for await (const ended of publishCrates(uploads, destination, workshop, told)) {
    if ('refusal' in ended) throw ended.refusal;
    await leave(ended.upload.crate.name);
  }
  const ended = await Promise.allSettled(
    python.map(async ({ name, artifacts }) => {
      await hold();
      await publishPython(name, artifacts, destination, workshop, told);
      await leave(name);
    }),
  );
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  const text = { tag, commit, title: tag, notes: 'It tides.', prerelease: false };
  const assets = [...crates, ...python.flatMap(({ artifacts }) => artifacts)];
  await publishRelease(text, assets, destination, workshop, told);
  await leave('gh-release');
}

/** Each needs the one before. */
function crateAt(crates: readonly Artifact[], at: number): Crate {
  const manifestOf = ({ package: name }: Artifact): string => `${name}/Cargo.toml`;
  const before = crates[at - 1];
  const needs = { kind: 'normal', requirement: '1.0.0' };
  return {
    name: crates[at]!.package,
    directory: '',
    manifest: manifestOf(crates[at]!),
    dependencies: before ? [{ ...needs, manifest: manifestOf(before) }] : [],
  } as unknown as Crate;
}

/** The registries of a rehearsal as a release goes to them. */
export function destinationOf({ cratesIo, pypi, github, oidc }: DirectRehearsal['ready']) {
  const beside = (folder: string): string => new URL(`../${folder}/`, pypi.simple).href;
  return {
    name: 'production',
    repository,
    cratesIo: {
      index: cratesIo.index.replace('sparse+', ''),
      api: cratesIo.api,
      audience: 'crates.io',
      cargoEnvironment: {},
    },
    pypi: { ...pypi, title: 'PyPI', json: beside('pypi'), integrity: beside('integrity') },
    github: { ...github, token: new Secret(github.token) },
    identity: { requestUrl: oidc.requestUrl, requestToken: new Secret(oidc.requestToken) },
    sigstore: null,
  } as const satisfies Destination;
}
