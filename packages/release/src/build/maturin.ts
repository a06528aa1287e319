import type { PythonPackage } from '../manifest/index.ts';
import type { Artifact, ArtifactKind } from '../plan/index.ts';
import { ownFolder, runStep, searchPath, type Workshop } from '../command/index.ts';
import { notPackaged } from './packaging.ts';
import type { Tools } from './tools.ts';

/**
 * Runs maturin in the folder of a package. `variant` tells builds of one package apart that may run at once;
 * `extra` are variables for the compilers; `source` is the repository's root, or that of a copy.
 * @throws SlipwayError SLW202 when it fails; SLW001, SLW004.
 */
export async function maturin(
  python: PythonPackage,
  variant: string,
  args: readonly string[],
  tools: Tools,
  workshop: Workshop,
  extra: Readonly<Record<string, string>> = {},
  source = workshop.root,
): Promise<void> {
  const { root, ports } = workshop;
  const env = {
    ...extra,
    // maturin finds zig as a Python module of the interpreter that stands beside it.
    PATH: searchPath([tools.bin, extra['PATH'] ?? ports.environment.get('PATH') ?? ''], ports),
    // It also keeps the library under one name in cargo's folder: two builds at once, of tests and
    // wheel, would take it from each other.
    CARGO_TARGET_DIR: `${root}/${ownFolder}/target/${python.normalizedName}/${variant}`,
  };
  const command = [tools.maturin, ...args] as const;
  await runStep(workshop, [...command], { cwd: `${source}/${python.directory}`, env }, (detail) =>
    notPackaged(python, command, detail, root),
  );
}

/** The artifacts of one kind in a folder, with their digests. */
export async function collect(
  kind: ArtifactKind,
  ending: string,
  folder: string,
  python: PythonPackage,
  version: string,
  { root, ports }: Workshop,
): Promise<Artifact[]> {
  const artifacts: Artifact[] = [];
  for (const file of await ports.files.list(`${root}/${folder}`)) {
    if (!file.endsWith(ending)) continue;
    const path = `${folder}/${file}`;
    const digest = await ports.files.digest(`${root}/${path}`);
    if (digest) artifacts.push({ kind, package: python.name, version, file, path, ...digest });
  }
  return artifacts;
}
