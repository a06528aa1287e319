import type { Finding } from '../finding/index.ts';
import { itemOf } from './markdown.ts';

/** How the text of our issue begins: by this it is found again. */
export const issueMark = '<!-- slipway: release status -->';

/** An issue as it is, or is to be. */
export interface IssueText {
  readonly title: string;
  readonly body: string;
}

/** What is to be done about the one issue of a repository; null: nothing. */
export type IssueStep =
  | ({ readonly kind: 'open' } & IssueText)
  | ({ readonly kind: 'change'; readonly number: number; readonly comment: string } & IssueText)
  | { readonly kind: 'close'; readonly number: number; readonly comment: string };

/**
 * One issue tells what is wrong with a release: it is opened when something is, changed when that changes, and closed
 * when all is well. Its text holds no time, so that a look which finds the same changes nothing. Pure.
 * @param present the issue that is open, or null
 */
export function planIssue(
  tag: string,
  findings: readonly Finding[],
  present: (IssueText & { readonly number: number }) | null,
): IssueStep | null {
  const drift = findings.filter(({ severity }) => severity === 'error');
  if (drift.length === 0) {
    const comment = `${tag} is as it ought to be.`;
    return present && { kind: 'close', number: present.number, comment };
  }
  const items = drift.map(itemOf).join('\n');
  const again = '`npx nx run release:status` tells it at any time.';
  const text = {
    title: `Release ${tag} is not as it ought to be`,
    body: `${issueMark}\n${items}\n\n${again}\n`,
  };
  if (!present) return { kind: 'open', ...text };
  // GitHub may keep other line ends.
  if (normal(present.body) === normal(text.body) && present.title === text.title) return null;
  const comment = `It has changed:\n\n${items}\n`;
  return { kind: 'change', number: present.number, ...text, comment };
}

function normal(body: string): string {
  return body.replaceAll('\r\n', '\n').trim();
}
