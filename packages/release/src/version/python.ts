import { satisfies } from '@renovatebot/pep440';

/**
 * Whether `Requires-Python` (PEP 440) lets an interpreter in, named as `3.9`, `3.13t` or `pypy3.11`: by its last patch,
 * whichever that is. Null lets all in; what is no requirement none, as pip would refuse it. Pure.
 */
export function takesPython(requirement: string | null, interpreter: string): boolean {
  const [, minor] = /(\d+\.\d+)/.exec(interpreter) ?? [];
  return requirement === null || minor === undefined || satisfies(`${minor}.99`, requirement);
}
