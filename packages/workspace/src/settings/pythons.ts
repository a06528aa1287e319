import { findPlatform } from '@slipway/release/platform';
import type { PluginOptions } from './plugin-options.ts';
import { chosenPlatforms, type PlatformChoice } from './platforms.ts';

/** The Python that runs Slipway's tools: the newest of nx.json that can, or a usual one. Pure. */
export function mainPython(options: PluginOptions): string {
  const named = chosenPlatforms(options, '').flatMap(({ interpreters = [] }) => interpreters);
  return newest(named) ?? usualPython;
}

/**
 * The Pythons that setup-python is to bring to a job that builds for a platform, as it spells them: those that
 * import its wheels, as far as it has them for such a machine, and last, so that it is `python3`, the one that
 * runs Slipway's tools. The others are not needed for building. Pure.
 */
export function pythonsFor({ target, interpreters = [] }: PlatformChoice, main: string): string[] {
  const brought = interpreters.filter((name) => isBrought(name, target));
  const tools = isBrought(main, target) ? main : (newest(brought) ?? usualPython);
  return [...brought.filter((name) => name !== tools), tools];
}

function newest(names: readonly string[]): string | null {
  const able = names.filter((one) => /^3\.\d+$/.test(one) && minor(one) >= oldestForTools);
  return able.toSorted((a, b) => minor(a) - minor(b)).at(-1) ?? null;
}

/**
 * What its lists have (actions/python-versions and PyPy's, August 2026): on Windows for ARM no PyPy, and CPython from
 * 3.11 on; elsewhere CPython from 3.8 on. GraalPy it knows by GraalPy's own versions alone.
 */
function isBrought(name: string, target: string): boolean {
  const isWindowsArm = findPlatform(target)?.machine === 'win_arm64';
  if (name.startsWith('graalpy') || (isWindowsArm && name.startsWith('pypy'))) return false;
  return name.startsWith('pypy') || minor(name) >= (isWindowsArm ? 11 : 8);
}

/** `3.14t` is of 3.14. */
const minor = (name: string): number => Number.parseInt(name.split('.')[1] ?? '', 10);

const oldestForTools = 9;
const usualPython = '3.13';
