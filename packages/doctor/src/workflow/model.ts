import type { MatrixRow } from './value.ts';

/** A text with the line on which it is written. Expressions (`${{ … }}`) stand in it as they are written. */
export interface Text {
  readonly value: string;
  readonly line: number;
}

/** Names and their texts: `env`, `with`, the inputs of an action. */
export type Texts = ReadonlyMap<string, Text>;

/** A script of a `run` step. `line` is that of its first line; `folded` when its line breaks are not the file's. */
export interface Script extends Text {
  readonly folded: boolean;
}

/** What starts a workflow: one event with its filters. A list is null where the filter is not written. */
export interface Trigger {
  readonly event: string;
  readonly line: number;
  readonly branches: readonly string[] | null;
  readonly branchesIgnore: readonly string[] | null;
  readonly tags: readonly string[] | null;
  readonly tagsIgnore: readonly string[] | null;
  readonly types: readonly string[] | null;
  /** Of `workflow_dispatch` and `workflow_call`. */
  readonly inputs: ReadonlyMap<string, Input>;
  /** Of `schedule`. */
  readonly crons: readonly string[];
}

export interface Input {
  readonly line: number;
  readonly type: string;
  readonly required: boolean;
  readonly fallback: string | null;
}

/** What `GITHUB_TOKEN` may do. `all` is `read-all`, `write-all`, or `none` for `{}`; null where scopes are listed. */
export interface Permissions {
  readonly line: number;
  readonly all: 'read-all' | 'write-all' | 'none' | null;
  readonly scopes: ReadonlyMap<string, string>;
}

export interface Concurrency {
  readonly line: number;
  readonly group: string | null;
  readonly cancelInProgress: string | null;
}

/** One step. Exactly one of `uses` and `run` is there; a step of a kind not known here has neither. */
export interface Step {
  /** The file in which it is written: the workflow's, or that of a composite action. */
  readonly file: string;
  readonly line: number;
  readonly id: string | null;
  readonly name: string | null;
  readonly if: string | null;
  readonly uses: Uses | null;
  readonly with: Texts;
  readonly run: Script | null;
  readonly shell: string | null;
  readonly env: Texts;
  readonly workingDirectory: string | null;
  /** What `uses: ./…` stands for, when that action is composite and was handed in. */
  readonly composite: CompositeAction | null;
}

/** `uses: owner/action@ref`. `ref` is null for a path in the repository and for a container image. */
export interface Uses {
  readonly line: number;
  readonly action: string;
  readonly ref: string | null;
}

/** A composite action of the repository itself. */
export interface CompositeAction {
  readonly file: string;
  readonly inputs: ReadonlyMap<string, Input>;
  readonly steps: readonly Step[];
}

/** `uses:` at the level of a job: another workflow, run in its place. */
export interface Call {
  readonly line: number;
  readonly uses: string;
  /** The path in this repository; null for a workflow of another one. */
  readonly path: string | null;
  readonly with: Texts;
  readonly inheritsSecrets: boolean;
}

export interface Job {
  readonly id: string;
  readonly line: number;
  readonly name: string | null;
  readonly needs: readonly Text[];
  readonly if: string | null;
  readonly runsOn: readonly string[];
  readonly container: string | null;
  readonly environment: Text | null;
  readonly permissions: Permissions | null;
  /** One row for each run of the job; a job without a matrix has one empty row. */
  readonly rows: readonly MatrixRow[];
  /** False when the matrix, or a part of it, is computed while the workflow runs. */
  readonly rowsKnown: boolean;
  readonly env: Texts;
  readonly shell: string | null;
  readonly workingDirectory: string | null;
  readonly steps: readonly Step[];
  readonly call: Call | null;
}

export interface Workflow {
  readonly file: string;
  readonly name: string | null;
  readonly triggers: readonly Trigger[];
  readonly permissions: Permissions | null;
  readonly concurrency: Concurrency | null;
  readonly env: Texts;
  readonly jobs: readonly Job[];
}
