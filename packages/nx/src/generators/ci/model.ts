import type { Repository } from '@slipway/release/manifest';
import type { TagFormat } from '@slipway/release/plan';
import { type PluginOptions, mainPython } from '@slipway/workspace/settings';
import { isPublished } from '@slipway/workspace/subject';
import type { PackageManager } from './package-manager.ts';
import { tagGlobs } from './tag-globs.ts';

/** What the generated files depend on. */
export interface CiModel {
  /** Filter patterns of the tags that release something. */
  readonly tags: readonly string[];
  /** The branches that pull requests go to, divided by commas. */
  readonly branches: string;
  /** Whether there are Python packages, which are tested. */
  readonly hasPython: boolean;
  /** Whether any of them is published, so that there are wheels. */
  readonly hasWheels: boolean;
  /** The Python that runs Slipway's tools. */
  readonly python: string;
  readonly packageManager: PackageManager;
  /** Whether cargo's own workspace is that of the whole repository. */
  readonly hasRootManifest: boolean;
  /** Whether GitHub is to say where the files were built. */
  readonly attests: boolean;
}

/** What the repository shows of that. Pure. */
export function ciModel(
  repository: Repository,
  formats: readonly TagFormat[],
  listing: readonly string[],
  packageManager: PackageManager,
  options: PluginOptions,
  branches: string,
): CiModel {
  const hasWheels = repository.pythons.some(isPublished);
  return {
    tags: tagGlobs(formats, hasWheels ? linesBesideWheels : linesElse),
    branches,
    hasPython: repository.pythons.length > 0,
    hasWheels,
    python: mainPython(options),
    packageManager,
    hasRootManifest: listing.includes('Cargo.toml'),
    attests: options.attestations !== false,
  };
}

/** How many lines the filter of tags may take, so that a workflow stays short enough to be read. */
const linesBesideWheels = 2;
const linesElse = 30;
