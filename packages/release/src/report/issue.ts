import type { Finding } from '../finding/index.ts';
import { isOlderTag, kindOfTag } from '../plan/index.ts';
import { itemOf } from './markdown.ts';

/**
 * How the text of our issue begins: by this it is found again. It names the kind of the tag (`tide-v{version}`), since
 * a repository may release its packages by tags of several kinds, and one says nothing of another.
 */
export function issueMark(tag: string): string {
  return `<!-- slipway: release status of ${quoted(kindOfTag(tag))} at `;
}

/** What would end a comment may stand in a tag. */
function quoted(name: string): string {
  return name.replaceAll('>', '%3E');
}

/** An issue as it is, or is to be. */
export interface IssueText {
  readonly title: string;
  readonly body: string;
}

/** What is to be done about the one issue of a kind of tags; null: nothing. */
export type IssueStep =
  | ({ readonly kind: 'open' } & IssueText)
  | ({ readonly kind: 'change'; readonly number: number; readonly comment: string } & IssueText)
  | { readonly kind: 'close'; readonly number: number; readonly comment: string };

/**
 * One issue tells what is wrong with a release: it is opened when something is, changed when that changes, and closed
 * when all is well. Its text holds no time, so that a look which finds the same changes nothing. A look at an older
 * release does nothing to the issue of a newer one. Pure.
 * @param present the issue that is open and begins with `issueMark(tag)`, or null
 */
export function planIssue(
  tag: string,
  findings: readonly Finding[],
  present: (IssueText & { readonly number: number }) | null,
): IssueStep | null {
  if (present && isOlder(tag, present.body)) return null;
  const drift = findings.filter(({ severity }) => severity === 'error');
  if (drift.length === 0) {
    const comment = `${tag} is as it ought to be.`;
    return present && { kind: 'close', number: present.number, comment };
  }
  const items = shortened(drift.map(itemOf)).join('\n');
  const again = '`npx nx run release:status` tells it at any time.';
  const text = {
    title: `Release ${tag} is not as it ought to be`,
    body: `${issueMark(tag)}${quoted(tag)} -->\n${items}\n\n${again}\n`,
  };
  if (!present) return { kind: 'open', ...text };
  // GitHub may keep other line ends.
  if (normal(present.body) === normal(text.body) && present.title === text.title) return null;
  const comment = `It has changed:\n\n${items}\n`;
  return { kind: 'change', number: present.number, ...text, comment };
}

/** GitHub takes 65,536 characters. */
const room = 60_000;
/** Of one item, whose words may come from a registry. */
const itemRoom = 4_000;

/** As many items as there is room for. */
function shortened(items: readonly string[]): string[] {
  const kept: string[] = [];
  let length = 0;
  for (const item of items.map((one) => one.slice(0, itemRoom))) {
    length += item.length + 1;
    if (length > room) break;
    kept.push(item);
  }
  const more = items.length - kept.length;
  return more === 0 ? kept : [...kept, `- … and ${more} more`];
}

function normal(body: string): string {
  return body.replaceAll('\r\n', '\n').trim();
}

/** Whether the issue is of a newer release of this kind. */
function isOlder(tag: string, body: string): boolean {
  const [, told = ''] = /^<!-- slipway: release status of \S+ at (\S+) -->/.exec(body) ?? [];
  return isOlderTag(tag, told);
}
