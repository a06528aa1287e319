import { cratesIo } from './crates-io.ts';
import type { Failure } from './failure.ts';
import { github } from './github.ts';
import { pypi } from './pypi.ts';

export const failures: readonly Failure[] = [...cratesIo, ...pypi, ...github];

/** Those that no log tells: the doctor finds them, by these of its cases. */
export const silent: readonly { readonly row: number; readonly code: string }[] = [
  { row: 67, code: 'SLW614' },
  { row: 79, code: 'SLW101' },
];
