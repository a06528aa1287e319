import type { Answer } from '../answer.ts';
import { githubAccess } from './access.ts';
import { githubEnvironments } from './environments.ts';
import { githubJobs } from './jobs.ts';
import { githubReleases } from './releases.ts';
import { githubRules } from './rules.ts';

/** What GitHub answers, by what it is about. */
export const githubAnswers: Readonly<Record<string, readonly Answer[]>> = {
  'The identity of a job': githubJobs,
  'Who may': githubAccess,
  Environments: githubEnvironments,
  'Protection and rulesets': githubRules,
  Releases: githubReleases,
};
