import type { PresetConfig } from 'conventional-changelog-conventionalcommits';
import type { Options as WriterOptions } from 'conventional-changelog-writer';
import type { Commit as ParsedCommit, ParserOptions } from 'conventional-commits-parser';

/** What the preset makes, of which its own types say nothing. */
export interface Preset {
  readonly parser: ParserOptions;
  readonly writer: WriterOptions;
  /** 0 for a breaking change, 1 for a feature, 2 for anything else that users notice. */
  readonly whatBump: (commits: readonly ParsedCommit[]) => { readonly level: number } | null;
}

/** Loads the rules of Conventional Commits: what a message means and how it is told. */
export async function loadPreset(): Promise<(config: PresetConfig) => Preset> {
  const { default: createPreset } = await import('conventional-changelog-conventionalcommits');
  return (config) => createPreset(config) as Preset;
}
