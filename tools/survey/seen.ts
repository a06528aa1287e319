import type { ReleaseDescription } from '../../packages/doctor/src/release-workflow/index.ts';
import type { Report } from '../../packages/release/src/report/index.ts';
import type { PluginOptions } from '@slipway/workspace/settings';

/** What `init` and `release:plan` made of a repository. */
export interface Seen {
  readonly options: PluginOptions;
  readonly report: Report;
  /** null where the repository has no workflows. */
  readonly release: ReleaseDescription | null;
}

/** A fact about a repository, and whether Slipway sees it. */
export interface Fact {
  readonly says: string;
  readonly holds: (seen: Seen) => boolean;
}

export interface Subject {
  /** "owner/name" on GitHub. */
  readonly name: string;
  readonly commit: string;
  readonly facts: readonly Fact[];
}

type Row = Report['packages'][number];

const rows = ({ report }: Seen, ecosystem: Row['ecosystem']): Row[] =>
  report.packages.filter((row) => row.ecosystem === ecosystem);

/** The crates that would be published, by name. */
export function crates(seen: Seen, publish: Row['publish'] = 'yes'): string[] {
  return rows(seen, 'cargo')
    .filter((row) => row.publish === publish)
    .map(({ name }) => name)
    .sort();
}

export function crate(seen: Seen, name: string): Row | undefined {
  return rows(seen, 'cargo').find((row) => row.name === name);
}

export function python(seen: Seen, name: string): Row | undefined {
  return rows(seen, 'python').find((row) => row.name === name);
}

/** How many crates are published at a version. */
export function countAt(seen: Seen, version: string): number {
  return rows(seen, 'cargo').filter((row) => row.publish === 'yes' && row.version === version)
    .length;
}

/** Whether two packages stand in a relation. */
export function relates(seen: Seen, relation: string, ...packages: readonly string[]): boolean {
  return seen.report.agreement.some(
    (row) => row.relation === relation && packages.every((name) => row.packages.includes(name)),
  );
}

/** Whether a finding of this code was told, at this place where one is given. */
export function told(seen: Seen, code: string, file?: string, line?: number): boolean {
  return seen.report.findings.some(
    (finding) =>
      finding.code === code &&
      (file === undefined || finding.file === file) &&
      (line === undefined || finding.line === line),
  );
}

/** The format of the tags that are a package's, and the newest of them. */
export function tagged(seen: Seen, name: string): string | null {
  const row = seen.report.tags.find(({ packages }) => packages.includes(name));
  return row ? `${row.format} ${row.newest}` : null;
}

/** Whether one crate goes before another. */
export function before(seen: Seen, first: string, second: string): boolean {
  const { order } = seen.report;
  return order.includes(first) && order.indexOf(first) < order.indexOf(second);
}
