import { versionUnmappable } from '@slipway/release/finding';
import type { PythonPackage } from '@slipway/release/manifest';
import { toPep440 } from '@slipway/release/version';

/**
 * The version as PyPI spells it: a version that comes from Cargo is mapped, as maturin does.
 * @throws SlipwayError SLW106 when it has no counterpart.
 */
export function pythonVersionOf({ version, manifest }: PythonPackage): string {
  if (version.source === 'explicit') return version.value;
  const mapped = toPep440(version.value);
  if (mapped.ok) return mapped.version;
  const { reason, nearest } = mapped;
  const at = { file: version.file ?? manifest, line: version.line };
  const context = { version: version.value, registry: 'PyPI', reason, nearest } as const;
  throw versionUnmappable.error(context, { at });
}
