import { cargoEntries } from './cargo.ts';
import { cratesIoEntries } from './crates-io.ts';
import type { Entry } from './entry.ts';
import { githubEntries } from './github.ts';
import { pypiEntries } from './pypi.ts';

/** One entry for each way in which a release is known to fail with a text. */
export const entries: readonly Entry[] = [
  ...cratesIoEntries,
  ...cargoEntries,
  ...pypiEntries,
  ...githubEntries,
];
