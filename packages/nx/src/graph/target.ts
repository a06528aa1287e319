import type { TargetConfiguration } from '@nx/devkit';
import { partFile } from '@slipway/release/layout';
import { helpFor } from './help.ts';

type Inputs = NonNullable<TargetConfiguration['inputs']>;
type Input = Inputs[number];
export type DependsOn = NonNullable<TargetConfiguration['dependsOn']>;

/** Which Rust builds, or none: the message of a missing rustc is the executor's matter. */
export const rustVersion: Input = { runtime: 'rustc --version --verbose || echo none' };
export const pythonVersion: Input = { runtime: 'python3 --version || echo none' };

/** A packaged crate holds the commit's id, and whether the tree differs from it. */
export const commit: Inputs = [
  { runtime: 'git rev-parse HEAD && git status --porcelain --untracked-files=no' },
];

/**
 * What is packed beside the contents of files: which of them git does not know, for those are left out, and
 * what is in those that are packed all the same.
 */
export function packing(untracked: readonly string[]): Inputs {
  const listed = 'git ls-files --others';
  const left: Input = { runtime: `${listed} --exclude-standard --directory` };
  if (untracked.length === 0) return [left];
  // What a shell might read as its own is any character to git.
  const plain = untracked.map((one) => `":(glob)${one.replaceAll(/[^\w./*?[\]-]/g, '?')}"`);
  const content = `${listed} -- ${plain.join(' ')} | git hash-object --stdin-paths`;
  return [left, { runtime: content }];
}

/** Everything of the project but what builds leave in it. */
export const ownFiles: Inputs = [
  '{projectRoot}/**/*',
  '!{projectRoot}/{target,dist,node_modules,.slipway,.nx}/**/*',
];

/** The same of every project that it is built from. */
export const neededFiles: Inputs = [
  { fileset: '{projectRoot}/**/*', dependencies: true } as unknown as Input,
];

/** Files above the crates that say how they are built. */
export function workspaceFiles(workspaces: readonly string[]): Inputs {
  // Patterns with braces: Nx keeps an entry for each element of each list of each target.
  return [
    ...workspaces.map((directory) => {
      const prefix = directory ? `{workspaceRoot}/${directory}` : '{workspaceRoot}';
      return `${prefix}/Cargo.{toml,lock}`;
    }),
    '{workspaceRoot}/{rust-toolchain.toml,rust-toolchain,.cargo/config.toml}',
  ];
}

/** What a target is about, for Nx to show. */
interface Described {
  readonly description: string;
  readonly technologies: readonly string[];
}

export const rustTools = ['rust', 'cargo'] as const;
export const pythonTools = ['python', 'maturin'] as const;
/** What is of the release as a whole. */
const whole = ['slipway'] as const;

function metadata(
  executor: string,
  task: string,
  { description, technologies }: Described,
): NonNullable<TargetConfiguration['metadata']> {
  // A list of its own: Nx adds to it what other plugins say.
  return { description, technologies: [...technologies], help: helpFor(executor, task) };
}

/** A pure stage: cached by Nx, its part of the report among its outputs. */
export function pure(
  executor: string,
  project: string,
  target: string,
  settings: Described & {
    readonly dependsOn?: DependsOn;
    readonly inputs: Inputs;
    readonly outputs?: readonly string[];
    readonly options?: object;
  },
): TargetConfiguration {
  const part = `{workspaceRoot}/${partFile(project, target)}`;
  const outputs = (settings.outputs ?? []).map((folder) => `{workspaceRoot}/${folder}`);
  return {
    executor: `@slipway/nx:${executor}`,
    cache: true,
    dependsOn: settings.dependsOn ?? [],
    inputs: settings.inputs,
    outputs: [...outputs, part],
    options: { ...settings.options },
    metadata: metadata(executor, `${project}:${target}`, settings),
  };
}

/** An effect: never cached, the same at every destination but for the endpoints. */
export function effect(
  executor: string,
  project: string,
  target: string,
  settings: Described & {
    readonly dependsOn: DependsOn;
    readonly options?: object;
    /** All of them, unless some make no sense. */
    readonly configurations?: object;
  },
): TargetConfiguration {
  return {
    executor: `@slipway/nx:${executor}`,
    cache: false,
    dependsOn: settings.dependsOn,
    // None: the project `release` has no files, and an effect is never taken from a cache.
    inputs: [],
    options: { destination: 'rehearsal', ...settings.options },
    configurations: { ...(settings.configurations ?? { ...destinations, emergency }) },
    metadata: metadata(executor, `${project}:${target}`, settings),
  };
}

/** An effect of the release as a whole. */
export function wholeEffect(
  executor: string,
  settings: Omit<Parameters<typeof effect>[3], 'technologies'>,
): TargetConfiguration {
  return effect(executor, 'release', executor, { ...settings, technologies: whole });
}

/** What all packages have to be right for. */
export function wholePure(
  executor: string,
  settings: Omit<Parameters<typeof pure>[3], 'technologies'>,
): TargetConfiguration {
  return pure(executor, 'release', executor, { ...settings, technologies: whole });
}

/** Changes the working tree, or nothing: never cached, and the same wherever a release goes. */
export function local(executor: string, description: string, options: object): TargetConfiguration {
  return {
    executor: `@slipway/nx:${executor}`,
    cache: false,
    dependsOn: [],
    inputs: [],
    options,
    metadata: metadata(executor, `release:${executor}`, { description, technologies: whole }),
  };
}

/** The three destinations, as configurations. */
export const destinations = {
  rehearsal: { destination: 'rehearsal' },
  testpypi: { destination: 'testpypi' },
  production: { destination: 'production' },
} as const;

/** Production, with tokens of an owner instead of an identity: for when there is none to be had. */
const emergency = { destination: 'production', emergency: true } as const;

/** A dependency that gets the same command line: `--continue`, `--port`, `--report`. */
export function forwarded(project: string, target: string): DependsOn[number] {
  return { projects: [project], target, params: 'forward' };
}

/** The same on many projects at once; on none it is no dependency. */
export function allForwarded(projects: readonly string[], target: string): DependsOn {
  return projects.length === 0 ? [] : [{ projects: [...projects], target, params: 'forward' }];
}

/** A dependency on the same target of many projects. */
export function onAll(projects: readonly string[], target: string): DependsOn {
  return projects.length === 0 ? [] : [{ projects: [...projects], target }];
}
