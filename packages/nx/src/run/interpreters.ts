import { interpretersNotBuilt, type Finding } from '@slipway/release/finding';
import type { PythonPackage } from '@slipway/release/manifest';
import type { PluginOptions } from '../graph/options.ts';

/** The interpreters whose wheels this machine does not build (SLW210); none with the stable ABI. */
export function checkInterpreters(
  { abi3, name, manifest }: Pick<PythonPackage, 'abi3' | 'name' | 'manifest'>,
  { interpreters = [] }: PluginOptions,
  target: string,
): Finding[] {
  if (abi3 !== null || interpreters.length < 2) return [];
  const at = { file: manifest, line: null };
  return [interpretersNotBuilt.at(at, { name, wanted: interpreters, target })];
}
