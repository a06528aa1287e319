import type { Finding } from '../finding/index.ts';
import type { Span } from '../manifest/index.ts';

/** How a version is spelled: as crates.io has it (SemVer), or as PyPI has it (PEP 440). */
export type Spelling = 'cargo' | 'pypi';

/** Another place that states a version, named by the project. */
export interface VersionPlace {
  /** From the repository's root. */
  readonly file: string;
  /** The name of the package whose version it is; the release's when absent. */
  readonly package?: string;
  /** That of the package's registry when absent. */
  readonly spelling?: Spelling;
  /** A regular expression with a group named `version`, or with one group. `^` and `$` are those of a line. */
  readonly pattern?: string;
  /** The keys that lead to it in TOML or JSON: dotted, quoted where need be, lists by number. */
  readonly path?: string;
}

/** What stands at a place. */
export interface StatedPlace {
  readonly place: VersionPlace;
  readonly line: number;
  readonly stated: string;
  /** The characters of the version. */
  readonly span: Span;
}

export interface VersionEdits {
  /** The new texts of the files that change, and of no others. */
  readonly files: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/** Other characters for a part of a text. */
export interface Replacement extends Span {
  readonly text: string;
}

/** A package that takes another version. */
export interface Change {
  readonly name: string;
  readonly manifest: string;
  readonly ecosystem: Spelling;
  /** As it is stated now. */
  readonly old: string;
  /** SemVer, also for a Python package. */
  readonly next: string;
}
