import type { Answer } from './answer.ts';
import { cratesIoApi } from './crates-io-api.ts';
import { cratesIoCrates } from './crates-io-crates.ts';
import { cratesIoExchange } from './crates-io-exchange.ts';
import { cratesIoFrames } from './crates-io-frames.ts';
import { cratesIoLookups } from './crates-io-lookups.ts';
import { cratesIoPermissions } from './crates-io-permissions.ts';
import { cratesIoRates } from './crates-io-rates.ts';
import { cratesIoYanks } from './crates-io-yanks.ts';

/** What crates.io answers, by what it is about. */
export const cratesIoAnswers: Readonly<Record<string, readonly Answer[]>> = {
  'The exchange of an identity': cratesIoExchange,
  'Who may publish': cratesIoPermissions,
  'What a crate must be': cratesIoCrates,
  'What an upload must be': cratesIoFrames,
  'How much at once': cratesIoRates,
  'Who may yank': cratesIoYanks,
  'The API': cratesIoApi,
  'The index and look-ups': cratesIoLookups,
};
