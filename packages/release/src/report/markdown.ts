import type { Finding } from '../finding/index.ts';
import type { Report } from './report.ts';

/**
 * The report as GitHub's page of a job shows it: what was published, or is to be, and what was found. Pure.
 */
export function toMarkdown(report: Report): string {
  const { command, destination, rehearsal, repository, tag, findings } = report;
  const subject = [repository, tag].filter((one) => one !== null).map((one) => code(one));
  const where = rehearsal === null ? destination : `rehearsed (${destination} was asked for)`;
  const title = `### Slipway ${command}, ${where}${subject.length > 0 ? `: ${subject.join(' ')}` : ''}`;
  const told = findings.filter(({ severity }) => severity !== 'info');
  const lent = `**Rehearsed over ${text(rehearsal ?? '')}: nothing was published.**`;
  const said = rehearsal === null ? [] : ['', lent, ''];
  return [title, ...said, ...tableOf(report), ...told.map(itemOf), ...said].join('\n') + '\n\n';
}

/** Receipts where anything was done, else what was decided. */
function tableOf({ receipts, actions, rehearsal }: Report): string[] {
  const done = rehearsal === null ? '' : ', rehearsed';
  const rows =
    receipts.length > 0
      ? receipts.map(({ registry, file, result }) => [registry, file, `${result}${done}`])
      : actions.map(({ registry, file, decision, why }) => [registry, file, `${decision}: ${why}`]);
  if (rows.length === 0) return [];
  const lines = rows.map(
    ([registry = '', file = '', how = '']) =>
      `| ${text(registry)} | ${code(file)} | ${text(how)} |`,
  );
  return ['', '| registry | file | |', '| --- | --- | --- |', ...lines, ''];
}

/** A finding as a row of a list. */
export function itemOf({ code: id, severity, message, remedy, file, line }: Finding): string {
  const place = file === null ? '' : ` (${code(line === null ? file : `${file}:${line}`)})`;
  return `- **${severity} ${id}** ${text(message)}${place}. ${text(remedy)}`;
}

/** What Markdown would take for its own is shown as it is. */
function text(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\*_[\]|]/g, '\\$&')
    .replaceAll(/\s*\n\s*/g, ' ');
}

function code(words: string): string {
  return `\`${words.replaceAll(/[`|\n]/g, ' ')}\``;
}
