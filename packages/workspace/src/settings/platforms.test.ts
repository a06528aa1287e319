import { describe, expect, it } from 'vitest';
import { chosenPlatforms, wheelOrder } from './platforms.ts';

const host = 'x86_64-unknown-linux-gnu';

describe('the platforms of the options', () => {
  it("are this machine's own where none is named", () => {
    expect(chosenPlatforms({}, host)).toEqual([{ target: host, runner: 'ubuntu-24.04' }]);
  });

  it('take what holds for all, and say more of themselves', () => {
    const options = {
      platforms: [
        host,
        'x86_64-unknown-linux-musl',
        {
          target: 'aarch64-apple-darwin',
          runner: 'macos-14',
          interpreters: ['3.14t'],
          features: ['extra'],
          test: 'pytest {package}/tests',
        },
      ],
      interpreters: ['3.9', '3.12'],
      manylinux: 'manylinux_2_28',
    };
    const [gnu, musl, mac] = chosenPlatforms(options, host);
    expect(gnu).toMatchObject({ manylinux: 'manylinux_2_28', interpreters: ['3.9', '3.12'] });
    expect(musl).not.toHaveProperty('manylinux');
    expect(mac).toMatchObject({ runner: 'macos-14', interpreters: ['3.14t'], features: ['extra'] });
    expect(wheelOrder(mac!)).toEqual({
      target: 'aarch64-apple-darwin',
      interpreters: ['3.14t'],
      features: ['extra'],
      test: 'pytest {package}/tests',
    });
  });
});
