import { brokenWorkflow, type Finding } from '@slipway/release/finding';
import { readConcurrency, readJobs, readPermissions } from './job.ts';
import type { CompositeAction, Workflow } from './model.ts';
import { child, entriesOf, namedTexts, textOf, type Node } from './node.ts';
import { readSteps, type ActionAt } from './step.ts';
import { readInputs, readTriggers } from './trigger.ts';
import { readYaml, type FileKind, type Mistake } from './yaml.ts';

/** Workflow files of a repository, and what GitHub would refuse of them. */
export interface WorkflowSet {
  readonly workflows: readonly Workflow[];
  readonly findings: readonly Finding[];
}

const mistakesTold = 3;

/** Whether a path is one that GitHub runs as a workflow. */
export function isWorkflowFile(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

/** Whether a path is the metadata of an action, which the steps of a workflow may use. */
export function isActionFile(path: string): boolean {
  return /(^|\/)action\.ya?ml$/.test(path);
}

/**
 * Takes texts by path: the workflow files, and the actions (`action.yml`) that they use with `./`; others are
 * passed over. `listing` names every tracked file. Returns the workflows in the order of their paths, and a
 * finding for each mistake that GitHub's own parser sees. A file that is not YAML makes no workflow.
 */
export function readWorkflows(
  texts: ReadonlyMap<string, string>,
  listing: readonly string[],
): WorkflowSet {
  const tracked = new Set(listing);
  const findings: Finding[] = [];
  const report = (file: string, mistakes: readonly Mistake[]): void => {
    // One wrong character makes a parser stumble many times.
    for (const { line, detail } of mistakes.slice(0, mistakesTold)) {
      findings.push(brokenWorkflow.at({ file, line }, { file, detail }));
    }
  };
  const open = (kind: FileKind, file: string): Node | null => {
    const { root, mistakes } = readYaml(kind, file, texts.get(file)!);
    report(file, mistakes);
    return root?.kind === 'mapping' ? root : null;
  };
  const actionAt = actionsIn(texts, open);
  const workflows = [...texts.keys()]
    .filter((file) => isWorkflowFile(file) && tracked.has(file))
    .sort()
    .flatMap((file) => {
      const root = open('workflow', file);
      return root ? [readWorkflow(root, file, actionAt)] : [];
    });
  return { workflows, findings };
}

function readWorkflow(root: Node, file: string, actionAt: ActionAt): Workflow {
  const entries = entriesOf(root);
  return {
    file,
    name: textOf(child(root, 'name')),
    triggers: readTriggers(child(root, 'on')),
    permissions: readPermissions(entries.get('permissions')),
    concurrency: readConcurrency(entries.get('concurrency')),
    env: namedTexts(child(root, 'env')),
    jobs: readJobs(root, file, actionAt),
  };
}

/** Reads each action once, when a step first asks for it. One that uses itself ends there. */
function actionsIn(
  texts: ReadonlyMap<string, string>,
  open: (kind: FileKind, file: string) => Node | null,
): ActionAt {
  const known = new Map<string, CompositeAction | null>();
  const actionAt: ActionAt = (path) => {
    const folder = path.replace(/^[.$]\//, '').replace(/\/$/, '');
    const file = ['action.yml', 'action.yaml']
      .map((name) => (folder ? `${folder}/${name}` : name))
      .find((one) => texts.has(one));
    if (file === undefined) return null;
    if (!known.has(file)) {
      known.set(file, null);
      known.set(file, readAction(open('action', file), file, actionAt));
    }
    return known.get(file) ?? null;
  };
  return actionAt;
}

function readAction(root: Node | null, file: string, actionAt: ActionAt): CompositeAction | null {
  const runs = child(root, 'runs');
  if (textOf(child(runs, 'using')) !== 'composite') return null;
  const inputs = readInputs(child(root, 'inputs'));
  return { file, inputs, steps: readSteps(child(runs, 'steps'), file, actionAt) };
}
