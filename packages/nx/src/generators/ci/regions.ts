import { marksDamaged } from '@slipway/release/finding';

/**
 * A part of a text: lines between two marks, the marks among them; or, without a name, lines that are the
 * reader's own.
 */
export interface Part {
  readonly name: string | null;
  readonly lines: readonly string[];
}

/** A part that the generator writes. Its marks stand where formatters put comments: as deep as what follows. */
export function region(
  name: string,
  lines: readonly string[],
  { begin = '  ', end = '  ' } = {},
): Part {
  return {
    name,
    lines: [`${begin}# slipway:begin ${name}`, ...lines, `${end}# slipway:end ${name}`],
  };
}

/** Lines that are written once, and the reader's from then on. */
export function own(...lines: readonly string[]): Part {
  return { name: null, lines };
}

export function textOf(parts: readonly Part[]): string {
  return `${parts.flatMap(({ lines }) => lines).join('\n')}\n`;
}

const mark = /^\s*# slipway:(begin|end) ([\w-]+)\s*$/;

/** Whether a text holds the part of this name. */
export function holds(text: string, name: string): boolean {
  return text.split(/\r?\n/).some((line) => {
    const [, kind, found] = mark.exec(line) ?? [];
    return kind === 'begin' && found === name;
  });
}

/**
 * The parts of a text; null where it has no marks at all.
 * @throws SlipwayError SLW662 where marks do not come in pairs.
 */
export function partsOf(file: string, text: string): Part[] | null {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const parts: { name: string | null; lines: string[] }[] = [{ name: null, lines: [] }];
  for (const [index, line] of lines.entries()) {
    const [, kind, name = ''] = mark.exec(line) ?? [];
    const open = parts.at(-1)!;
    const fail = (detail: string): Error =>
      marksDamaged.error({ detail }, { at: { file, line: index + 1 } });
    if (kind === 'begin') {
      if (open.name !== null) throw fail(`${name} begins inside ${open.name}`);
      if (parts.some((part) => part.name === name)) throw fail(`${name} begins twice`);
      parts.push({ name, lines: [line] });
    } else if (kind === 'end') {
      if (open.name !== name) throw fail(`${name} ends where it has not begun`);
      open.lines.push(line);
      parts.push({ name: null, lines: [] });
    } else open.lines.push(line);
  }
  const last = parts.at(-1)!;
  if (last.name !== null) {
    throw marksDamaged.error(
      { detail: `${last.name} never ends` },
      { at: { file, line: lines.length } },
    );
  }
  return parts.length === 1 ? null : parts.filter(({ name, lines: own }) => name ?? own.length > 0);
}

/** The parts of a file with those of the generator as it writes them now, and everybody else's as they are. Pure. */
export function rewritten(written: readonly Part[], present: readonly Part[]): Part[] {
  const byName = new Map(
    written.flatMap((part) => (part.name === null ? [] : [[part.name, part]])),
  );
  const parts = present.flatMap((part) => {
    if (part.name === null) return [part];
    const now = byName.get(part.name);
    return now ? [{ ...now, lines: between(part.lines, now.lines.slice(1, -1)) }] : [];
  });
  let before = -1;
  for (const [index, part] of written.entries()) {
    if (part.name === null) continue;
    const at = parts.findIndex(({ name }) => name === part.name);
    if (at === -1) {
      // With what stands before it in a new file.
      const gap = written[index - 1];
      const added = gap?.name === null ? [gap, part] : [part];
      parts.splice(before + 1, 0, ...added);
      before += added.length;
    } else before = at;
  }
  return parts;
}

/** Lines between the marks of a part: these stay as they are, as deep as a formatter has put them. */
function between(present: readonly string[], lines: readonly string[]): string[] {
  return [present[0] ?? '', ...lines, present.at(-1) ?? ''];
}

/** A part that is not as the generator writes it. */
export interface Drift {
  readonly name: string;
  /** Where it differs first, counted from 1; null where the part is not there. */
  readonly line: number | null;
  /** What stands there; null where nothing does. */
  readonly found: string | null;
  /** What the generator writes there; null where it writes nothing. */
  readonly wanted: string | null;
}

/** Where a file has other parts than the generator writes. Pure. */
export function driftOf(written: readonly Part[], present: readonly Part[]): Drift[] {
  const drifts: Drift[] = [];
  let line = 1;
  for (const { name, lines } of present) {
    const wanted = written.find((part) => part.name === name)?.lines.slice(1, -1);
    if (name !== null)
      drifts.push(...firstDifference(name, line, lines, wanted ? between(lines, wanted) : []));
    line += lines.length;
  }
  const missing = written.filter(
    ({ name }) => name !== null && !present.some((part) => part.name === name),
  );
  return [
    ...drifts,
    ...missing.map(({ name, lines }) => ({
      name: name!,
      line: null,
      found: null,
      wanted: lines[1] ?? null,
    })),
  ];
}

function firstDifference(
  name: string,
  start: number,
  found: readonly string[],
  wanted: readonly string[],
): Drift[] {
  const length = Math.max(found.length, wanted.length);
  for (let at = 0; at < length; at++) {
    if (found[at] === wanted[at]) continue;
    const line = start + Math.min(at, found.length - 1);
    return [{ name, line, found: shown(found[at]), wanted: shown(wanted[at]) }];
  }
  return [];
}

/** A mark is the end of a part, and nothing of it. */
function shown(line: string | undefined): string | null {
  return line === undefined || mark.test(line) ? null : line;
}
