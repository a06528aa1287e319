import type { Text, Workflow } from '../workflow/index.ts';

export type Tool = 'maturin-action' | 'maturin' | 'cibuildwheel' | 'uv' | 'build' | 'pip';

/** Wheels that one step of one run of a job builds. */
export interface WheelJob {
  /** The workflow, and the file in which the step is written: they differ in a composite action. */
  readonly workflow: string;
  readonly file: string;
  readonly job: string;
  readonly line: number;
  readonly tool: Tool;
  /** The `--manifest-path` that tells one package from another; null where none is given. */
  readonly manifest: string | null;
  /** The Rust target triple; null when the workflow does not say. */
  readonly target: string | null;
  /** `3.8`, `3.13t`, `pypy3.10`, `graalpy3.11` …; empty when the workflow does not say. */
  readonly interpreters: readonly string[];
  /** Whether the tool is to look for the interpreters that are there. */
  readonly findsInterpreters: boolean;
  /** Whether the step says that the wheels are for the stable ABI; false where it says nothing. */
  readonly abi3: boolean;
  /** `manylinux_2_28`, `manylinux2014`, `musllinux_1_2`, `auto`, `off`; null where nothing is said. */
  readonly policy: string | null;
  /** `image`: in a manylinux or musllinux image; `zig` and `cross` bring an old glibc; `host`: none of these. */
  readonly place: 'image' | 'host' | 'zig' | 'cross';
  /** The runner's label; null when it is computed. */
  readonly runner: string | null;
}

/** A step that builds the source distribution. */
export interface Sdist {
  readonly file: string;
  readonly job: string;
  readonly line: number;
}

export type Registry = 'crates.io' | 'PyPI' | 'TestPyPI' | 'GitHub release' | 'npm';

/** How a publishing step proves who it is. */
export type Auth =
  | { readonly kind: 'oidc' }
  /** A stored token. `secret` is its name in the repository's settings; null when the file does not show it. */
  | { readonly kind: 'token'; readonly secret: string | null; readonly line: number }
  /** The token that GitHub gives to every job. */
  | { readonly kind: 'github' }
  /** `isGiven`: something is, or may be, that cannot be read here; else the tool is left to itself. */
  | { readonly kind: 'unknown'; readonly isGiven: boolean };

/** A step that puts something on a registry. */
export interface Publish {
  /** The workflow, and the file in which the step is written: they differ in a composite action. */
  readonly workflow: string;
  readonly file: string;
  readonly job: string;
  readonly line: number;
  readonly registry: Registry;
  /** `cargo publish`, `uv publish`, `pypa/gh-action-pypi-publish` … */
  readonly how: string;
  readonly auth: Auth;
  /** Whether the job may ask for an identity token. */
  readonly idToken: boolean;
  readonly environment: string | null;
  /** Whether pushing a version tag runs it: false when that is certain not to, null when it depends. */
  readonly onTag: boolean | null;
}

/** What the workflows of a repository do to release it. */
export interface ReleaseDescription {
  /** The workflows that take part: those that publish, that a tag or a release starts, and those they call. */
  readonly files: readonly string[];
  readonly wheels: readonly WheelJob[];
  readonly sdist: Sdist | null;
  readonly publishes: readonly Publish[];
  readonly environments: readonly (Text & { readonly file: string; readonly job: string })[];
  readonly triggers: readonly ReleaseTrigger[];
}

/** An event that starts a workflow which takes part, itself or through the one that calls it. */
export interface ReleaseTrigger {
  readonly file: string;
  readonly line: number;
  readonly event: string;
  readonly tags: readonly string[] | null;
}

/** What to build, as Slipway's own configuration has it. */
export interface Matrix {
  /** By target triple, sorted. */
  readonly platforms: readonly MatrixPlatform[];
  /** Those that most platforms are built for. */
  readonly interpreters: readonly string[];
  /** The policy for Linux wheels: the one that most jobs name; `auto` where none does. */
  readonly manylinux: string | null;
  readonly abi3: boolean;
  readonly sdist: boolean;
}

/** What wheels are built for a platform. */
export interface MatrixPlatform {
  /** Rust target triple. */
  readonly target: string;
  /** Empty where the workflows do not say. */
  readonly interpreters: readonly string[];
  /** The policy that most of its jobs name; null where none does. */
  readonly policy: string | null;
  /** The label of a runner that is not one of GitHub's own; null elsewhere. */
  readonly runner: string | null;
}

export type Workflows = readonly Workflow[];
