import { execa } from 'execa';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pins, whyPinIsWrong } from '../tools/workflows/pins.ts';

/** A folder of clones, `{owner}+{name}/repo`, for where GitHub cannot be reached. */
const mirror = process.env['SLIPWAY_MIRROR'] ?? null;

describe('the pins of actions', () => {
  it.for(pins)('$repository $version is the commit of that tag', async (pin, { skip }) => {
    const wrong = await whyPinIsWrong(pin, mirror).catch((error: Error) =>
      skip(`nobody was to be asked: ${error.message.split('\n')[0]}`),
    );
    expect(wrong).toBeNull();
  });

  it('are compared with tags, annotated ones too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-pins-'));
    const cwd = join(folder, 'octo+act/repo');
    await mkdir(cwd, { recursive: true });
    const who = ['-c', 'user.name=A Sailor', '-c', 'user.email=sailor@example.org'];
    const git = async (...args: string[]) =>
      (await execa('git', [...who, ...args], { cwd })).stdout;
    await git('init', '-q');
    await git('commit', '-q', '--allow-empty', '-m', 'one');
    await git('tag', '-a', 'v1.0.0', '-m', 'one');
    const pin = {
      repository: 'octo/act',
      version: 'v1.0.0',
      commit: await git('rev-parse', 'HEAD'),
    };
    expect(await whyPinIsWrong(pin, folder)).toBeNull();
    expect(await whyPinIsWrong({ ...pin, commit: '0'.repeat(40) }, folder)).toContain('not 000');
    expect(await whyPinIsWrong({ ...pin, version: 'v2.0.0' }, folder)).toContain('no tag v2.0.0');
    await rm(folder, { recursive: true });
  });
});
