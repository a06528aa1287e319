import {
  githubUnseen,
  issueImpossible,
  registryAnswered,
  registryUnreachable,
  type Finding,
} from '@slipway/release/finding';
import { issueMark, planIssue, type IssueStep } from '@slipway/release/report';
import { githubIssues, type GithubIssues } from '@slipway/release/registry';
import type { Stage } from '../stage/index.ts';
import type { LookPlaces } from './standing.ts';

/** TestPyPI has none. */
const noGithub = 'a destination with a release at GitHub, which TestPyPI is not';

/** Who was not asked, or gave no answer, says nothing of the release. */
const unknown = [registryUnreachable, registryAnswered, githubUnseen].map(({ code }) => code);

/**
 * Keeps the one issue that tells what is wrong with the newest release of this kind of tags. Where a registry gave no
 * answer it is left as it is.
 * @throws SlipwayError SLW455 without a token or a repository, or for a destination without GitHub; SLW401, SLW405,
 * SLW454.
 */
export async function keepIssue(
  tag: string,
  findings: readonly Finding[],
  { github, repository }: LookPlaces,
  { workshop, show }: Pick<Stage, 'workshop' | 'show'>,
): Promise<void> {
  if (github === null) throw issueImpossible.error({ lacks: noGithub });
  if (repository === null) throw issueImpossible.error({ lacks: 'a repository at GitHub' });
  if (!github.token) throw issueImpossible.error({ lacks: 'GITHUB_TOKEN or GH_TOKEN' });
  if (findings.some(({ code }) => unknown.includes(code))) {
    return show('Not everything is known: the issue is left as it is.');
  }
  const issues = githubIssues(github, repository, workshop.ports);
  const step = planIssue(tag, findings, await issues.find(issueMark(tag)));
  if (step) show(await take(step, issues));
}

/** What was done, for people. */
async function take(step: IssueStep, issues: GithubIssues): Promise<string> {
  if (step.kind === 'open') return `Issue #${(await issues.open(step)).number} is opened.`;
  const { number, comment } = step;
  if (step.kind === 'change') {
    await issues.change(step);
    await issues.comment(number, comment);
    return `Issue #${number} tells what has changed.`;
  }
  await issues.comment(number, comment);
  await issues.close(number);
  return `Issue #${number} is closed.`;
}
