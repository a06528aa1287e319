import type { Finding } from '../finding/index.ts';
import type { Action } from '../plan/index.ts';
import type { DestinationName } from '../registry/index.ts';
import type { Report, Timing } from './report.ts';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';
export type Paint = (style: Style, text: string) => string;

const severityStyle = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

/** One finding for people: what, where, why, what to do. */
export function showFinding(finding: Finding, paint: Paint): string {
  const { severity, code, file, line, message, why, remedy } = finding;
  const where = file === null ? '' : harmless(`${file}${line ? `:${line}` : ''}`);
  return [
    `${paint(severityStyle[severity], `${severity} ${code}`)}  ${paint('bold', harmless(message))}`,
    ...(where ? [`  at   ${where}`] : []),
    `  why  ${harmless(why)}`,
    `  try  ${harmless(remedy)}`,
  ].join('\n');
}

/** What a file or a registry says must not steer the terminal: control characters are shown as escapes. */
export function harmless(text: string): string {
  return text.replaceAll(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** The first line of what is done over a lent rehearsal. */
export function lentBeginning(address: string, paint: Paint): string {
  const where = `Rehearsing over ${harmless(address)}`;
  return `${paint('yellow', where)}: SLIPWAY_REHEARSAL lends it in the place of the public registries. Nothing is published.`;
}

/** And the last one. */
export function lentEnd(address: string, paint: Paint): string {
  return `${paint('yellow', `Rehearsed over ${harmless(address)}`)}: nothing was published.`;
}

/** What is live after a stop, and the one command that goes on from here. */
export function showStop(report: Report, emergency: boolean, paint: Paint): string {
  const live = report.receipts.map(({ registry, file }) => `  ${registry.padEnd(16)} ${file}`);
  const { destination, rehearsal } = report;
  const heading =
    rehearsal === null ? 'Live now:' : 'Live in the lent rehearsal, and nowhere else:';
  const configuration = emergency && destination === 'production' ? 'emergency' : destination;
  const again = `npx nx run release:publish${destination === 'rehearsal' ? '' : `:${configuration}`} --continue`;
  return [
    paint('bold', live.length === 0 ? 'Nothing was uploaded anywhere.' : heading),
    ...live,
    `${paint('bold', 'Then go on:')} ${again}`,
    ...(rehearsal === null
      ? []
      : [
          `Nothing was published: SLIPWAY_REHEARSAL lends ${harmless(rehearsal)} in the place of the public registries.`,
        ]),
  ].join('\n');
}

/** The end of a release, to be read with pleasure. `notes` are lines that the caller adds. */
export function showSummary(
  report: Report,
  extra: {
    readonly installed: readonly string[];
    readonly page: string | null;
    readonly file: string;
    /** Packages that an earlier release published, and this one did not; keys of `packageKey`. */
    readonly staying: readonly string[];
    /** Whether nothing was to be published. */
    readonly dryRun: boolean;
  },
  paint: Paint,
): string {
  const what = extra.dryRun ? 'A dry run, nothing is published' : doneWord(report);
  const names = report.packages
    .filter(({ publish }) => publish === 'yes')
    .filter(({ ecosystem, name }) => !extra.staying.includes(`${ecosystem} ${name}`))
    .map(({ name, version }) => `${name} ${version}`);
  return [
    '',
    `${paint('green', '✔')} ${paint('bold', `${what}: ${[...new Set(names)].join(', ')}`)}`,
    paint('dim', `  commit ${report.commit?.slice(0, 10) ?? 'none'} · ${destinationNote(report)}`),
    '',
    ...registries(report, paint),
    ...(extra.page ? [`  ${paint('dim', extra.page)}`, ''] : []),
    ...extra.installed.map((line) => `  ${paint('green', '✔')} ${line}`),
    ...(extra.installed.length > 0 ? [''] : []),
    `  ${stagesLine(report.timings, paint)}`,
    '',
    ...report.findings.flatMap((finding) => [showFinding(finding, paint), '']),
    paint('dim', `  report  ${extra.file}`),
    ...(report.rehearsal === null ? [] : ['', lentEnd(report.rehearsal, paint)]),
    '',
  ].join('\n');
}

function doneWord({ destination, rehearsal }: Report): string {
  if (rehearsal !== null) return `Rehearsed over ${harmless(rehearsal)}`;
  return destination === 'rehearsal' ? 'Rehearsed' : 'Released';
}

function destinationNote({ destination, rehearsal }: Report): string {
  if (rehearsal !== null) return `a lent rehearsal, in the place of ${placesOf(destination)}`;
  if (destination === 'rehearsal') return 'loopback registries; nothing left this machine';
  return placesOf(destination);
}

function placesOf(destination: DestinationName): string {
  return destination === 'testpypi' ? 'TestPyPI' : 'crates.io, PyPI and GitHub';
}

function registries(report: Report, paint: Paint): string[] {
  const groups = Map.groupBy(report.actions, ({ registry }) => registry);
  const width = Math.max(0, ...report.actions.map(({ file }) => file.length));
  return [...groups].flatMap(([registry, actions]) => [
    `  ${paint('bold', registry)}${report.rehearsal === null ? '' : ', rehearsed'}`,
    ...actions.map(
      (action) => `    ${action.file.padEnd(width)}  ${outcome(action, report, paint)}`,
    ),
    '',
  ]);
}

function outcome(action: Action, report: Report, paint: Paint): string {
  const receipt = report.receipts.find(
    ({ registry, file }) => registry === action.registry && file === action.file,
  );
  if (!receipt) return paint('yellow', `${action.decision}: ${action.why}`);
  const word =
    receipt.result === 'published'
      ? paint('green', report.rehearsal === null ? 'published    ' : 'rehearsed    ')
      : paint('cyan', 'already there');
  return `${word}  ${size(receipt.bytes).padStart(8)}  ${paint('dim', receipt.sha256?.slice(0, 12) ?? '')}`;
}

/** Bytes as people read them. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${value.toFixed(1)} ${unit}`;
}

function stagesLine(timings: readonly Timing[], paint: Paint): string {
  const groups = Map.groupBy(timings, ({ stage }) => stage);
  return [...groups]
    .filter(([stage]) => stage !== 'destination' && stage !== 'gate')
    .map(([stage, rows]) => {
      const cached = rows.every((row) => row.cached);
      const seconds = rows.reduce((sum, row) => sum + row.seconds, 0);
      return `${stage} ${paint('dim', cached ? 'cached' : `${seconds.toFixed(1)} s`)}`;
    })
    .join(paint('dim', ' → '));
}
