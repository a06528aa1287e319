import type { CompositeAction, Script, Step, Uses } from './model.ts';
import { child, entriesOf, namedTexts, textOf, type Node } from './node.ts';

/** Finds the composite action that a local path names; null when it is none, or was not handed in. */
export type ActionAt = (path: string) => CompositeAction | null;

/** Takes the node of `steps` and the file in which it is written. */
export function readSteps(node: Node | undefined, file: string, actionAt: ActionAt): Step[] {
  if (node?.kind !== 'list') return [];
  return node.items.map((one) => readStep(one, file, actionAt));
}

function readStep(node: Node, file: string, actionAt: ActionAt): Step {
  const uses = readUses(entriesOf(node).get('uses')?.node);
  return {
    file,
    line: node.line,
    id: textOf(child(node, 'id')),
    name: textOf(child(node, 'name')),
    if: textOf(child(node, 'if')),
    uses,
    with: namedTexts(child(node, 'with')),
    run: readScript(child(node, 'run')),
    shell: textOf(child(node, 'shell')),
    env: namedTexts(child(node, 'env')),
    workingDirectory: textOf(child(node, 'working-directory')),
    composite: uses && isLocal(uses.action) ? actionAt(uses.action) : null,
  };
}

function readUses(node: Node | undefined): Uses | null {
  const text = textOf(node);
  if (!node || text === null) return null;
  const at = text.indexOf('@');
  const local = isLocal(text) || text.startsWith('docker:');
  if (local || at < 0) return { line: node.line, action: text, ref: null };
  return { line: node.line, action: text.slice(0, at), ref: text.slice(at + 1) };
}

/** Whether `uses` names something of the repository: `./` in its checkout, `$/` at the workflow's commit. */
export function isLocal(uses: string): boolean {
  return uses.startsWith('./') || uses.startsWith('$/');
}

function readScript(node: Node | undefined): Script | null {
  const value = textOf(node);
  if (node?.kind !== 'scalar' || value === null) return null;
  const { block, line } = node;
  return {
    value,
    line: block === null ? line : line + 1,
    folded: block?.startsWith('>') ?? false,
  };
}
