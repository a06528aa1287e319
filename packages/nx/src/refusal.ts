import { nodePorts } from '@slipway/release/node';
import { hasErrors, type Finding } from '@slipway/release/finding';
import { showFinding } from '@slipway/release/report';
import { toFinding } from '@slipway/workspace/stage';
import { terminal } from '@slipway/workspace/terminal';

const { show } = terminal;

/** Nx paints the message of an error by itself. */
const plain = (_style: unknown, text: string): string => text;

/**
 * An error that Nx shows as the findings are shown everywhere: `nx release` prints the message, and
 * offers a stack trace only where there is one.
 */
export class Refusal extends Error {
  constructor(findings: readonly Finding[]) {
    super(findings.map((finding) => showFinding(finding, plain)).join('\n\n'));
    this.name = 'Refusal';
    this.stack = '';
  }
}

/** @throws Refusal when a finding is an error. */
export function refuse(findings: readonly Finding[]): void {
  if (hasErrors(findings)) throw new Refusal(findings);
}

/** Does the work; what fails in it becomes a Refusal. */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal([toFinding(error, nodePorts())]);
  }
}

/** What an executor answers; what fails is shown as findings are. */
export async function showRefusal(work: () => Promise<boolean>): Promise<{ success: boolean }> {
  try {
    return { success: await refusing(work) };
  } catch (error) {
    show(`\n${(error as Refusal).message}`);
    return { success: false };
  }
}
