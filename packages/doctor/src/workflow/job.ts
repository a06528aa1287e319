import { expandMatrix } from './matrix.ts';
import type { Call, Concurrency, Job, Permissions, Text } from './model.ts';
import {
  child,
  entriesOf,
  namedTexts,
  textOf,
  textsOf,
  valuesOf,
  type Entry,
  type Node,
} from './node.ts';
import { isLocal, readSteps, type ActionAt } from './step.ts';

/** Takes the root of a workflow and its file. Returns its jobs; `defaults` of the workflow hold for each. */
export function readJobs(root: Node, file: string, actionAt: ActionAt): Job[] {
  const run = child(child(root, 'defaults'), 'run');
  return [...entriesOf(child(root, 'jobs'))].map(([id, entry]) => {
    const job = readJob(id, entry, file, actionAt);
    return {
      ...job,
      shell: job.shell ?? textOf(child(run, 'shell')),
      workingDirectory: job.workingDirectory ?? textOf(child(run, 'working-directory')),
    };
  });
}

function readJob(id: string, { line, node }: Entry, file: string, actionAt: ActionAt): Job {
  const matrix = expandMatrix(child(child(node, 'strategy'), 'matrix'));
  const container = child(node, 'container');
  const run = child(child(node, 'defaults'), 'run');
  return {
    id,
    line,
    name: textOf(child(node, 'name')),
    needs: textsOf(child(node, 'needs')) ?? [],
    if: textOf(child(node, 'if')),
    runsOn: readRunner(child(node, 'runs-on')),
    container: textOf(container) ?? textOf(child(container, 'image')),
    environment: readEnvironment(child(node, 'environment')),
    permissions: readPermissions(entriesOf(node).get('permissions')),
    rows: matrix.rows,
    rowsKnown: matrix.known,
    env: namedTexts(child(node, 'env')),
    shell: textOf(child(run, 'shell')),
    workingDirectory: textOf(child(run, 'working-directory')),
    steps: readSteps(child(node, 'steps'), file, actionAt),
    call: readCall(node),
  };
}

function readRunner(node: Node | undefined): string[] {
  if (node?.kind !== 'mapping') return valuesOf(node) ?? [];
  return [...(valuesOf(child(node, 'labels')) ?? []), ...(valuesOf(child(node, 'group')) ?? [])];
}

function readEnvironment(node: Node | undefined): Text | null {
  const name = node?.kind === 'mapping' ? child(node, 'name') : node;
  const value = textOf(name);
  return name && value !== null ? { value, line: name.line } : null;
}

function readCall(node: Node): Call | null {
  const uses = textsOf(child(node, 'uses'))?.[0];
  if (!uses) return null;
  return {
    line: uses.line,
    uses: uses.value,
    path: isLocal(uses.value) ? uses.value.slice(2) : null,
    with: namedTexts(child(node, 'with')),
    inheritsSecrets: textOf(child(node, 'secrets')) === 'inherit',
  };
}

/** Takes the entry of `permissions`, of a workflow or of a job; null where it is not written. */
export function readPermissions(entry: Entry | undefined): Permissions | null {
  if (!entry) return null;
  const { line, node } = entry;
  const all = textOf(node);
  if (all === 'read-all' || all === 'write-all') return { line, all, scopes: new Map() };
  const scopes = new Map<string, string>();
  for (const [scope, { value }] of namedTexts(node)) scopes.set(scope, value);
  return { line, all: scopes.size === 0 ? 'none' : null, scopes };
}

/** Takes the entry of `concurrency`; null where it is not written. */
export function readConcurrency(entry: Entry | undefined): Concurrency | null {
  if (!entry) return null;
  const { line, node } = entry;
  const group = textOf(node) ?? textOf(child(node, 'group'));
  return { line, group, cancelInProgress: textOf(child(node, 'cancel-in-progress')) };
}
