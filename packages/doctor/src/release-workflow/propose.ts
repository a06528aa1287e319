import { compareInterpreters } from './interpreters.ts';
import type { Matrix, MatrixPlatform, ReleaseDescription, WheelJob } from './model.ts';

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
  const targets = unique(wheels.flatMap(({ target }) => target ?? [])).sort();
  const platforms = targets.map((target) =>
    platformOf(
      target,
      wheels.filter((wheel) => wheel.target === target),
    ),
  );
  return {
    platforms,
    interpreters: mostInterpreters(platforms),
    manylinux: policyOf(wheels),
    abi3: wheels.some(({ abi3 }) => abi3),
    sdist: description.sdist !== null,
  };
}

function platformOf(target: string, wheels: readonly WheelJob[]): MatrixPlatform {
  const interpreters = unique(wheels.flatMap((wheel) => wheel.interpreters));
  const policies = wheels.flatMap(({ policy }) =>
    policy === null || policy === 'auto' || policy === 'off' ? [] : [policy],
  );
  const runner = mostOf(wheels.flatMap((wheel) => wheel.runner ?? []));
  return {
    target,
    interpreters: interpreters.sort(compareInterpreters),
    policy: mostOf(policies),
    runner: runner === null || isOfGithub(runner) ? null : runner,
  };
}

/** Whether a runner's label is one of those that GitHub hosts for everybody. */
function isOfGithub(label: string): boolean {
  return /^(ubuntu|windows|macos)-(latest|\d+(\.\d+)?)(-(arm|intel|large|xlarge))?$/.test(label);
}

/** The interpreters of most platforms that name any. */
function mostInterpreters(platforms: readonly MatrixPlatform[]): readonly string[] {
  const named = platforms.flatMap(({ interpreters }) =>
    interpreters.length > 0 ? [interpreters.join(' ')] : [],
  );
  return mostOf(named)?.split(' ') ?? [];
}

/** Those that pass; all of them when none does. */
function preferred(wheels: readonly WheelJob[], passes: (wheel: WheelJob) => boolean) {
  const found = wheels.filter(passes);
  return found.length > 0 ? found : wheels;
}

function policyOf(wheels: readonly WheelJob[]): string | null {
  const linux = wheels.filter(({ target }) => target?.includes('linux-gnu'));
  return mostOf(linux.map(({ policy }) => (policy === null || policy === 'off' ? 'auto' : policy)));
}

/** The value that is there most often, the first of several; null when there is none. */
function mostOf(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
