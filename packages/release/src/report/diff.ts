import { structuredPatch } from 'diff/lib/patch/create.js';
import type { Paint } from './terminal.ts';

/** Lines of one file that are shown; a lock file of many packages has more. */
const shown = 40;

/** What changes in a file, line by line, with the numbers of the lines; no context around them. Pure. */
export function showDiff(file: string, before: string, after: string, paint: Paint): string {
  const { hunks } = structuredPatch(file, file, before, after, '', '', { context: 0 });
  const lines = hunks.flatMap(({ oldStart, newStart, lines: changed }) => {
    let [old, now] = [oldStart, newStart];
    return changed.flatMap((line) => {
      const text = line.slice(1).replace(/\r$/, '');
      if (line.startsWith('-')) return paint('red', `${numbered(old++)} - ${text}`);
      return line.startsWith('+') ? paint('green', `${numbered(now++)} + ${text}`) : [];
    });
  });
  const more = lines.length - shown;
  const visible = more > 0 ? [...lines.slice(0, shown), `       … ${more} more lines`] : lines;
  return [paint('bold', file), ...visible].join('\n');
}

const numbered = (line: number): string => String(line).padStart(6);
