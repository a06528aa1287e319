/**
 * Whether an artifact of one name may be what a download asks for. Either may hold expressions that are not
 * known, which stand for anything, and the download `*`, `?` and `{one,another}`. False where a pattern is of another
 * kind, see {@link isComparable}.
 */
export function artifactsMeet(name: string, pattern: string): boolean {
  if (!isComparable(pattern)) return false;
  const literal = toGlob(name.replace(/[*?]/g, ''));
  return alternativesOf(toGlob(pattern)).some((one) => meet(literal, one));
}

/** Whether a pattern is one that is read here: actions/download-artifact takes all that minimatch does. */
export function isComparable(pattern: string): boolean {
  return !/[[\]!()]|\{[^}]*(\{|\.\.)/.test(toGlob(pattern));
}

function toGlob(text: string): string {
  return text.replace(/\$\{\{.*?\}\}/gs, '*').replace(/\*+/g, '*');
}

/** `{one,another}` written out. */
function alternativesOf(pattern: string): string[] {
  const braces = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (!braces) return [pattern];
  const [whole, inner = ''] = braces;
  return inner.split(',').flatMap((one) => alternativesOf(pattern.replace(whole, () => one)));
}

/** Whether some text matches both. */
function meet(a: string, b: string): boolean {
  if (a === '' && b === '') return true;
  if (a.startsWith('*')) return meet(a.slice(1), b) || (b !== '' && meet(a, b.slice(1)));
  if (b.startsWith('*')) return meet(b, a);
  if (a === '' || b === '') return false;
  return (a[0] === b[0] || a[0] === '?' || b[0] === '?') && meet(a.slice(1), b.slice(1));
}
