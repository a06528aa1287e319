import { exceptionIds, licenseIds } from './spdx.ts';

/** A piece of a license expression, with where it stands. */
interface Term {
  readonly text: string;
  readonly at: number;
}

/** What is wrong with an expression, said as crates.io says it: the expression, and marks below it. */
export function licenseProblem(expression: string): string | null {
  const terms = [...expression.matchAll(/[()/]|[^\s()/]+/g)].map(({ 0: text, index: at }) => ({
    text,
    at,
  }));
  const unknown = terms.find(({ text }) => !isKnown(text));
  if (unknown) return marked(expression, unknown, 'unknown term');
  return structureProblem(expression, terms);
}

function isKnown(term: string): boolean {
  if (/^(?:[()/]|AND|OR|WITH)$/.test(term)) return true;
  if (/^(?:DocumentRef-[\w.-]+:)?(?:LicenseRef|AdditionRef)-[\w.-]+$/.test(term)) return true;
  return licenseIds.has(term.replace(/\+$/, '')) || exceptionIds.has(term);
}

/** A license, then an operator or a bracket's end, and so on; `/` is the old OR. */
function structureProblem(expression: string, terms: readonly Term[]): string | null {
  const open: Term[] = [];
  let wanted: 'license' | 'operator' | 'exception' = 'license';
  for (const term of terms) {
    const { text } = term;
    if (wanted === 'operator') {
      if (text === ')') {
        if (!open.pop()) return marked(expression, term, 'unopened parens');
      } else if (/^(?:AND|OR|\/)$/.test(text)) wanted = 'license';
      else if (text === 'WITH') wanted = 'exception';
      else return marked(expression, term, 'expected one of `AND`, `OR`, `WITH`, `)` here');
    } else if (wanted === 'exception') {
      if (!exceptionIds.has(text)) {
        return marked(expression, term, 'expected a `<exception>` here');
      }
      wanted = 'operator';
    } else if (text === '(') open.push(term);
    else if (/^(?:[)/]|AND|OR|WITH)$/.test(text) || exceptionIds.has(text)) {
      return marked(expression, term, 'expected one of `<license>`, `(` here');
    } else wanted = 'operator';
  }
  const [unclosed] = open;
  if (unclosed) return marked(expression, unclosed, 'unclosed parens');
  if (wanted === 'operator') return null;
  const end = { text: ' ', at: expression.length };
  return marked(expression, end, `expected a \`<${wanted}>\` here`);
}

function marked(expression: string, { text, at }: Term, reason: string): string {
  return `${expression}\n${' '.repeat(at)}${'^'.repeat(text.length)} ${reason}`;
}
