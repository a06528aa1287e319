import type { Answer } from '../answer.ts';
import { pypiAgain } from './again.ts';
import { pypiAttestations } from './attestations.ts';
import { pypiExchange } from './exchange.ts';
import { pypiFiles } from './files.ts';
import { pypiForms } from './forms.ts';
import { pypiLookups } from './lookups.ts';
import { pypiPermissions } from './permissions.ts';

/** What PyPI answers, by what it is about. */
export const pypiAnswers: Readonly<Record<string, readonly Answer[]>> = {
  'The exchange of an identity': pypiExchange,
  'Who may upload': pypiPermissions,
  'What the form must say': pypiForms,
  'What a file must be': pypiFiles,
  'What is there already': pypiAgain,
  Attestations: pypiAttestations,
  'The index and look-ups': pypiLookups,
};
