import { hasErrors, type Finding } from '@slipway/release/finding';
import type { Action } from '@slipway/release/plan';
import type { Receipt } from '@slipway/release/publish';
import type { CheckRow, Part, VersionRow } from '@slipway/release/report';
import type { Estimate } from '@slipway/release/schedule';
import { runStarted } from '../settings/index.ts';
import type { Host, Stage } from '../stage/index.ts';

/** What a stage finds, does and leaves. */
export interface Gathered {
  readonly findings: Finding[];
  readonly actions: Action[];
  readonly receipts: Receipt[];
  readonly versions: VersionRow[];
  readonly checks: CheckRow[];
  estimate: Estimate | null;
}

export const nothingYet = (): Gathered => ({
  findings: [],
  actions: [],
  receipts: [],
  versions: [],
  checks: [],
  estimate: null,
});

/** How a stage hands over what it finds, does and leaves. `seen` gets the findings that it has shown itself. */
export function gatherers(
  into: Gathered,
  seen: Set<Finding>,
): Pick<Stage, 'found' | 'action' | 'receipt' | 'version' | 'checked' | 'estimated'> {
  return {
    found: (findings, shown) => {
      into.findings.push(...findings);
      if (shown === 'shown') for (const finding of findings) seen.add(finding);
    },
    action: (action) => void into.actions.push(action),
    receipt: (receipt) => void into.receipts.push(receipt),
    version: (row) => void into.versions.push(row),
    checked: (rows) => void into.checks.push(...rows),
    estimated: (estimate) => void (into.estimate = estimate),
  };
}

/** A stage's part of the report; times are in milliseconds. */
export function partOf(
  stage: string,
  { project, target, ports }: Pick<Host, 'project' | 'target' | 'ports'>,
  { started, spent }: { readonly started: number; readonly spent: number },
  gathered: Gathered,
): Part {
  return {
    schema: 'slipway.part/1',
    project,
    target: target ?? stage,
    stage,
    run: ports.environment.get(runStarted),
    startedAt: new Date(started).toISOString(),
    seconds: Math.round(spent) / 1000,
    failed: hasErrors(gathered.findings),
    ...gathered,
  };
}
