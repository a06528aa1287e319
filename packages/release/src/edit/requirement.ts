import semver from 'semver';
import { acceptsVersion } from '../version/index.ts';
import type { Replacement } from './model.ts';
import { splice } from './splice.ts';

/** One of the comparators between the commas: its version, by offsets. */
interface Comparator extends Replacement {
  readonly operator: string;
  readonly version: string;
}

const shape =
  /^(\s*(=|>=|<=|>|<|~|\^)?\s*)(\d+(?:\.(?:\d+|[*xX])){0,2}(?:[-+][0-9A-Za-z.+-]+)?|[*xX])\s*$/;

/** More comparators than this are not tried in every combination. */
const most = 8;

/**
 * What to replace in a requirement of Cargo's on a crate that goes from one version to the next. An
 * exact pin always moves, and so does a requirement that names the old version in full; any other
 * stays while it accepts the new one, and else takes it with as few comparators changed as will do.
 * Operators and blanks are kept. What does not go `inStep` with the other only moves where it must. Null when no change of versions makes it accept the new one.
 * https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html
 */
export function moveRequirement(
  requirement: string,
  old: string,
  next: string,
  inStep = true,
): readonly Replacement[] | null {
  const comparators = takeApart(requirement, next);
  if (!comparators || comparators.length > most) return null;
  const isAlone = comparators.length === 1;
  const moves = (one: Comparator): boolean =>
    inStep && (isPin(one) || (isAlone && namesInFull(one.version, old)));
  for (const chosen of bySize(comparators)) {
    if (comparators.some((one) => moves(one) && !chosen.includes(one))) continue;
    if (acceptsVersion(splice(requirement, chosen), next)) {
      return chosen.filter(({ version, text }) => version !== text);
    }
  }
  return null;
}

/** A requirement after that, on what it goes in step with; as it was where it cannot move. */
export function movedRequirement(requirement: string, old: string, next: string): string {
  return splice(requirement, moveRequirement(requirement, old, next) ?? []);
}

function takeApart(requirement: string, next: string): Comparator[] | null {
  const comparators: Comparator[] = [];
  let at = 0;
  for (const part of requirement.split(',')) {
    const [, before = '', operator = '', version] = shape.exec(part) ?? [];
    if (version === undefined) return null;
    const start = at + before.length;
    const text = inShapeOf(version, next);
    comparators.push({ operator, version, text, start, end: start + version.length });
    at += part.length + 1;
  }
  return comparators;
}

/** The new version; with wildcards where the old one has them, unless it is a pre-release. */
function inShapeOf(version: string, next: string): string {
  const { major, minor, patch, prerelease } = new semver.SemVer(next);
  const full = [major, minor, patch];
  if (prerelease.length > 0) return `${full.join('.')}-${prerelease.join('.')}`;
  if (!/[*xX]/.test(version) || /[-+]/.test(version)) return full.join('.');
  return version
    .split('.')
    .map((part, index) => (/\d/.test(part) ? full[index] : part))
    .join('.');
}

function isPin({ operator, version }: Comparator): boolean {
  return operator === '=' && semver.valid(version) !== null;
}

function namesInFull(version: string, old: string): boolean {
  return semver.valid(version) !== null && semver.valid(old) !== null && semver.eq(version, old);
}

/** Every choice among some, the smallest first. */
function bySize<T>(all: readonly T[]): T[][] {
  const choices = Array.from({ length: 2 ** all.length }, (_, bits) =>
    all.filter((_one, index) => bits & (1 << index)),
  );
  return choices.sort((a, b) => a.length - b.length);
}
