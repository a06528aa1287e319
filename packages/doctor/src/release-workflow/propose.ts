import { compareInterpreters } from './interpreters.ts';
import type { Matrix, ReleaseDescription, WheelJob } from './model.ts';

/**
 * Takes what the workflows do today. Returns the matrix that builds the same wheels: every platform of
 * theirs and every interpreter. Where a workflow both builds wheels and uploads to PyPI, only such
 * workflows count; what a general tool builds (`uv build`, `python -m build`) counts only where nothing is
 * built by maturin or cibuildwheel. WebAssembly has no place in it.
 */
export function proposeMatrix(
  description: Pick<ReleaseDescription, 'wheels' | 'sdist' | 'publishes'>,
): Matrix {
  const uploading = new Set(
    description.publishes.filter(({ registry }) => registry === 'PyPI').map((one) => one.workflow),
  );
  const native = description.wheels.filter(({ target }) => !target?.startsWith('wasm'));
  const ours = preferred(native, ({ workflow }) => uploading.has(workflow));
  const wheels = preferred(ours, ({ tool }) => !/^(uv|build|pip)$/.test(tool));
  const platforms = wheels.map(({ target }) => target).filter((target) => target !== null);
  return {
    platforms: unique(platforms).sort(),
    interpreters: unique(wheels.flatMap(({ interpreters }) => interpreters)).sort(
      compareInterpreters,
    ),
    manylinux: policyOf(wheels),
    abi3: wheels.some(({ abi3 }) => abi3),
    sdist: description.sdist !== null,
  };
}

/** Those that pass; all of them when none does. */
function preferred(wheels: readonly WheelJob[], passes: (wheel: WheelJob) => boolean) {
  const found = wheels.filter(passes);
  return found.length > 0 ? found : wheels;
}

function policyOf(wheels: readonly WheelJob[]): string | null {
  const linux = wheels.filter(({ target }) => target?.includes('linux-gnu'));
  if (linux.length === 0) return null;
  const counts = new Map<string, number>();
  for (const { policy } of linux) {
    const name = policy === null || policy === 'off' ? 'auto' : policy;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]![0];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
