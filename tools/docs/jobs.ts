/**
 * `npm run docs:jobs`: the table of docs/security.md, of what each job of the generated workflows holds and what runs
 * there, derived from the workflows themselves. `--check` only compares.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import {
  readWorkflows,
  type Job,
  type Step,
  type Workflow,
} from '../../packages/doctor/src/workflow/index.ts';
import { generatedFiles } from '../../packages/nx/src/generators/ci/files.ts';
import type { CiModel } from '../../packages/nx/src/generators/ci/model.ts';
import { packageManagerOf } from '../../packages/nx/src/generators/ci/package-manager.ts';
import { textOf } from '../../packages/nx/src/generators/ci/regions.ts';

const page = join(import.meta.dirname, '../../docs/security.md');

/** A repository with all that can be generated. */
export const everything: CiModel = {
  tags: ['v[0-9]+.[0-9]+.[0-9]+', 'v[0-9]+.[0-9]+.[0-9]+-*'],
  branches: 'main',
  hasPython: true,
  hasWheels: true,
  python: '3.13',
  packageManager: packageManagerOf({
    listing: ['package-lock.json'],
    packageJson: null,
    yarnrc: null,
  }),
  hasRootManifest: true,
  attests: true,
};

/** Whose code a step runs. */
export type Runs = 'GitHub' | 'tools' | 'npm' | 'ours' | 'foreign';

/** What every job runs is said once, above the table. */
const words: Readonly<Partial<Record<Runs, string>>> = {
  ours: 'Slipway',
  foreign: '**code of others**: builds, tests, installations',
};

/** What each command of the workflows runs; one that is not here has to be thought of first. */
const commands: readonly (readonly [RegExp, Runs])[] = [
  [/^npm ci --ignore-scripts$/, 'npm'],
  [/^rustup (show|toolchain|target) |^cargo fmt |^(echo|printf) |^grep |^xargs rustup /, 'tools'],
  [/^npx nx run release:(plan|matrix|status|doctor)\b/, 'ours'],
  [/^npx nx g @slipway\/nx:ci --check$/, 'ours'],
  [/^npx nx run "release:publish:\$DESTINATION" /, 'ours'],
  [/^npx nx run "release:(status):\$DESTINATION"/, 'ours'],
  [/^npx nx run release:publish |^npx nx run "release:verify:/, 'foreign'],
  [/^npx nx run-many .*\b(test|build)\b|^npx nx affected -t |^npx nx run "\$TASK"$/, 'foreign'],
];

export function runsOf({ uses, run }: Step): Set<Runs> {
  if (uses) {
    if (!uses.action.startsWith('actions/')) throw new Error(`whose is ${uses.action}?`);
    return new Set(['GitHub']);
  }
  const lines = (run?.value ?? '').replace(/^ *matrix="\$\((.*)\)"$/gm, '$1').split('\n');
  const parts = lines
    .flatMap((line) => line.split(/ (?:&&|\|\||\|) /))
    .map((part) => part.replace(/ >> .*$/, '').trim());
  return new Set(
    parts.filter(Boolean).map((part) => {
      const known = commands.find(([pattern]) => pattern.test(part));
      if (!known) throw new Error(`what does \`${part}\` run?`);
      return known[1];
    }),
  );
}

/** The permissions of a job's token, as they are written: "contents: read". */
export function permissionsOf(job: Job, workflow: Workflow): string[] {
  const { scopes, all } = job.permissions ?? workflow.permissions ?? { scopes: new Map(), all: '' };
  if (all !== null) return [String(all)];
  return [...scopes].map(([scope, right]) => `${scope}: ${right}`);
}

/** The names of variables that hold a token in a step. */
export const tokensOf = ({ env }: Pick<Step, 'env'>): string[] =>
  [...env].filter(([, { value }]) => /github\.token|secrets\./.test(value)).map(([name]) => name);

/** The workflows that are generated for a model. */
export function workflowsOf(model: CiModel): readonly Workflow[] {
  const files = generatedFiles(model, new Map(), {}).map(({ file, parts }) => [
    file,
    textOf(parts),
  ]);
  const { workflows } = readWorkflows(
    new Map(files as [string, string][]),
    files.map(([file]) => file!),
  );
  return workflows;
}

/** The table, in Markdown. */
export function jobsTable(model: CiModel): string {
  const rows = workflowsOf(model).flatMap((workflow) =>
    workflow.jobs.map((job) => {
      const runs = new Set(job.steps.flatMap((step) => [...runsOf(step)]));
      const order = Object.keys(words) as Runs[];
      const holding = job.steps.filter((step) => tokensOf(step).length > 0);
      const tokens = [...new Set(holding.flatMap(tokensOf))].map(
        (name) => `\`${name}\` in the step${holding.length === 1 ? '' : 's'} of ${ours(holding)}`,
      );
      return [
        workflow.file.replace(/^.*\//, ''),
        `\`${job.id}\``,
        [...permissionsOf(job, workflow).map((one) => `\`${one}\``), ...tokens].join(', '),
        order.flatMap((one) => (runs.has(one) ? (words[one] ?? []) : [])).join('; '),
      ];
    }),
  );
  const head = ['workflow', 'job', 'holds', 'runs'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** What the steps are that hold a token, by the target that they run. */
const ours = (steps: readonly Step[]): string =>
  steps
    .map(({ run }) => `\`${/release:\w+/.exec(run?.value ?? '')?.[0] ?? 'a command'}\``)
    .join(', ');

const marks = ['<!-- jobs: begin -->', '<!-- jobs: end -->'] as const;

/** The page with the table as it is derived. */
export async function withTable(text: string): Promise<string> {
  const [begin, end] = marks.map((mark) => text.indexOf(mark));
  if (begin === -1 || end === -1) throw new Error('docs/security.md has lost its marks');
  const before = text.slice(0, begin! + marks[0].length);
  const written = `${before}\n\n${jobsTable(everything)}\n\n${text.slice(end)}`;
  return format(written, { ...(await resolveConfig(page)), parser: 'markdown' });
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const present = await readFile(page, 'utf8');
  const wanted = await withTable(present);
  if (!process.argv.includes('--check')) await writeFile(page, wanted);
  else if (wanted !== present) {
    console.error('docs/security.md is not as it would be written: run `npm run docs:jobs`.');
    process.exitCode = 1;
  }
}
