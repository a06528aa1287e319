import type { ReleaseHeading } from './render.ts';

/** How a changelog is written: as keepachangelog.com has it, or as conventional-changelog does. */
export type ChangelogStyle = 'keep-a-changelog' | 'conventional';

/** A release, as it goes into a changelog. */
export interface ChangelogEntry extends ReleaseHeading {
  /** As `renderNotes` and `renderPackageNotes` give them. */
  readonly notes: string;
  /** Names of the packages that it tells of, where the file tells of others as well. */
  readonly titles?: readonly string[];
}
