import type { StageOptions } from '@slipway/workspace/stage';

/** Options of the target that `nx release publish` runs. */
export interface ReleasePublishOptions extends StageOptions {
  readonly dryRun?: boolean;
  /** Nx gives it; a first release is like any other. */
  readonly firstRelease?: boolean;
  /** By project: the versions that `nx release` has just decided, and in a dry run did not write. */
  readonly nxReleaseVersionData?: Readonly<Record<string, { readonly newVersion: string | null }>>;
}
