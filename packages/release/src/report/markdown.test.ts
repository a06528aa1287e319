import { describe, expect, it } from 'vitest';
import { uploadRefused } from '../finding/index.ts';
import { assembleReport, toMarkdown, type Part } from './index.ts';

const sha256 = 'ab'.repeat(32);
const frame = {
  command: 'publish',
  destination: 'production',
  rehearsal: null,
  repository: 'octo/tide',
  commit: null,
  tag: 'v0.3.1',
  packages: [],
  order: [],
  agreement: [],
  tags: [],
} as const;
const action = {
  registry: 'PyPI',
  package: 'tide',
  version: '0.3.1',
  file: 'tide-0.3.1.tar.gz',
  sha256,
  decision: 'publish',
  why: 'not there yet',
} as const;
const receipt = {
  registry: 'PyPI',
  file: 'tide-0.3.1.tar.gz',
  sha256,
  bytes: 1,
  result: 'published',
  attempts: 1,
  startedAt: '2026-01-01T10:00:00.000Z',
  endedAt: '2026-01-01T10:00:00.000Z',
} as const;

/** The page of a report with one part. */
function page(change: Partial<Part>, more: { readonly rehearsal?: string } = {}): string {
  const part: Part = {
    schema: 'slipway.part/1',
    project: 'release',
    target: 'publish',
    stage: 'publish',
    startedAt: '2026-01-01T10:00:05.000Z',
    seconds: 1,
    failed: false,
    findings: [],
    actions: [],
    receipts: [],
    ...change,
  };
  return toMarkdown(assembleReport({ ...frame, ...more }, [part], null));
}

describe('the page of a job', () => {
  it('shows what was decided, until something is done', () => {
    expect(page({ actions: [action] })).toContain(
      '| PyPI | `tide-0.3.1.tar.gz` | publish: not there yet |',
    );
    const done = page({ actions: [action], receipts: [receipt] });
    expect(done).toContain('### Slipway publish, production: `octo/tide` `v0.3.1`\n');
    expect(done).toContain('| PyPI | `tide-0.3.1.tar.gz` | published |');
    expect(done).not.toContain('not there yet');
  });

  it('shows findings with place and remedy, and takes no text of others for its own', () => {
    const at = { file: 'Cargo.toml', line: 3 };
    const context = { registry: 'PyPI', file: 'a|b_c', detail: '<img src=x> [here](evil)\n# more' };
    const text = page({ findings: [uploadRefused.at(at, context)] });
    expect(text).toContain('- **error SLW403** PyPI refused a\\|b\\_c: &lt;img src=x>');
    expect(text).toContain('\\[here\\](evil) # more (`Cargo.toml:3`). Mend what');
  });

  it('is a title where nothing is to be told', () => {
    expect(page({})).toBe('### Slipway publish, production: `octo/tide` `v0.3.1`\n\n');
  });

  it('tells a lent rehearsal from a release, first and last', () => {
    const rehearsal = 'http://127.0.0.1:4711/_rehearsal';
    expect(page({ actions: [action], receipts: [receipt] }, { rehearsal })).toMatchInlineSnapshot(`
      "### Slipway publish, rehearsed (production was asked for): \`octo/tide\` \`v0.3.1\`

      **Rehearsed over http://127.0.0.1:4711/\\_rehearsal: nothing was published.**


      | registry | file | |
      | --- | --- | --- |
      | PyPI | \`tide-0.3.1.tar.gz\` | published, rehearsed |


      **Rehearsed over http://127.0.0.1:4711/\\_rehearsal: nothing was published.**


      "
    `);
  });
});
