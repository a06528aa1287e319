import { isOfVersion } from '../artifact/index.ts';
import {
  checked,
  emergencyTrustedOnly,
  firstVersionByHand,
  neverPublished,
  nowhere,
  type Check,
  type Finding,
} from '../finding/index.ts';
import {
  closeRelease,
  decide,
  opennessOf,
  type Action,
  type Artifact,
  type Observation,
  type Openness,
} from '../plan/index.ts';
import type { Workshop } from '../command/index.ts';
import type { Ports } from '../ports.ts';
import { askEach } from '../request/index.ts';
import {
  githubReleases,
  observeAssets,
  listProject,
  observeCrate,
  takesIdentitiesOnly,
  type CratesIoEndpoint,
  toObservation,
  type Destination,
  type ProjectListing,
} from '../registry/index.ts';
import {
  budgetFor,
  estimate,
  type CrateWork,
  type Estimate,
  type Work,
} from '../schedule/index.ts';
import {
  isWanted,
  proveCratesIoToken,
  proveDisk,
  provePypiToken,
  proveRelease,
  proveTag,
} from './prove.ts';

/** Everything that is to be uploaded, proved to be here. */
export interface GateInput {
  /** In publishing order. */
  readonly crates: readonly Artifact[];
  readonly python: readonly { readonly name: string; readonly artifacts: readonly Artifact[] }[];
  /** Crates that have to be on the registry before each crate, by name. */
  readonly preceding: ReadonlyMap<string, readonly string[]>;
  /** Crates that were only taken to be meant for crates.io, by name: nobody wrote it down. */
  readonly inferred: readonly string[];
  /** The tag of the GitHub release. */
  readonly tag: string;
  readonly commit: string;
  /** A dry run makes nothing, anywhere: what cannot be asked without is not asked. */
  readonly dryRun: boolean;
}

/** What the gate says: what will be done, and what holds. */
export interface Verdict {
  readonly actions: readonly Action[];
  readonly checks: readonly Check[];
  /** How long the uploads will take, but for those to GitHub. */
  readonly estimate: Estimate;
}

interface Decided {
  readonly actions: readonly Action[];
  readonly findings: readonly Finding[];
}

interface DecidedCrate extends Decided {
  /** Whether crates.io has never seen it. */
  readonly isNew: boolean;
}

interface DecidedProject extends Decided {
  /** Whether PyPI has no file of it. */
  readonly isNew: boolean;
  /** Whether PyPI has files of this version. */
  readonly isBegun: boolean;
}

/**
 * The last look before anything irreversible: what each registry has, and so what will be done; and whether
 * everything else holds that the release will need. Nothing is uploaded; tokens are asked for and given
 * back, the first one for a new PyPI project included, which makes that.
 * Other bytes anywhere stop the release before its first byte (SLW402), and so does a crate that crates.io has never
 * seen: nobody asked to publish it (SLW129), or no identity can make it (SLW413).
 * With an owner's own token, a crate that takes identities alone does so too (SLW436); and a version that PyPI takes
 * no more files for, when some are missing (SLW441).
 * @throws SlipwayError SLW401, SLW405 when a registry gives no clear answer.
 */
export async function passGate(
  input: GateInput,
  destination: Destination,
  { root, ports }: Pick<Workshop, 'root' | 'ports'>,
): Promise<Verdict> {
  const [crates, projects, release] = await Promise.all([
    askEach(input.crates, (crate) => decideCrate(crate, input.inferred, destination, ports)),
    askEach(input.python, (python) => decideProject(python, destination, ports)),
    decideRelease(input, destination, ports),
  ]);
  const python = projects.flatMap(({ actions }) => actions);
  const fresh = input.python
    .map(({ name }) => name)
    .filter((_, at) => projects[at]?.isNew && isWanted(projects[at].actions));
  const artifacts = [...input.crates, ...input.python.flatMap((one) => one.artifacts)];
  const proofs = await Promise.all([
    proveCratesIoToken(actionsOf(crates), destination, ports),
    provePypiToken({ actions: python, fresh, dryRun: input.dryRun }, destination, ports),
    proveTag(input.tag, input.commit, destination, ports),
    ...(destination.github ? [proveRelease(release.actions, input, destination, ports)] : []),
    proveDisk(artifacts, root, ports),
  ]);
  const { cratesIo, pypi } = destination;
  const checks = [
    ...(cratesIo ? verdictOf('crates.io', crates) : []),
    ...verdictOf(pypi.title, projects),
    ...verdictOf('GitHub', [release]),
    ...proofs.filter(({ place }) => place !== 'crates.io' || cratesIo),
  ];
  return {
    actions: actionsOf([...crates, ...projects, release]),
    checks: oncePerFile(checks),
    estimate: estimate(workOf(input, crates, projects, destination)),
  };
}

