import { type Cell } from './cells.ts';
import type { Result } from './commands.ts';

/** Nx × Node × package manager × commands, a row for each cell. Pure. */
export function showTable(rows: ReadonlyMap<Cell, readonly Result[]>): string {
  const head = ['Nx', 'Node', 'package manager', 'rehearsal', 'commands', 'seconds', 'failed'];
  const lines = [...rows].map(([{ way, nx, node, whole }, results]) => {
    const good = results.filter(({ fault }) => fault === null).length;
    const seconds = results.reduce((sum, one) => sum + one.seconds, 0);
    const failed = results.flatMap(({ name, fault }) => (fault ? [`${name}: ${fault}`] : []));
    const kind = whole ? 'whole' : 'dry';
    const count = `${good} of ${results.length}`;
    return [nx, node, way, kind, count, seconds.toFixed(0), failed.join('; ') || '-'];
  });
  const widths = head.map((_, at) =>
    Math.max(...[head, ...lines].map((one) => one[at]?.length ?? 0)),
  );
  const show = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [show(head), rule, ...lines.map(show)].join('\n');
}
