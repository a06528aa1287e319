import { nameOf, type Cell, type Row } from './cell.ts';

/** Cells as columns would be too wide: each is a line, with a mark for each command, in the order of the legend. */
export function tableOf(results: readonly (readonly [Cell, readonly Row[]])[]): string {
  const commands = [...new Set(results.flatMap(([, rows]) => rows.map(({ command }) => command)))];
  const mark = (rows: readonly Row[], command: string): string => {
    const row = rows.find((one) => one.command === command);
    return row === undefined ? ' · ' : row.problem === null ? ' ✔ ' : ' ✖ ';
  };
  const width = Math.max(0, ...results.map(([cell]) => nameOf(cell).length));
  const numbers = commands
    .map((_, at) =>
      String(at + 1)
        .padStart(2)
        .padEnd(3),
    )
    .join('');
  return [
    `${''.padEnd(width)} ${numbers} seconds`,
    ...results.map(([cell, rows]) => {
      const seconds = Math.round(rows.reduce((sum, row) => sum + row.seconds, 0));
      const marks = commands.map((command) => mark(rows, command)).join('');
      return `${nameOf(cell).padEnd(width)} ${marks} ${seconds}`;
    }),
    '',
    commands.map((command, at) => `${at + 1} ${command}`).join(' · '),
  ].join('\n');
}
