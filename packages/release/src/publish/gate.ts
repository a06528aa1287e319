import type { Finding } from '../finding/index.ts';
import { decide, type Action, type Artifact } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import {
  githubReleases,
  observeAssets,
  observeCrate,
  observeProject,
  type Destination,
} from '../registry/index.ts';

/** Everything that is to be uploaded, proved to be here. */
export interface GateInput {
  /** In publishing order. */
  readonly crates: readonly Artifact[];
  readonly python: readonly { readonly name: string; readonly artifacts: readonly Artifact[] }[];
  /** The tag of the GitHub release. */
  readonly tag: string;
}

/**
 * The last look before anything irreversible: what each registry has, and so what will be done.
 * Other bytes anywhere stop the release before its first byte.
 * @throws SlipwayError SLW401, SLW405 when a registry gives no clear answer.
 */
export async function passGate(
  input: GateInput,
  destination: Destination,
  ports: Ports,
): Promise<{ actions: Action[]; findings: Finding[] }> {
  const decided = await Promise.all([
    ...input.crates.map((crate) => decideCrate(crate, destination, ports)),
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
  destination: Destination,
  ports: Ports,
): Promise<{ actions: Action[]; findings: Finding[] }> {
  if (destination.cratesIo) {
    const live = await observeCrate(crate.package, destination.cratesIo, ports);
    return decide('crates.io', [crate], live);
  }
  const { package: name, version, file, sha256 } = crate;
  const why = `${destination.name} has no registry for crates`;
  const action = { registry: 'crates.io', package: name, version, file, sha256, why } as const;
  return { actions: [{ ...action, decision: 'skip' }], findings: [] };
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
