import {
  generatedDiffers,
  generatedMissing,
  notGenerated,
  type Finding,
} from '@slipway/release/finding';
import { withNewerPins } from './actions.ts';
import type { GeneratedFile } from './files.ts';
import { driftOf, partsOf, rewritten, textOf, type Drift, type Part } from './regions.ts';

/** What is to become of a file: its text, or why there is none. */
export interface Rewrite {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/**
 * A file as it ought to be, with everything of it that is the reader's own. A file that has no marks is
 * somebody else's, and is taken over only when `force` says so. Pure.
 * @param present null where there is no such file
 * @throws SlipwayError SLW662 where its marks are damaged
 */
export function rewrite(
  { file, parts }: GeneratedFile,
  present: string | null,
  force = false,
): Rewrite {
  if (present === null || force) return { text: textOf(parts), findings: [] };
  const known = partsOf(file, present);
  if (!known) return { text: present, findings: [notGenerated.at({ file, line: 1 }, { file })] };
  const text = textOf(rewritten(pinnedAs(present, parts), known));
  return { text: present.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text, findings: [] };
}

/**
 * Where a file is not as it would be written. Pure.
 * @throws SlipwayError SLW662 where its marks are damaged
 */
export function compare({ file, parts }: GeneratedFile, present: string | null): Finding[] {
  if (present === null) return [generatedMissing.at({ file, line: null }, { file })];
  const known = partsOf(file, present);
  if (!known) return [notGenerated.at({ file, line: 1 }, { file })];
  return driftOf(pinnedAs(present, parts), known).map((drift) => toFinding(file, drift));
}

function pinnedAs(present: string, parts: readonly Part[]): Part[] {
  return parts.map(({ name, lines }) => ({ name, lines: withNewerPins(lines, present) }));
}

function toFinding(file: string, { name, line, found, wanted }: Drift): Finding {
  const trimmed = { found: found?.trim() ?? null, wanted: wanted?.trim() ?? null };
  return generatedDiffers.at({ file, line }, { file, part: name, ...trimmed });
}
