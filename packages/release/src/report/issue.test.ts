import { describe, expect, it } from 'vitest';
import { draftRelease, nowhere, registryLags, withdrawnFiles } from '../finding/index.ts';
import { issueMark, planIssue } from './issue.ts';

const draft = draftRelease.at(nowhere, { tag: 'v0.3.1' });
const where = { registry: 'PyPI', package: 'a|b', version: '0.3.1' };
const lags = registryLags.at(nowhere, { ...where, tag: 'v0.3.1', newest: '<img src=x>' });
const withdrawn = withdrawnFiles.at(nowhere, { ...where, count: 1, of: 1 });

describe('the issue of a release', () => {
  it('is opened when something is wrong, and says what', () => {
    const step = planIssue('v0.3.1', [draft, withdrawn, lags], null);
    expect(step).toMatchObject({
      kind: 'open',
      title: 'Release v0.3.1 is not as it ought to be',
    });
    const { body } = step as { body: string };
    expect(body.startsWith(issueMark('v0.3.0'))).toBe(true);
    expect(body).toContain('- **error SLW445** the release of v0.3.1 is a draft. ');
    expect(body).toContain('a\\|b 0.3.1');
    expect(body).toContain('&lt;img src=x>');
    expect(body).not.toContain('SLW447');
  });

  it('is no longer than GitHub takes', () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      draftRelease.at(nowhere, { tag: `${index} ${'long '.repeat(100)}` }),
    );
    const { body } = planIssue('v0.3.1', many, null) as { body: string };
    expect(body.length).toBeGreaterThan(59_000);
    expect(body.length).toBeLessThan(61_000);
    const told = body.match(/SLW445/g)!.length;
    expect(body).toContain(`\n- … and ${300 - told} more\n`);
    const one = draftRelease.at(nowhere, { tag: 'x'.repeat(100_000) });
    const step = planIssue('v0.3.1', [one], { number: 7, title: 't', body }) as { comment: string };
    expect(step.comment).toContain('SLW445');
    expect(step.comment.length).toBeLessThan(5_000);
  });

  it('is left alone while nothing changes, and told of what does', () => {
    const { title, body } = planIssue('v0.3.1', [draft], null) as { title: string; body: string };
    const present = { number: 7, title, body: body.replaceAll('\n', '\r\n').trimEnd() };
    expect(planIssue('v0.3.1', [draft], present)).toBeNull();
    expect(planIssue('v0.3.1', [lags], present)).toMatchObject({ kind: 'change', number: 7 });
    expect(planIssue('v0.3.2', [draft], present)).toMatchObject({ kind: 'change', number: 7 });
  });

  it('is closed when all is well, and never opened for that', () => {
    const present = { number: 7, title: 't', body: `${issueMark('v0.3.1')}v0.3.1 -->` };
    expect(planIssue('v0.3.1', [withdrawn], present)).toMatchObject({ kind: 'close', number: 7 });
    expect(planIssue('v0.3.1', [withdrawn], null)).toBeNull();
  });

  it('is that of one kind of tags: another one finds another issue', () => {
    const marks = ['v0.3.1', 'tide-v0.3.1', 'tide-core-v0.3.1', 'nightly'].map(issueMark);
    for (const mark of marks) {
      expect(marks.filter((other) => mark.startsWith(other))).toEqual([mark]);
    }
    expect(issueMark('tide-v0.4.0-rc.1')).toBe(issueMark('tide-v0.3.1'));
    const { body } = planIssue('a-->b', [draft], null) as { body: string };
    expect(body.split('\n')[0]).toBe('<!-- slipway: release status of a--%3Eb at a--%3Eb -->');
  });

  it('of a newer release is no matter of an older one', () => {
    const opened = planIssue('v0.10.0', [draft], null) as { title: string; body: string };
    const present = { number: 7, ...opened };
    expect(planIssue('v0.9.0', [], present)).toBeNull();
    expect(planIssue('v0.9.0', [lags], present)).toBeNull();
    expect(planIssue('v0.11.0', [], present)).toMatchObject({ kind: 'close', number: 7 });
  });
});
