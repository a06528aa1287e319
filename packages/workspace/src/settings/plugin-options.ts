import type { WheelOrder } from '@slipway/release/build';
import type { VersionPlace } from '@slipway/release/edit';

/** Options of the plugin in nx.json. */
export interface PluginOptions {
  /** What wheels are built for: Rust target triples, or more of each; this machine's own when left out. */
  readonly platforms?: readonly (string | PlatformOptions)[];
  /** Interpreters that wheels without the stable ABI are for: 3.9, 3.13t, pypy3.11; the host's when left out. */
  readonly interpreters?: readonly string[];
  /** The policy of Linux wheels; manylinux2014 when left out. */
  readonly manylinux?: string;
  /** Names of crates to publish although their manifests do not say so. */
  readonly publish?: readonly string[];
  /** Names of packages whose versions are numbered on their own, on purpose. */
  readonly independent?: readonly string[];
  /** Other places that state a version: in `__init__.py`, CITATION.cff, package.json, documentation. */
  readonly places?: readonly VersionPlace[];
  /** Patterns of files that are packed although git does not know them: what a build generates. From the root. */
  readonly packUntracked?: readonly string[];
  /** False: Python files are uploaded without attestations. */
  readonly attestations?: boolean;
}

/** A platform of nx.json; its target alone may stand for it. */
export interface PlatformOptions extends WheelOrder {
  /** The label of the runner that builds it; GitHub's own for the platform when left out. */
  readonly runner?: string;
}
