import { describe, expect, it } from 'vitest';
import { portInUse } from '@slipway/release/finding';
import { toFinding } from './to-finding.ts';

const ports = { environment: { get: () => null } as never };

describe('every failure is a finding', () => {
  it('one that was foreseen keeps its code', () => {
    expect(toFinding(portInUse.error({ port: 1 }), ports)).toMatchObject({ code: 'SLW501' });
  });

  it('SLW009: one that nobody foresaw is a defect of ours and says so', () => {
    const finding = toFinding(new TypeError('x is not a function'), ports);
    expect(finding).toMatchObject({ code: 'SLW009', severity: 'error' });
    expect(finding.message).toContain('x is not a function');
    expect(toFinding('a string', ports).message).toContain('a string');
  });
});
