import { execa } from 'execa';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeOf } from '../tools/installed/toolchains.ts';
import { repository } from './support/workspace.ts';

const packages = join(repository, 'packages');

/** Everything of ours that Nx loads. */
const doors = ['nx/plugin.mjs', 'nx/executors.mjs', 'nx/generators.mjs', 'nx/version-actions.mjs'];

describe.each(['18.20.8', '20.20.2'])('on Node %s', (version) => {
  let node: string;
  beforeAll(async () => {
    node = await nodeOf(version);
  });

  it.each(doors)('SLW002: %s says first that it is too old, and what to do', async (door) => {
    const script = `import(${JSON.stringify(join(packages, door))}).catch((error) => console.log(String(error.stack)))`;
    const { stdout } = await execa(node, ['--eval', script], { reject: false });
    expect(stdout).toMatch(new RegExp(`SLW002 Node ${version} .* needs 22.18 or newer`));
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  it('SLW002: the rehearsal as a program says so as well', async () => {
    const program = join(packages, 'rehearsal/bin/slipway-rehearsal.mjs');
    const { exitCode, all } = await execa(node, [program, '--help'], { all: true, reject: false });
    expect(exitCode).not.toBe(0);
    expect(all).toContain(`SLW002 Node ${version}`);
  });
});
