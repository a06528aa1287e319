import { untrackedFileRead, type Finding } from '@slipway/release/finding';
import { runsOf, type JobRun, type ProgramRun } from '../release-workflow/index.ts';
import { joinPath } from '../script/index.ts';
import type { Check } from './context.ts';
import { filesRead, shown } from './files-read.ts';
import { Workspace } from './workspace.ts';

/** A step that reads a file which is neither tracked nor made by a step before it. */
export const checkFilesRead: Check = ({ workflows, listing }) => {
  const tracked = new Set(listing);
  const found = new Map<string, Finding>();
  for (const workflow of workflows) {
    for (const job of workflow.jobs) {
      for (const run of runsOf(workflow, job)) {
        for (const finding of missingIn(run, tracked, listing)) {
          const key = `${finding.file}:${finding.line}:${finding.message}`;
          if (!found.has(key)) found.set(key, finding);
        }
      }
    }
  }
  return [...found.values()];
};

function missingIn(
  run: JobRun,
  tracked: ReadonlySet<string>,
  listing: readonly string[],
): Finding[] {
  const workspace = new Workspace();
  const findings: Finding[] = [];
  for (const step of run.steps) {
    if (step.step.uses) workspace.use(step);
    const posix = /^(ba|da|z)?sh\b/.test(
      step.step.shell ?? run.job.shell ?? (run.machine?.os === 'Windows' ? '' : 'sh'),
    );
    for (const program of step.commands) {
      const { file } = step.step;
      const { command } = program;
      for (const path of posix && workspace.isCheckout ? pathsRead(program) : []) {
        if (isTracked(path, tracked) || !workspace.isCertain(path)) continue;
        const near = listing
          .filter((one) => baseOf(one) === baseOf(path))
          .sort(byDepth)
          .slice(0, 3);
        findings.push(
          untrackedFileRead.at(
            { file, line: command.line },
            { command: shown(command), path, near },
          ),
        );
      }
      workspace.run(program);
    }
  }
  return findings;
}

/** The files that a command reads for certain, from the root of the repository. */
function pathsRead(program: ProgramRun): string[] {
  const { directory, forgiven } = program.command;
  if (directory === null || forgiven) return [];
  return filesRead(program).flatMap(({ text, literal }) => {
    if (!literal || !/^[\w./-]+$/.test(text) || text.startsWith('/')) return [];
    const path = joinPath(directory, text);
    return path ? [path] : [];
  });
}

/** Also when a directory above it is: a submodule, or a link. */
function isTracked(path: string, tracked: ReadonlySet<string>): boolean {
  const parts = path.split('/');
  return parts.some((_, at) => tracked.has(parts.slice(0, at + 1).join('/')));
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function byDepth(a: string, b: string): number {
  return a.split('/').length - b.split('/').length || (a < b ? -1 : 1);
}
