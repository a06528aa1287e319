import { ciWorkflow } from './ci-workflow.ts';
import type { CiModel } from './model.ts';
import { publishWorkflow } from './publish-workflow.ts';
import { statusWorkflow } from './status-workflow.ts';
import { holds, type Part } from './regions.ts';

/** A file that the generator writes. */
export interface GeneratedFile {
  readonly file: string;
  readonly parts: readonly Part[];
}

/**
 * The branches that a workflow of pull requests names that was written before: what a job has checked out does not
 * say which one is the default, and a reader may have added others. Null where there is no such workflow. Pure.
 */
export function branchesIn(texts: ReadonlyMap<string, string>): string | null {
  const present = [...texts.values()].find((text) => holds(text, 'ci'));
  return /^ {4}branches: \[(.+)\]\s*$/m.exec(present ?? '')?.[1] ?? null;
}

/** Which workflows there are, and their names where a repository wants others than the usual. */
export interface FileNames {
  readonly ci?: string | undefined;
  readonly publish?: string | undefined;
  /** False: nothing watches the releases. */
  readonly monitor?: boolean | undefined;
}

const workflows = '.github/workflows';

/**
 * The workflows for a repository. A workflow that was written before, under whatever name, keeps it: `texts`
 * are the files that are there. Pure.
 */
export function generatedFiles(
  model: CiModel,
  texts: ReadonlyMap<string, string>,
  { ci = 'ci.yml', publish = 'publish.yml', monitor = true }: FileNames,
): GeneratedFile[] {
  const fileWith = (part: string, name: string): string => {
    const present = [...texts].find(
      ([file, text]) => file.startsWith(`${workflows}/`) && holds(text, part),
    );
    return present?.[0] ?? `${workflows}/${name}`;
  };
  return [
    { file: fileWith('release', publish), parts: publishWorkflow(model) },
    { file: fileWith('ci', ci), parts: ciWorkflow(model) },
    ...(monitor
      ? [{ file: fileWith('watch', 'release-status.yml'), parts: statusWorkflow(model) }]
      : []),
  ];
}
