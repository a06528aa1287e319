/** A wheel that a package ought to have on each of its platforms. */
export interface WantedWheel {
  /** The Python tag: `cp39`, `pp310`. */
  readonly python: string;
  /** The ABI tag; `*` stands for the version of an implementation that numbers its own: `pypy311_pp*`. */
  readonly abi: string;
  /** The interpreters that it serves: `3.9`, `3.14t`, `pypy3.10`; none named for the stable ABI alone. */
  readonly interpreters: readonly string[];
}

/** The tags of a wheel's file name, as far as they are compared here. */
export interface WheelTags {
  readonly pythonTags: readonly string[];
  readonly abiTags: readonly string[];
}

/** How an interpreter is named here: `3.9`, `3.14t`, `pypy3.11`, `graalpy3.11`. */
export function isInterpreterName(name: string): boolean {
  const minor = Number(/^3\.(\d+)t$/.exec(name)?.[1] ?? firstFreeThreaded);
  return /^(?:3\.\d+t?|(?:pypy|graalpy)3\.\d+)$/.test(name) && minor >= firstFreeThreaded;
}

const firstFreeThreaded = 13;

/**
 * The wheels that serve these interpreters: one for each, but for the CPythons (not the free-threaded ones)
 * that the stable ABI from version `abi3` on serves together. None for no interpreters without the stable ABI:
 * then it is that of the machine's own Python, whichever that is. Pure. PEP 425.
 */
export function wantedWheels(
  abi3: string | null,
  interpreters: readonly string[],
): readonly WantedWheel[] {
  const isStable = (name: string): boolean => abi3 !== null && /^3\.\d+$/.test(name);
  const stable = interpreters.filter(isStable);
  const own = interpreters.filter((name) => !isStable(name)).map(ownWheel);
  if (abi3 === null || (interpreters.length > 0 && stable.length === 0)) return own;
  return [{ python: tagOf(abi3), abi: 'abi3', interpreters: stable }, ...own];
}

function ownWheel(name: string): WantedWheel {
  const [, implementation = '', number = '', free = ''] = /^(\D*)3\.(\d+)(t?)/.exec(name) ?? [];
  const python = tagOf(name);
  const abis: Readonly<Record<string, string>> = {
    pypy: `pypy3${number}_pp*`,
    graalpy: `graalpy*_3${number}_native`,
  };
  return { python, abi: abis[implementation] ?? `${python}${free}`, interpreters: [name] };
}

const implementations: Readonly<Record<string, string>> = { pypy: 'pp', graalpy: 'graalpy' };

function tagOf(name: string): string {
  const [, implementation = '', major, minor] = /^(\D*)(\d+)\.(\d+)/.exec(name) ?? [];
  return `${implementations[implementation] ?? 'cp'}${major}${minor}`;
}

/** Whether a wheel is the one that is wanted. */
export function isWanted(
  { pythonTags, abiTags }: WheelTags,
  { python, abi }: WantedWheel,
): boolean {
  const known = new RegExp(`^${abi.replace('*', '\\d+')}$`);
  return pythonTags.includes(python) && abiTags.some((tag) => known.test(tag));
}

/** The newest minor of CPython that anybody may have by now, and one more. */
const newestMinor = 16;

/**
 * The interpreters that a wheel is for, as `wantedWheels` names them: of the stable ABI, or of pure Python, every CPython
 * from the one that its tag names. Pure. PEP 425.
 */
export function interpretersOf({ pythonTags, abiTags }: WheelTags): readonly string[] {
  const names = pythonTags.flatMap((tag) => {
    const [, kind = '', major, minor] = /^([a-z]+)(\d)(\d*)$/.exec(tag) ?? [];
    if (kind === 'pp') return [`pypy${major}.${minor}`];
    const isStable = abiTags.includes('abi3');
    if (kind === 'py' || (kind === 'cp' && isStable)) return from(Number(minor || 8));
    return kind === 'cp' ? [`${major}.${minor}${abiTags.some(isFree) ? 't' : ''}`] : [];
  });
  return [...new Set(names)];
}

const isFree = (abi: string): boolean => /^cp\d+t$/.test(abi);

function from(minor: number): string[] {
  const count = Math.max(0, newestMinor - minor + 1);
  return Array.from({ length: count }, (_, index) => `3.${minor + index}`);
}

/** As people say it: `cp39-abi3`. */
export function showWanted({ python, abi }: WantedWheel): string {
  return `${python}-${abi}`;
}

/** A wheel of a set, by its file and what it can be installed for. */
export interface SetWheel extends WheelTags {
  readonly file: string;
  /** All its tags: `cp39-abi3-manylinux_2_17_x86_64`. */
  readonly tags: readonly string[];
}

/** Two wheels that claim the same installations. */
export interface Collision {
  readonly tag: string;
  readonly files: readonly string[];
}

/** Wheels of one set that are for the same installations: one file built twice, or two whose tags overlap. Pure. */
export function collisions(wheels: readonly SetWheel[]): readonly Collision[] {
  const byTag = new Map<string, SetWheel[]>();
  for (const wheel of wheels) {
    for (const tag of wheel.tags) byTag.set(tag, [...(byTag.get(tag) ?? []), wheel]);
  }
  const found = new Map<string, Collision>();
  for (const [tag, claiming] of byTag) {
    const files = claiming.map(({ file }) => file);
    if (files.length > 1 && !found.has(files.join())) found.set(files.join(), { tag, files });
  }
  return [...found.values()];
}
