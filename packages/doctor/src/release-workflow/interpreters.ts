/**
 * Takes a name of a Python, as setup-python, maturin or a path has it. Returns it the way Slipway does: `3.8`,
 * `3.13t`, `pypy3.10`, `graalpy3.11`. Null when it names no minor version.
 */
export function interpreterName(text: string): string | null {
  const path = /\/?(pp|cp)(\d)(\d+)-(?:cp\d+)?(t?)/.exec(text);
  if (path) return `${path[1] === 'pp' ? 'pypy' : ''}${path[2]}.${path[3]}${path[4]}`;
  const found = /(pypy|graalpy)?-?v?(3\.\d+)(?:\.\d+)?(?:-?(t|dev|nightly|alpha|beta|rc)\b)?/i.exec(
    text,
  );
  if (!found) return null;
  const [, kind = '', version, suffix] = found;
  return `${kind.toLowerCase()}${version}${suffix === 't' ? 't' : ''}`;
}

/** The names of {@link interpreterName} in a text of several, each once. */
export function interpreterNames(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) => text.split(/[\s,]+/)).filter(Boolean);
  return [...new Set(names.map(interpreterName).filter((name) => name !== null))];
}

/** Orders interpreters: CPython by version, free-threaded after its own, then PyPy, then GraalPy. */
export function compareInterpreters(a: string, b: string): number {
  const [x, y] = [keyOf(a), keyOf(b)];
  return x.kind - y.kind || x.minor - y.minor || (x.free ? 1 : 0) - (y.free ? 1 : 0);
}

function keyOf(name: string): { kind: number; minor: number; free: boolean } {
  const kind = name.startsWith('graalpy') ? 2 : name.startsWith('pypy') ? 1 : 0;
  return { kind, minor: Number(/3\.(\d+)/.exec(name)?.[1] ?? 0), free: name.endsWith('t') };
}
