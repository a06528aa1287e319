import type { Answer } from '../answer.ts';
import { cratesIoApi } from './api.ts';
import { cratesIoCrates } from './crates.ts';
import { cratesIoExchange } from './exchange.ts';
import { cratesIoFrames } from './frames.ts';
import { cratesIoLookups } from './lookups.ts';
import { cratesIoPermissions } from './permissions.ts';
import { cratesIoRates } from './rates.ts';
import { cratesIoYanks } from './yanks.ts';

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
