import { emergencyTrustedOnly, neverPublished, nowhere, type Finding } from '../finding/index.ts';
import { decide, type Action, type Artifact } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import {
  githubReleases,
  observeAssets,
  observeCrate,
  observeProject,
  takesIdentitiesOnly,
  type CratesIoEndpoint,
  type Destination,
} from '../registry/index.ts';

/** Everything that is to be uploaded, proved to be here. */
export interface GateInput {
  /** In publishing order. */
  readonly crates: readonly Artifact[];
  readonly python: readonly { readonly name: string; readonly artifacts: readonly Artifact[] }[];
  /** Crates that were only taken to be meant for crates.io, by name: nobody wrote it down. */
  readonly inferred: readonly string[];
  /** The tag of the GitHub release. */
  readonly tag: string;
}

/**
 * The last look before anything irreversible: what each registry has, and so what will be done.
 * Other bytes anywhere stop the release before its first byte.
 * A crate that crates.io has never seen, and that nobody asked to publish, stops it as well (SLW129).
 * With an owner's own token, a crate that takes identities alone does so too (SLW436).
 * @throws SlipwayError SLW401, SLW405 when a registry gives no clear answer.
 */
export async function passGate(
  input: GateInput,
  destination: Destination,
  ports: Ports,
): Promise<{ actions: Action[]; findings: Finding[] }> {
  const decided = await Promise.all([
    ...input.crates.map((crate) => decideCrate(crate, input.inferred, destination, ports)),
    ...input.python.map(async ({ name, artifacts }) => {
      const live = await observeProject(name, destination.pypi, ports);
      return decide(destination.pypi.title, artifacts, live);
    }),
    decideRelease(input, destination, ports),
  ]);
  return {
    actions: decided.flatMap(({ actions }) => actions),
    findings: onePerFile(decided.flatMap(({ findings }) => findings)),
  };
}

/** A file that is an asset of the GitHub release too has one cause, and is told once. */
function onePerFile(findings: readonly Finding[]): Finding[] {
  const files = findings.map(({ file }) => file);
  return findings.filter(({ file }, index) => file === null || files.indexOf(file) === index);
}

async function decideCrate(
  crate: Artifact,
  inferred: readonly string[],
  destination: Destination,
  ports: Ports,
): Promise<{ actions: Action[]; findings: Finding[] }> {
  if (destination.cratesIo) {
    const live = await observeCrate(crate.package, destination.cratesIo, ports);
    const { actions, findings: conflicts } = decide('crates.io', [crate], live);
    const refused = await findRefusal(actions, destination.cratesIo, ports);
    const decided = { actions, findings: [...conflicts, ...refused] };
    // Loopback registries begin empty; what the public one has never seen, somebody must want there.
    const unasked = live.size === 0 && inferred.includes(crate.package);
    if (destination.name === 'rehearsal' || !unasked) return decided;
    const found = neverPublished.at(nowhere, { name: crate.package });
    return { ...decided, findings: [...decided.findings, found] };
  }
  const { package: name, version, file, sha256 } = crate;
  const why = `${destination.name} has no registry for crates`;
  const action = { registry: 'crates.io', package: name, version, file, sha256, why } as const;
  return { actions: [{ ...action, decision: 'skip' }], findings: [] };
}

/** What an owner's own token would be refused for; without one there is nothing to ask. */
async function findRefusal(
  [action]: readonly Action[],
  cratesIo: CratesIoEndpoint,
  ports: Ports,
): Promise<Finding[]> {
  if (!cratesIo.ownToken || action?.decision !== 'publish') return [];
  const { package: name } = action;
  const refuses = await takesIdentitiesOnly(name, cratesIo, ports);
  return refuses ? [emergencyTrustedOnly.at(nowhere, { name })] : [];
}

async function decideRelease(
  input: GateInput,
  destination: Destination,
  ports: Ports,
): Promise<{ actions: Action[]; findings: Finding[] }> {
  const { github, repository } = destination;
  if (!github || !repository) return { actions: [], findings: [] };
  const release = await githubReleases(github, repository, ports).find(input.tag);
  // What stands in a draft may still be replaced; only a published release is final.
  const live = release?.draft ? new Map<string, string>() : observeAssets(release);
  const assets = [...input.crates, ...input.python.flatMap(({ artifacts }) => artifacts)];
  return decide('GitHub Releases', assets, live);
}
