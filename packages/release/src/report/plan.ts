import type { PackageRow } from '../plan/index.ts';
import type { Report, TagRow } from './report.ts';
import type { Paint, Style } from './terminal.ts';

/** Rows of a registry that are shown; the report has them all. */
const shown = 60;

/** What else a plan tells of: lines under a heading of their own. */
export interface PlanNotes {
  /** What the repository's own workflows do today. */
  readonly workflows: readonly string[];
  /** How long publishing takes. */
  readonly time: readonly string[];
  /** What could not be known, and how to know it. */
  readonly unknown: readonly string[];
}

/** What a release would publish: a table for each registry, then how versions and tags hang together. */
export function showPlan(report: Report, notes: PlanNotes, paint: Paint): string {
  return [
    '',
    ...table('crates.io', report, paint),
    ...table('PyPI', report, paint),
    ...section('order', orderLines(report), paint),
    ...section('agreement', agreementLines(report), paint),
    ...section('tags', report.tags.map(tagLine), paint),
    ...section('time', notes.time, paint),
    ...section('workflows', notes.workflows, paint),
    ...section('not known', notes.unknown, paint),
  ].join('\n');
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  if (lines.length === 0) return [];
  return [`  ${paint('bold', title)}`, ...lines.map((line) => `    ${line}`), ''];
}

function table(registry: 'crates.io' | 'PyPI', report: Report, paint: Paint): string[] {
  const ecosystem = registry === 'PyPI' ? 'python' : 'cargo';
  const rows = report.packages
    .filter((row) => row.ecosystem === ecosystem)
    .map((row) => ({ row, ...outcome(row, registry, report) }))
    .sort((a, b) => rank(a.row) - rank(b.row));
  if (rows.length === 0) return [];
  const visible = rows.slice(0, shown);
  const name = Math.max(...visible.map(({ row }) => row.name.length));
  const version = Math.max(...visible.map(({ row }) => row.version.length));
  const word = Math.max(...visible.map((one) => one.word.length));
  const lines = visible.map((one) =>
    [
      `  ${one.row.name.padEnd(name)}`,
      one.row.version.padEnd(version),
      paint(one.style, one.word.padEnd(word)),
      paint('dim', [one.why, one.row.manifest].filter(Boolean).join(' · ')),
    ].join('  '),
  );
  const more = rows.length - visible.length;
  return section(
    registry,
    [...lines, ...(more > 0 ? [`  … and ${more} more`] : [])].map(unindent),
    paint,
  );
}

const unindent = (line: string): string => line.slice(2);

const rank = ({ publish }: PackageRow): number => ['yes', 'opt-in', 'no'].indexOf(publish);

function outcome(
  row: PackageRow,
  registry: string,
  report: Report,
): { word: string; why: string; style: Style } {
  if (row.publish === 'no') return { word: 'not published', why: '', style: 'dim' };
  if (row.publish === 'opt-in')
    return { word: 'opt-in', why: 'nobody asked for it', style: 'cyan' };
  const action = report.actions.find(
    (one) => one.registry === registry && one.package === row.name,
  );
  const style = action?.decision === 'publish' ? 'green' : 'yellow';
  const wheels = wheelNote(row);
  return {
    word: action?.decision ?? 'publish',
    why: [action?.why, wheels].filter(Boolean).join(' · '),
    style,
  };
}

function wheelNote({ ecosystem, platforms = [], sdist }: PackageRow): string {
  if (ecosystem !== 'python') return '';
  const wheels = `wheels for ${platforms.map(({ target }) => target).join(', ') || 'no platform'}`;
  return sdist ? `sdist, ${wheels}` : wheels;
}

function orderLines({ order }: Report): string[] {
  if (order.length < 2) return [];
  const visible = order.slice(0, shown).join(' → ');
  return [order.length > shown ? `${visible} → … ${order.length - shown} more` : visible];
}

function agreementLines({ agreement }: Report): string[] {
  const visible = agreement.slice(0, shown).map(({ packages, relation, why }) => {
    const names =
      packages.length > 6
        ? `${packages.slice(0, 5).join(', ')} and ${packages.length - 5} more`
        : packages.join(', ');
    return `${relation}: ${names} (${why})`;
  });
  const more = agreement.length - visible.length;
  return more > 0 ? [...visible, `… and ${more} more`] : visible;
}

function tagLine({ format, packages, newest, reachable, commitsSince }: TagRow): string {
  const whose =
    packages.length === 0
      ? 'no published package'
      : `${packages.slice(0, 3).join(', ')}${packages.length > 3 ? ` and ${packages.length - 3} more` : ''}`;
  const where = reachable
    ? `${commitsSince} commit${commitsSince === 1 ? '' : 's'} since`
    : 'not among the commits that lead to HEAD';
  return `${format}  for ${whose}; newest ${newest ?? 'none'}, ${where}`;
}
