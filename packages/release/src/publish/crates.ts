import { bringLockFile, copySources } from '../build/index.ts';
import type { Workshop } from '../command/index.ts';
import { SlipwayError, type Finding } from '../finding/index.ts';
import type { Crate } from '../manifest/index.ts';
import { decide, precedingCrates, type Action, type Artifact } from '../plan/index.ts';
import { observeCrate } from '../registry/index.ts';
import { askEach } from '../request/index.ts';
import { atOnce, budgetFor } from '../schedule/index.ts';
import {
  applyEach,
  type Attempt,
  type Ended,
  type Pace,
  type Receipt,
  type Upload,
} from './apply.ts';
import type { CrateDestination } from './cargo.ts';
import { publishOne } from './crate.ts';
import { bringPacked } from './packed-files.ts';
import { paceOf } from './pace.ts';

/** What a publishing stage tells while it works, what it leaves, and how it goes on. */
export interface Told extends Pace {
  action(action: Action): void;
  receipt(receipt: Receipt): void;
  /** What does not fail the stage, and is to be known all the same. */
  found(findings: readonly Finding[]): void;
}

/** A crate that is to be published, and where its rows go. */
export interface CrateUpload {
  readonly crate: Crate;
  readonly artifact: Artifact;
  readonly told: Omit<Told, keyof Pace>;
}

/**
 * Publishes one packaged crate, as `publishCrates` does.
 * @throws SlipwayError its refusal.
 */
export async function publishCrate(
  crate: Crate,
  artifact: Artifact,
  destination: CrateDestination,
  workshop: Workshop,
  told: Told,
): Promise<void> {
  const upload = { crate, artifact, told };
  for await (const ended of publishCrates([upload], destination, workshop, told)) {
    if ('refusal' in ended) throw ended.refusal;
  }
}

/**
 * Publishes packaged crates with cargo, those that the registry lacks: each as soon as the index shows what it needs,
 * and several at once. Yields how each of them ended; when one is refused, those that did not start are left, and
 * nothing is yielded for them. Refusals are SLW402 for other bytes, which stop all before anything is sent, SLW403,
 * SLW404 when one stays invisible, SLW411 when the registry wants it later than we wait, SLW205 when cargo would
 * upload other bytes than those checked, SLW302 without a token.
 * @throws SlipwayError SLW401, SLW405 when the registry gives no clear answer at the beginning.
 */
export async function* publishCrates<U extends CrateUpload>(
  uploads: readonly U[],
  destination: CrateDestination,
  workshop: Workshop,
  pace: Pace,
): AsyncIterable<Ended<U>> {
  const { conflicts, unseen } = await tellActions(uploads, destination, workshop);
  yield* conflicts;
  if (conflicts.length > 0) return;
  // Packed once more by cargo, from the same files.
  const source = await copySources(workshop);
  for (const { crate, artifact } of source ? uploads : []) {
    await bringLockFile(crate.workspace, source!, workshop);
    await bringPacked(crate, artifact, source!, workshop);
  }
  const cargos = new Set<Promise<void>>();
  const trailing = (rest: Promise<void>): void => {
    cargos.add(rest);
    void rest.then(() => cargos.delete(rest));
  };
  const perform = async ({ upload, after }: Item<U>, count: number): Promise<Attempt> => {
    // Those whose crates are live may still look for them, in an index that lags for cargo.
    while (cargos.size >= 2 * atOnce.crates) await Promise.race(cargos);
    const { crate, artifact, told } = upload;
    const { found } = told;
    const among = { count, follows: after.length > 0, trailing, found, source };
    return publishOne(crate, artifact, destination, named(crate, uploads, workshop), among);
  };
  const options = { ...paceOf(pace, workshop), limit: atOnce.crates };
  const { ownToken } = destination.cratesIo;
  const items = itemsOf(uploads, ownToken ? unseen : null);
  try {
    for await (const ended of applyEach(items, perform, options)) {
      const { upload } = ended.upload;
      if ('receipt' in ended) upload.told.receipt(ended.receipt);
      yield { ...ended, upload };
    }
  } finally {
    await Promise.all(cargos);
  }
}

type Item<U> = Upload & { readonly upload: U };

/** What the registry has none of: new crates, and versions of others. */
interface Unseen<U> {
  readonly crates: ReadonlySet<U>;
  readonly versions: ReadonlySet<U>;
}

/** Each crate after those that it needs; with what the registry counts it, where it counts. */
function itemsOf<U extends CrateUpload>(
  uploads: readonly U[],
  counted: Unseen<U> | null,
): Item<U>[] {
  const preceding = precedingCrates(uploads.map(({ crate }) => crate));
  const fileOf = new Map(uploads.map(({ crate, artifact }) => [crate.name, artifact.file]));
  return uploads.map((upload) => {
    const { file, sha256, bytes } = upload.artifact;
    const after = preceding.get(upload.crate.name)!.map((name) => fileOf.get(name)!);
    const item = { registry: 'crates.io', file, sha256, bytes, after, upload } as const;
    // What is there is not sent, and so not counted.
    if (!counted?.versions.has(upload)) return item;
    return { ...item, budget: budgetFor(counted.crates.has(upload)) };
  });
}

/** Tells what is to be done with each crate. Those that are there with other bytes are refused. */
async function tellActions<U extends CrateUpload>(
  uploads: readonly U[],
  { cratesIo }: CrateDestination,
  { ports }: Workshop,
): Promise<{ readonly conflicts: readonly Ended<U>[]; readonly unseen: Unseen<U> }> {
  const live = await askEach(uploads, ({ crate }) => observeCrate(crate.name, cratesIo, ports));
  const artifacts = uploads.map(({ artifact }) => artifact);
  const all = new Map(live.flatMap((one) => [...one]));
  const { actions, findings } = decide('crates.io', artifacts, all);
  uploads.forEach(({ told }, at) => told.action(actions[at]!));
  const conflicts = findings.map((finding) => ({
    upload: uploads.find(({ artifact }) => artifact.path === finding.file)!,
    refusal: new SlipwayError(finding),
  }));
  const crates = new Set(uploads.filter((_, at) => live[at]!.size === 0));
  const versions = new Set(uploads.filter((_, at) => actions[at]!.decision === 'publish'));
  return { conflicts, unseen: { crates, versions } };
}

/** Where several work at once, each line says of which crate it is. */
function named({ name }: Crate, all: readonly CrateUpload[], workshop: Workshop): Workshop {
  if (all.length === 1) return workshop;
  return { ...workshop, progress: (line) => workshop.progress(`${name}: ${line}`) };
}
