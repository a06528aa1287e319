import type { Answer } from './answer.ts';
import { githubAccess } from './github-access.ts';
import { githubEnvironments } from './github-environments.ts';
import { githubJobs } from './github-jobs.ts';
import { githubReleases } from './github-releases.ts';
import { githubRules } from './github-rules.ts';

/** What GitHub answers, by what it is about. */
export const githubAnswers: Readonly<Record<string, readonly Answer[]>> = {
  'The identity of a job': githubJobs,
  'Who may': githubAccess,
  Environments: githubEnvironments,
  'Protection and rulesets': githubRules,
  Releases: githubReleases,
};
