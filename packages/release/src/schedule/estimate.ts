import { atOnce, cratesIoBudgets, uploadsAtOnce, usual, type RegistryBudget } from './limits.ts';
import { simulate, type Effort, type Line, type Surroundings } from './simulation.ts';

/** A file that is to be uploaded. */
export interface FileWork {
  readonly file: string;
  readonly bytes: number;
}

export interface CrateWork extends FileWork {
  /** Files of crates that have to be live before. */
  readonly after: readonly string[];
  /** What crates.io counts it with; null for a token of trusted publishing. */
  readonly budget: RegistryBudget | null;
}

/** The files of one Python package that are to be uploaded. */
export interface PackageWork {
  readonly name: string;
  /** Whether the registry has files of this version. */
  readonly isBegun: boolean;
  readonly files: readonly FileWork[];
}

/** Everything that is to be uploaded, in publishing order. */
export interface Work {
  readonly crates: readonly CrateWork[];
  readonly packages: readonly PackageWork[];
  readonly pypi: 'PyPI' | 'TestPyPI';
}

/** What decides how long a stage takes: a budget, the order of crates, the wire, or how much is asked of the registry. */
export type Decider = 'new crates' | 'updates' | 'order' | 'bandwidth' | 'requests';

export interface StageEstimate {
  readonly registry: 'crates.io' | 'PyPI' | 'TestPyPI';
  readonly files: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly decides: Decider;
}

/** What a registry that counts makes of the files that it counts together. */
export interface BudgetEstimate {
  readonly registry: 'crates.io';
  readonly budget: 'new crates' | 'updates';
  readonly files: number;
  readonly burst: number;
  readonly everySeconds: number;
  /** How long the last of them waits, if none was used before; 0 where all are let in at once. */
  readonly seconds: number;
}

/** How long publishing will take; a field of the report. */
export interface Estimate {
  readonly seconds: number;
  readonly stages: readonly StageEstimate[];
  readonly budgets: readonly BudgetEstimate[];
}

/** What crates.io counts a crate with that an owner's token publishes. */
export function budgetFor(isNew: boolean): RegistryBudget {
  return isNew ? cratesIoBudgets.newCrates : cratesIoBudgets.updates;
}

/**
 * How long it takes to publish, the crates first and then the packages: found by following the same schedule on a clock
 * of its own, with what `usual` says that things take. Pure.
 */
export function estimate({ crates, packages, pypi }: Work): Estimate {
  const stages = [
    stageOf('crates.io', crates, crateLines(crates), 1),
    stageOf(
      pypi,
      packages.flatMap(({ files }) => files),
      packages.map(packageLine),
      atOnce.packages,
    ),
  ].filter(({ files }) => files > 0);
  const seconds = sum(stages.map((one) => one.seconds));
  return { seconds, stages, budgets: budgetsOf(crates) };
}

/** What crates.io counts of crates, and how long the last of them waits. Pure. */
export function budgetsOf(crates: readonly Pick<CrateWork, 'budget'>[]): BudgetEstimate[] {
  return Object.values(cratesIoBudgets).flatMap((budget) => budgetOf(budget, crates));
}

function budgetOf(
  { name, burst, every }: RegistryBudget,
  crates: readonly Pick<CrateWork, 'budget'>[],
): BudgetEstimate[] {
  const files = crates.filter(({ budget }) => budget?.name === name).length;
  if (files === 0) return [];
  const seconds = waitFor(files, burst, every);
  const budget = name as BudgetEstimate['budget'];
  return [{ registry: 'crates.io', budget, files, burst, everySeconds: every / 1000, seconds }];
}

/** Seconds until a registry lets the last of so many in. */
const waitFor = (files: number, burst: number, every: number): number =>
  (Math.max(0, files - burst) * every) / 1000;

/** Looks, and the token that is asked for with the first upload and given back in the end, are tasks like any other. */
const quick = (milliseconds: number): Effort => ({ before: milliseconds, bytes: 0, after: 0 });

function crateLines(crates: readonly CrateWork[]): Line[] {
  if (crates.length === 0) return [];
  const looks = Math.ceil(crates.length / atOnce.looks) * usual.look;
  const open = { id: '', item: quick(usual.task + looks), after: [] };
  const tasks = crates.map(({ file, after, bytes, budget }) => ({
    id: file,
    item: { ...crateEffort(budget === null), bytes },
    after: [...after, ''],
    ...(budget ? { budget } : {}),
  }));
  return [{ tasks: [open, ...tasks], limit: atOnce.crates }];
}

/** We look, cargo looks; then cargo looks whether the index shows it, at once and after every second, and then we do. */
function crateEffort(isMinted: boolean): Pick<Effort, 'before' | 'after'> {
  const seconds = Math.ceil(usual.indexed / (1000 + usual.look));
  const looks = seconds * (1000 + usual.look) + 2 * usual.look;
  return {
    before: usual.cargo + 2 * usual.look + (isMinted ? usual.mint : 0),
    after: usual.crateTaken + looks + (isMinted ? usual.revoke : 0),
  };
}

function packageLine({ files, isBegun }: PackageWork): Line {
  const open = { id: '', item: quick(usual.task + 2 * usual.look + usual.mint), after: [] };
  const [first] = files;
  const tasks = files.map(({ file, bytes }) => ({
    id: file,
    item: { before: 0, bytes, after: usual.fileTaken },
    after: isBegun || !first || file === first.file ? [''] : ['', first.file],
  }));
  const end = {
    id: '/',
    item: quick(usual.revoke + usual.look),
    after: files.map(({ file }) => file),
  };
  return { tasks: [open, ...tasks, end], limit: uploadsAtOnce(files) };
}

function stageOf(
  registry: StageEstimate['registry'],
  files: readonly FileWork[],
  lines: readonly Line[],
  linesAtOnce: number,
): StageEstimate {
  const bytes = sum(files.map((one) => one.bytes));
  const surroundings = { linesAtOnce, bytesPerSecond: usual.bytesPerSecond };
  const seconds = simulate(lines, surroundings) / 1000;
  return {
    registry,
    files: files.length,
    bytes,
    seconds,
    decides: deciderOf(lines, surroundings, bytes),
  };
}

/** Of lines the one with the most tasks, with nothing that keeps them back but each other. */
function longer(longest: readonly Line[], line: Line): Line[] {
  if (longest[0] && longest[0].tasks.length >= line.tasks.length) return [...longest];
  const tasks = line.tasks.map(({ id, item, after = [] }) => ({ id, item, after }));
  return [{ limit: Infinity, tasks }];
}

/** Which of the reasons alone would make it take the longest. */
function deciderOf(lines: readonly Line[], around: Surroundings, bytes: number): Decider {
  const { linesAtOnce, bytesPerSecond } = around;
  const tasks = lines.flatMap((line) => line.tasks);
  const work = sum(tasks.map(({ item }) => item.before + item.after)) / 1000;
  const hands = Math.min(linesAtOnce, lines.length) * (lines[0]?.limit ?? 1);
  const order = simulate(lines.reduce(longer, []), { linesAtOnce: 1, bytesPerSecond: Infinity });
  const waits = Object.values(cratesIoBudgets).map(({ name, burst, every }): [Decider, number] => {
    const count = tasks.filter(({ budget }) => budget?.name === name).length;
    return [name, waitFor(count, burst, every)];
  });
  const reasons: [Decider, number][] = [
    ...waits,
    ['order', order / 1000],
    ['bandwidth', bytes / bytesPerSecond],
    ['requests', work / hands],
  ];
  return reasons.reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
