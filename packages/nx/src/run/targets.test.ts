import { describe, expect, it } from 'vitest';
import type { Finding } from '@slipway/release/finding';
import type { PythonPackage } from '@slipway/release/manifest';
import type { Stage } from './stage.ts';
import { targetsHere } from './targets.ts';

const python = { name: 'tide' } as PythonPackage;

/** A stage in a folder that has the wheel for `linux` and no other. */
function stage(destination: Stage['destination'], found: Finding[]): Stage {
  const exists = async (path: string): Promise<boolean> => path.includes('/linux/');
  return {
    destination,
    root: '/repository',
    workshop: { ports: { files: { exists } } },
    found: (findings: readonly Finding[]) => void found.push(...findings),
  } as unknown as Stage;
}

describe('a platform whose wheel is not here', () => {
  it('is left out of a rehearsal, with a warning', async () => {
    const found: Finding[] = [];
    expect(await targetsHere(python, ['linux', 'mac'], stage('rehearsal', found))).toEqual([
      'linux',
    ]);
    expect(found).toMatchObject([{ code: 'SLW204', severity: 'warning' }]);
  });

  it('SLW204: stops a public destination, and every one is named', async () => {
    const found: Finding[] = [];
    const asked = targetsHere(python, ['linux', 'mac', 'windows'], stage('production', found));
    await expect(asked).rejects.toMatchObject({ finding: { code: 'SLW204', severity: 'error' } });
    expect(found).toMatchObject([{ code: 'SLW204', severity: 'error' }]);
  });
});
