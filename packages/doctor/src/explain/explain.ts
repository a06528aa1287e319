import { allFindings, logFindings } from '@slipway/release/finding';
import { entries } from './entries.ts';
import type { Entry } from './entry.ts';

/** What a text of a log means. */
export interface Explanation {
  /** Its page is docs/findings/CODE.md. */
  readonly code: string;
  readonly title: string;
  /** The line that says it, without what the log puts around it. */
  readonly text: string;
  readonly cause: string;
  readonly remedy: string;
}

/**
 * Finds what is known in the text of a log: of cargo, twine, uv, maturin, pip, gh, crates.io, PyPI or GitHub
 * Actions. One explanation for each entry, in the order of the text; none for what is not known. Pure.
 */
export function explain(log: string): Explanation[] {
  const text = clean(log);
  return entries
    .flatMap((entry) => {
      const match = entry.pattern.exec(text);
      return match ? [{ entry, at: match.index }] : [];
    })
    .sort((a, b) => a.at - b.at)
    .map(({ entry, at }) => explanationOf(entry, lineAround(text, at)));
}

/** Without colours, the times that GitHub writes before each line, and its `##[error]`. */
function clean(log: string): string {
  return log
    .replaceAll(/\u001b\[[0-9;]*[A-Za-z]/g, '')
    .replaceAll(/^\uFEFF?(?:[^\t\n]*\t[^\t\n]*\t)?\d{4}-\d\d-\d\dT[\d:.]+Z ?/gm, '')
    .replaceAll(/^(?:##\[\w+\]|::\w+[^:\n]*::)/gm, '')
    .replaceAll('\r\n', '\n');
}

function lineAround(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at) + 1, end < 0 ? undefined : end).trim();
}

function explanationOf({ code, told }: Entry, text: string): Explanation {
  const title = allFindings().find((kind) => kind.code === code)?.title ?? code;
  const said = logFindings
    .find((kind) => kind.code === code)
    ?.at({ file: null, line: null }, { text });
  const { cause, remedy } = told ?? { cause: said?.why ?? '', remedy: said?.remedy ?? '' };
  return { code, title, text, cause, remedy };
}
