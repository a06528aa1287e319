import type { Finding } from '../finding/index.ts';
import type { Action, Agreement, PackageRow } from '../plan/index.ts';
import type { Receipt } from '../publish/index.ts';
import type { DestinationName } from '../registry/index.ts';
import type { Estimate } from '../schedule/index.ts';

/** One tag format of the repository and its newest tag. */
export interface TagRow {
  readonly packages: readonly string[];
  /** For instance "v{version}". */
  readonly format: string;
  readonly newest: string | null;
  readonly reachable: boolean;
  readonly commitsSince: number;
}

/** The version that packages take, or keep, as `release:version` decided. */
export interface VersionRow {
  readonly packages: readonly string[];
  /** As Cargo spells them; the same where nothing is raised. */
  readonly from: string;
  readonly to: string;
  /** Null for packages that go along with another's tag. */
  readonly tag: string | null;
  readonly why: string;
}

/** What `release:doctor` or the gate has looked at. */
export interface CheckRow {
  readonly place: string;
  /** What ought to hold. */
  readonly title: string;
  readonly verdict: 'ok' | 'wrong' | 'not checked';
  /** Codes of what was found. */
  readonly codes: readonly string[];
  /** What was seen that ought not to be, each with its place. */
  readonly evidence: readonly string[];
  /** Commands, fields or clicks that mend it. */
  readonly remedies: readonly string[];
  /** Why it was not checked. */
  readonly because: string | null;
}

export interface Timing {
  readonly stage: string;
  readonly package: string;
  readonly seconds: number;
  /** Taken from Nx's cache: the seconds are those of the run that did the work. */
  readonly cached: boolean;
}

/** The report that every `release:*` target writes. Schema: `schema/report-1.schema.json`. */
export interface Report {
  readonly schema: 'slipway.report/1';
  readonly command: string;
  /** As it was asked for. */
  readonly destination: DestinationName;
  /**
   * The address of the rehearsal that SLIPWAY_REHEARSAL lent in the place of the public registries: then nothing was
   * published, whatever the destination. Null where none was lent.
   */
  readonly rehearsal: string | null;
  readonly repository: string | null;
  readonly commit: string | null;
  readonly tag: string | null;
  readonly packages: readonly PackageRow[];
  readonly order: readonly string[];
  readonly agreement: readonly Agreement[];
  readonly tags: readonly TagRow[];
  /** What `release:version` decided; empty for other commands. */
  readonly versions: readonly VersionRow[];
  /** What `release:doctor` looked at; empty for other commands. */
  readonly checks: readonly CheckRow[];
  /** How long publishing was to take; null where nothing was to be published, or nobody asked. */
  readonly estimate: Estimate | null;
  readonly actions: readonly Action[];
  readonly receipts: readonly Receipt[];
  readonly findings: readonly Finding[];
  readonly timings: readonly Timing[];
}

/** What one target leaves for the report: a file of its own, restored with its cached outputs. */
export interface Part {
  readonly schema: 'slipway.part/1';
  readonly project: string;
  readonly target: string;
  readonly stage: string;
  /** Start of the Nx run that left it (UTC, ISO 8601); null where it was not told. */
  readonly run?: string | null;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly failed: boolean;
  readonly findings: readonly Finding[];
  readonly actions: readonly Action[];
  readonly receipts: readonly Receipt[];
  readonly versions?: readonly VersionRow[];
  readonly checks?: readonly CheckRow[];
  readonly estimate?: Estimate | null;
}

type Frame = Omit<
  Report,
  'schema' | 'versions' | 'checks' | 'estimate' | 'actions' | 'receipts' | 'findings' | 'timings'
>;

/**
 * One report out of the parts of a run. Pure. `runStartedAt` (ISO 8601) tells what was cached: a
 * part that is older was restored. Parts of an older run that failed are left out, and parts of any other run that no
 * cache can have restored: a run beside this one may leave some.
 */
export function assembleReport(
  frame: Frame,
  parts: readonly Part[],
  runStartedAt: string | null,
): Report {
  const cached = (part: Part): boolean => runStartedAt !== null && part.startedAt < runStartedAt;
  const isForeign = ({ stage, run }: Part): boolean =>
    !isPure(stage) && run !== undefined && run !== runStartedAt;
  const current = parts
    .filter((part) => !(part.failed && cached(part)))
    .filter((part) => !isForeign(part))
    .toSorted((a, b) => rank(a) - rank(b) || a.project.localeCompare(b.project));
  return {
    schema: 'slipway.report/1',
    ...frame,
    versions: current.flatMap(({ versions = [] }) => versions),
    checks: current.flatMap(({ checks = [] }) => checks),
    estimate: current.flatMap(({ estimate }) => estimate ?? []).at(-1) ?? null,
    actions: lastOf(
      current.flatMap(({ actions }) => actions),
      actionKey,
    ),
    receipts: current.flatMap(({ receipts }) => receipts),
    findings: lastOf(
      current.flatMap(({ findings }) => findings),
      findingKey,
    ),
    timings: current.map((part) => ({
      stage: part.stage,
      package: part.project,
      seconds: part.seconds,
      cached: cached(part),
    })),
  };
}

/** The stages in the order in which they complete. */
export const stages = [
  'destination',
  'validate',
  'test',
  'build',
  'gate',
  'publish-crate',
  'build-wheels',
  'publish-pypi',
  'gh-release',
  'publish',
] as const;

const pureStages = ['validate', 'test', 'build', 'build-wheels'] as const;

/** Whether this is a stage of a release, and no command that only looks. */
export function isStage(name: string): boolean {
  return (stages as readonly string[]).includes(name);
}

/** Whether Nx may restore what this stage left: an effect, or a look, is never cached. */
function isPure(name: string): boolean {
  return (pureStages as readonly string[]).includes(name);
}

function rank(part: Part): number {
  const index = (stages as readonly string[]).indexOf(part.stage);
  return index === -1 ? stages.length : index;
}

/** Later parts know better: the gate decides, the stage that publishes has looked again. */
function lastOf<T>(rows: readonly T[], key: (row: T) => string): T[] {
  return [...new Map(rows.map((row) => [key(row), row])).values()];
}

const actionKey = (action: Action): string => `${action.registry} ${action.file}`;
const findingKey = (finding: Finding): string =>
  `${finding.code} ${finding.file} ${finding.line} ${finding.message}`;
