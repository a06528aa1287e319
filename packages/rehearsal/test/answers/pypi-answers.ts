import type { Answer } from './answer.ts';
import { pypiAttestations } from './pypi-attestations.ts';
import { pypiExchange } from './pypi-exchange.ts';
import { pypiAgain, pypiFiles, pypiForms } from './pypi-files.ts';
import { pypiLookups } from './pypi-lookups.ts';
import { pypiPermissions } from './pypi-permissions.ts';

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
