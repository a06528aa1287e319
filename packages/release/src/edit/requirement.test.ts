import { describe, expect, it } from 'vitest';
import { moveRequirement } from './requirement.ts';
import { splice } from './splice.ts';

function move(requirement: string, old: string, next: string): string | null {
  const moved = moveRequirement(requirement, old, next);
  return moved && splice(requirement, moved);
}

describe('moveRequirement', () => {
  it.each([
    ['=0.3.0', '0.3.0', '0.3.1', '=0.3.1'],
    ['= 0.3.0', '0.3.0', '0.3.1', '= 0.3.1'],
    ['=0.2.9', '0.3.0', '0.3.1', '=0.3.1'],
    ['=0.3.0', '0.3.0', '0.3.1-rc.1', '=0.3.1-rc.1'],
    ['=0.3.0-rc.1', '0.3.0-rc.1', '0.3.0', '=0.3.0'],
    ['=0.3.0', '0.3.0', '0.3.1+build.5', '=0.3.1'],
  ])('an exact pin moves: %s from %s to %s is %s', (requirement, old, next, moved) => {
    expect(move(requirement, old, next)).toBe(moved);
  });

  it.each([
    ['0.3.0', '0.3.1'],
    ['^0.3.0', '^0.3.1'],
    ['~0.3.0', '~0.3.1'],
    ['~ 0.3.0 ', '~ 0.3.1 '],
    ['>=0.3.0', '>=0.3.1'],
    ['<=0.3.0', '<=0.3.1'],
  ])('what names the old version in full is kept in step: %s', (requirement, moved) => {
    expect(move(requirement, '0.3.0', '0.3.1')).toBe(moved);
  });

  it.each([
    ['0.10.0', '0.10.1', '0.10.2'],
    ['0.3', '0.3.0', '0.3.1'],
    ['>=0.2', '0.3.0', '0.9.0'],
    ['=0.3', '0.3.0', '0.3.9'],
    ['0.3.*', '0.3.0', '0.3.9'],
    ['*', '0.3.0', '1.0.0'],
    ['>=0.3.0, <0.4', '0.3.0', '0.3.1'],
    ['>=0.3.0-rc.1, <0.4', '0.3.0-rc.1', '0.3.0-rc.2'],
    ['>0.3.0', '0.2.0', '0.3.1'],
  ])('a loose one stays while it accepts: %s from %s to %s', (requirement, old, next) => {
    expect(move(requirement, old, next)).toBe(requirement);
  });

  it.each([
    ['0.10.0', '0.10.1', '0.11.0', '0.11.0'],
    ['0.3', '0.3.0', '0.4.0', '0.4.0'],
    ['~ 0.3', '0.3.0', '0.4.0', '~ 0.4.0'],
    ['=0.3', '0.3.0', '0.4.0', '=0.4.0'],
    ['<=0.3', '0.3.0', '0.4.0', '<=0.4.0'],
    ['0.3.*', '0.3.0', '0.4.0', '0.4.*'],
    ['1.*.*', '1.3.0', '2.4.0', '2.*.*'],
    ['*', '0.3.0', '0.4.0-rc.1', '0.4.0-rc.1'],
    ['0.3', '0.3.0', '0.3.1-rc.1', '0.3.1-rc.1'],
  ])('and else takes the new version: %s from %s to %s is %s', (requirement, old, next, moved) => {
    expect(move(requirement, old, next)).toBe(moved);
  });

  it.each([
    ['>=0.3.0, <=0.3.9', '0.4.0', '>=0.3.0, <=0.4.0'],
    ['=0.3.0,<1', '0.4.0', '=0.4.0,<1'],
    ['>=0.3.0 , <1', '0.4.0-rc.1', '>=0.4.0-rc.1 , <1'],
    ['>=0.3, <1', '0.2.0', '>=0.2.0, <1'],
    ['~0.3, <=0.3.5', '0.4.0', '~0.4.0, <=0.4.0'],
  ])('of several only what must changes: %s to %s is %s', (requirement, next, moved) => {
    expect(move(requirement, '0.3.0', next)).toBe(moved);
  });

  it.each([
    ['>=0.3, <0.4', '0.4.0'],
    ['<0.3.0', '0.3.1'],
    ['>0.5', '0.4.0'],
    ['=0.3.0, <0.3.1', '0.3.1'],
    ['banana', '0.4.0'],
    ['', '0.4.0'],
    [Array(30).fill('<9').join(','), '0.4.0'],
  ])('null where no version will do: %s to %s', (requirement, next) => {
    expect(move(requirement, '0.3.0', next)).toBeNull();
  });
});
