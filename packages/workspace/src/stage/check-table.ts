import type { Check, Finding } from '@slipway/release/finding';
import { harmless, showFinding, type CheckRow, type Paint } from '@slipway/release/report';

/** A row of the report. */
export function checkRow({ findings, ...row }: Check): CheckRow {
  return {
    ...row,
    codes: distinct(findings.map(({ code }) => code)),
    evidence: distinct(findings.map((one) => `${placeOf(one)}${one.message}`)),
    remedies: distinct(findings.map(({ remedy }) => remedy)),
  };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function placeOf({ file, line }: Finding): string {
  return file === null ? '' : `${file}${line === null ? '' : `:${line}`}  `;
}

const marks = { ok: '✔', wrong: '✖', 'not checked': '·' } as const;
const colours = { ok: 'green', wrong: 'red', 'not checked': 'dim' } as const;

/** A line for each thing that ought to hold, below where it was looked at. */
export function checkTable(rows: readonly Check[], paint: Paint): string {
  return [...Map.groupBy(rows, ({ place }) => place)]
    .flatMap(([place, group]) => [
      `\n  ${paint('bold', place)}`,
      ...group.flatMap((row) => showRow(row, paint)),
    ])
    .join('\n');
}

/** What ought to hold, and whether it does; where it does not, what was seen, why it matters, what mends it. */
function showRow(row: Check, paint: Paint): string[] {
  const { title, verdict, findings, because } = row;
  const note = because === null ? '' : `not checked, because ${harmless(because)}`;
  const isMild = findings.every(({ severity }) => severity !== 'error');
  const colour = verdict === 'wrong' && isMild ? 'yellow' : colours[verdict];
  return [
    `    ${paint(colour, marks[verdict])} ${harmless(title)}${note ? `  ${paint('dim', note)}` : ''}`,
    ...findings
      .flatMap((finding) => showFinding(finding, paint).split('\n'))
      .map((line) => `        ${line}`),
  ];
}
