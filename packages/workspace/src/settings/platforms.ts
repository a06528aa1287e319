import type { WheelOrder } from '@slipway/release/build';
import { findPlatform } from '@slipway/release/platform';
import type { PlatformOptions, PluginOptions } from './plugin-options.ts';

/** A platform with everything that the options say of it. */
export interface PlatformChoice extends PlatformOptions {
  readonly runner: string;
}

/** The platforms of the options, each with what holds for all; this machine's own where none is named. */
export function chosenPlatforms(
  { platforms = [], interpreters, manylinux }: PluginOptions,
  host: string,
): readonly PlatformChoice[] {
  const written = platforms.length > 0 ? platforms : [host];
  return written.map((one) => {
    const own = typeof one === 'string' ? { target: one } : one;
    const { libc = null, runner = defaultRunner } = findPlatform(own.target) ?? {};
    return {
      ...(interpreters ? { interpreters } : {}),
      ...(manylinux !== undefined && libc === 'gnu' ? { manylinux } : {}),
      runner,
      ...own,
    };
  });
}

const defaultRunner = 'ubuntu-24.04';

/** What a target of the graph needs to build the wheels of a platform. */
export function wheelOrder(choice: PlatformChoice): WheelOrder {
  const { runner, ...order } = choice;
  void runner;
  return order;
}

/** The platforms of every Python package, and which of them this machine builds. */
export interface Platforms {
  readonly choices: readonly PlatformChoice[];
  readonly all: readonly string[];
  readonly here: readonly string[];
  /** Whether nx.json sets `nx release` up: only then its target is inferred. */
  readonly release: boolean;
}

/** @param host this machine's target triple */
export function platformsOf(options: PluginOptions, release: boolean, host: string): Platforms {
  const choices = chosenPlatforms(options, host);
  const all = choices.map(({ target }) => target);
  return { choices, all, here: all.filter((target) => target === host), release };
}
