import {
  platformTwice,
  runnerOfOtherSystem,
  unknownInterpreter,
  unknownPlatform,
  type Finding,
  type Location,
} from '@slipway/release/finding';
import { isInterpreterName } from '@slipway/release/plan';
import { canBuild, findPlatform, similarTargets } from '@slipway/release/platform';
import type { PluginOptions, PlatformOptions } from '../settings/index.ts';

/** What is wrong with an option; `path` leads to it, and nx.json tells the line. */
export interface Wrong {
  readonly path: readonly (string | number)[];
  readonly at: (location: Location) => Finding;
}

/**
 * Platforms that wheels cannot be for (SLW010), or that are named twice (SLW242), or whose runner is of another
 * system (SLW243); interpreters that are none (SLW241). Pure.
 */
export function checkPlatforms({ platforms = [], interpreters = [] }: PluginOptions): Wrong[] {
  const all = platforms.map((one) => (typeof one === 'string' ? { target: one } : one));
  return [
    ...strange(interpreters, 'interpreters'),
    ...all.flatMap((one, index) => [
      ...checkPlatform(one, index),
      ...(all.findIndex(({ target }) => target === one.target) < index
        ? [wrong(index, (at) => platformTwice.at(at, one))]
        : []),
    ]),
  ];
}

function checkPlatform({ target, runner, interpreters = [] }: PlatformOptions, index: number) {
  const platform = findPlatform(target);
  if (!platform) {
    const similar = similarTargets(target);
    return [wrong(index, (at) => unknownPlatform.at(at, { target, similar }))];
  }
  const [, system = ''] = /^(ubuntu|macos|windows)-/.exec(runner ?? '') ?? [];
  const host = hosts[system];
  const usual = platform.runner;
  return [
    ...strange(interpreters, 'platforms', index, 'interpreters'),
    ...(host !== undefined && !canBuild(host, platform)
      ? [wrong(index, (at) => runnerOfOtherSystem.at(at, { target, runner: runner!, usual }))]
      : []),
  ];
}

/** GitHub's own runners say in their labels what they are; nobody knows it of others. */
const hosts: Readonly<Record<string, string>> = {
  ubuntu: 'x86_64-unknown-linux-gnu',
  macos: 'aarch64-apple-darwin',
  windows: 'x86_64-pc-windows-msvc',
};

const wrong = (index: number, at: Wrong['at']): Wrong => ({ path: ['platforms', index], at });

function strange(names: readonly string[], ...path: readonly (string | number)[]): Wrong[] {
  const option = path.join('.');
  return names.flatMap((name, index) =>
    isInterpreterName(name)
      ? []
      : [{ path: [...path, index], at: (at) => unknownInterpreter.at(at, { option, name }) }],
  );
}