/** What is to be uploaded, and what a registry counts of it. */
function workOf(
  { crates, preceding, python }: GateInput,
  decidedCrates: readonly DecidedCrate[],
  projects: readonly DecidedProject[],
  { cratesIo, pypi }: Destination,
): Work {
  const files = new Map(crates.map((crate) => [crate.package, crate.file]));
  const isMissing = ({ decision }: Action): boolean => decision === 'publish';
  const crateWork = crates.flatMap((crate, at): CrateWork[] => {
    const { actions, isNew } = decidedCrates[at]!;
    if (!cratesIo || !isWanted(actions)) return [];
    const after = (preceding.get(crate.package) ?? []).flatMap((name) => files.get(name) ?? []);
    return [{ ...crate, after, budget: cratesIo.ownToken ? budgetFor(isNew) : null }];
  });
  const packages = python.map(({ name, artifacts }, at) => {
    const { actions, isBegun } = projects[at]!;
    const wanted = new Set(actions.filter(isMissing).map(({ file }) => file));
    return { name, isBegun, files: artifacts.filter(({ file }) => wanted.has(file)) };
  });
  return { crates: crateWork, packages, pypi: pypi.title };
}

const actionsOf = (decided: readonly Decided[]): Action[] =>
  decided.flatMap(({ actions }) => actions);

/** None where nothing goes there. */
function verdictOf(place: string, decided: readonly Decided[]): Check[] {
  const files = actionsOf(decided).length;
  if (files === 0) return [];
  const here = `${files} ${files === 1 ? 'file is' : 'files are'} here, with the bytes that were checked`;
  const title = 'names and versions are free, or ours with the same bytes';
  const findings = decided.flatMap((one) => one.findings);
  return [checked(place, here, []), checked(place, title, findings)];
}

/** A file that is an asset of the GitHub release too has one cause, and is told once. */
function oncePerFile(checks: readonly Check[]): Check[] {
  const told = new Set<string>();
  const isNews = ({ file }: Finding): boolean => file === null || !told.has(file);
  return checks.map((check) => {
    const findings = check.findings.filter(isNews);
    for (const { file } of findings) if (file !== null) told.add(file);
    return { ...check, findings };
  });
}

async function decideProject(
  { name, artifacts }: GateInput['python'][number],
  { pypi }: Destination,
  ports: Ports,
): Promise<DecidedProject> {
  const listing = await listProject(name, pypi, ports);
  const decided = decide(pypi.title, artifacts, toObservation(listing));
  const closed = closeRelease(decided.actions, opennessAt(artifacts, listing));
  return {
    actions: closed.actions,
    findings: [...decided.findings, ...closed.findings],
    isNew: listing.files.length === 0,
    isBegun: artifacts.some(({ file }) => listing.files.some((one) => one.file === file)),
  };
}

/** Whether the registry takes more files for this version. */
function opennessAt([first]: readonly Artifact[], { files, now }: ProjectListing): Openness {
  const version = first?.version ?? '';
  const uploads = files
    .filter(({ file }) => isOfVersion(file, version))
    .map(({ uploadedAt }) => uploadedAt);
  return opennessOf(uploads, now);
}

async function decideCrate(
  crate: Artifact,
  inferred: readonly string[],
  destination: Destination,
  ports: Ports,
): Promise<DecidedCrate> {
  if (destination.cratesIo) {
    const live = await observeCrate(crate.package, destination.cratesIo, ports);
    const { actions, findings } = decide('crates.io', [crate], live);
    const refused = await findRefusal(actions, destination.cratesIo, ports);
    const unseen = findUnseen(crate, live, inferred, destination);
    const isNew = live.size === 0;
    return { actions, findings: [...findings, ...refused, ...unseen], isNew };
  }
  const { package: name, version, file, sha256 } = crate;
  const why = `${destination.name} has no registry for crates`;
  const action = { registry: 'crates.io', package: name, version, file, sha256, why } as const;
  return { actions: [{ ...action, decision: 'skip' }], findings: [], isNew: false };
}

/** Loopback registries begin empty, but for the names; what the public one has never seen, somebody must want there. */
function findUnseen(
  { package: name }: Artifact,
  live: Observation,
  inferred: readonly string[],
  { name: destination, cratesIo }: Destination,
): Finding[] {
  if (destination === 'rehearsal' || live.size > 0) return [];
  if (inferred.includes(name)) return [neverPublished.at(nowhere, { name })];
  return cratesIo?.ownToken ? [] : [firstVersionByHand.at(nowhere, { name })];
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
): Promise<Decided> {
  const { github, repository } = destination;
  if (!github || !repository) return { actions: [], findings: [] };
  const release = await githubReleases(github, repository, ports).find(input.tag);
  // What stands in a draft may still be replaced; only a published release is final.
  const live = release?.draft ? new Map<string, string>() : observeAssets(release);
  const assets = [...input.crates, ...input.python.flatMap(({ artifacts }) => artifacts)];
  return decide('GitHub Releases', assets, live);
}
