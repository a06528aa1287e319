/**
 * Whether an artifact of one name may be what a download asks for. Either may hold expressions that are not
 * known, which stand for anything, and the download `*` and `?`. False where a pattern is of another kind.
 */
export function artifactsMeet(name: string, pattern: string): boolean {
  if (/[{}[\]!()]/.test(pattern.replace(/\$\{\{.*?\}\}/gs, ''))) return false;
  return meet(toGlob(name.replace(/[*?]/g, '')), toGlob(pattern));
}

function toGlob(text: string): string {
  return text.replace(/\$\{\{.*?\}\}/gs, '*').replace(/\*+/g, '*');
}

/** Whether some text matches both. */
function meet(a: string, b: string): boolean {
  if (a === '' && b === '') return true;
  if (a.startsWith('*')) return meet(a.slice(1), b) || (b !== '' && meet(a, b.slice(1)));
  if (b.startsWith('*')) return meet(b, a);
  if (a === '' || b === '') return false;
  return (a[0] === b[0] || a[0] === '?' || b[0] === '?') && meet(a.slice(1), b.slice(1));
}
