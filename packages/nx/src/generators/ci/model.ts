import type { Repository } from '@slipway/release/manifest';
import type { TagFormat } from '@slipway/release/plan';
import type { PluginOptions } from '../../graph/options.ts';
import { chosenPlatforms } from '../../graph/platforms.ts';
import { isPublished } from '../../run/repository.ts';
import { packageManagerOf, type PackageManager } from './package-manager.ts';
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
  /** The others that wheels are built for. */
  readonly interpreters: readonly string[];
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
  options: PluginOptions,
  branches: string,
): CiModel {
  const wanted = chosenPlatforms(options, '').flatMap(({ interpreters = [] }) => interpreters);
  const interpreters = [...new Set(wanted)];
  const python = mainPython(interpreters);
  return {
    tags: tagGlobs(formats),
    branches,
    hasPython: repository.pythons.length > 0,
    hasWheels: repository.pythons.some(isPublished),
    python,
    interpreters: interpreters.filter((one) => one !== python),
    packageManager: packageManagerOf(listing),
    hasRootManifest: listing.includes('Cargo.toml'),
    attests: options.attestations !== false,
  };
}

/** The newest interpreter of nx.json that runs Slipway's tools, or a usual one. */
function mainPython(interpreters: readonly string[]): string {
  const able = interpreters.filter((one) => /^3\.\d+$/.test(one) && minor(one) >= oldestForTools);
  return able.toSorted((a, b) => minor(a) - minor(b)).at(-1) ?? usualPython;
}

const minor = (version: string): number => Number(version.split('.')[1]);

const oldestForTools = 9;
const usualPython = '3.13';
