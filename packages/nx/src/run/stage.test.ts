import { describe, expect, it } from 'vitest';
import { portInUse } from '@slipway/release/finding';
import { toFinding } from './stage.ts';

describe('every failure is a finding', () => {
  it('one that was foreseen keeps its code', () => {
    expect(toFinding(portInUse.error({ port: 1 }))).toMatchObject({ code: 'SLW501' });
  });

  it('SLW009: one that nobody foresaw is a defect of ours and says so', () => {
    const finding = toFinding(new TypeError('x is not a function'));
    expect(finding).toMatchObject({ code: 'SLW009', severity: 'error' });
    expect(finding.message).toContain('x is not a function');
    expect(toFinding('a string').message).toContain('a string');
  });
});
