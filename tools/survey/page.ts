import { findPlatform } from '../../packages/release/src/platform/index.ts';
import type { Seen, Subject } from './seen.ts';

export interface Result {
  readonly subject: Subject;
  readonly seen: Seen;
}

/** The page of docs/ that tells what was seen. */
export function page(results: readonly Result[]): string {
  const head = [
    '# Real repositories',
    '',
    'What `nx g @slipway/nx:init` and `nx run release:plan` say of repositories that know nothing of',
    'Slipway, unchanged, without the network. Written by `npm run survey`; the facts come from',
    '`cargo metadata`, git and a reading of the files, and each of them is checked.',
    '',
    '| repository | crates: yes / opt-in / no | Python | wheels today | tags | findings | facts |',
    '| --- | --- | --- | --- | --- | --- | --- |',
  ];
  const sections = results.flatMap(({ subject, seen }) => [
    '',
    `## ${subject.name} at ${subject.commit.slice(0, 10)}`,
    '',
    ...subject.facts.map(({ says, holds }) => `- ${holds(seen) ? '✓' : '✗ **not seen**:'} ${says}`),
  ]);
  return `${[...head, ...results.map(row), ...wheelTable(results), ...sections].join('\n')}\n`;
}

/** What the workflows build wheels for, and what `init` makes of it. */
function wheelTable(results: readonly Result[]): string[] {
  const rows = results.flatMap(({ subject, seen }) => {
    const jobs = seen.release?.wheels ?? [];
    if (jobs.length === 0) return [];
    const declared = new Set(jobs.map(({ target }) => target));
    const reproduced = new Set(
      (seen.options.platforms ?? []).map((one) => (typeof one === 'string' ? one : one.target)),
    );
    const missing = [...declared].filter((target) => target === null || !reproduced.has(target));
    const why = missing.map((target) => `${target ?? 'no target named'}: ${whyNot(target)}`);
    const known = declared.size - missing.length;
    return [`| ${subject.name} | ${declared.size} | ${known} | ${why.join('; ')} |`];
  });
  return [
    '',
    '## Platforms of wheels',
    '',
    '| repository | declared | reproduced | why not |',
    '| --- | --- | --- | --- |',
    ...rows,
  ];
}

function whyNot(target: string | null): string {
  if (target === null) return 'the workflow computes it';
  if (target.startsWith('wasm')) return 'WebAssembly is built for other ends';
  if (findPlatform(target) === null) return 'PyPI takes no wheels for it';
  return 'by a workflow that does not upload to PyPI';
}

function row({ subject, seen }: Result): string {
  const { packages, tags, findings } = seen.report;
  const crates = packages.filter(({ ecosystem }) => ecosystem === 'cargo');
  const count = (publish: string): number => crates.filter((one) => one.publish === publish).length;
  const pythons = packages.filter((one) => one.ecosystem === 'python');
  const released = pythons.filter(({ publish }) => publish === 'yes').length;
  const { platforms = [], interpreters = [] } = seen.options;
  const wheels =
    platforms.length === 0
      ? ''
      : `${platforms.length} platforms${interpreters.length > 0 ? ` × ${interpreters.length}` : ''}`;
  const own = tags.filter((one) => one.packages.length > 0).map(({ format }) => `\`${format}\``);
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const held = subject.facts.filter(({ holds }) => holds(seen)).length;
  const cells = [
    subject.name,
    `${count('yes')} / ${count('opt-in')} / ${count('no')}`,
    released === pythons.length ? String(released) : `${released} of ${pythons.length}`,
    wheels,
    own.join(', '),
    codes.map((code) => `[${code}](findings/${code}.md)`).join(' '),
    `${held} of ${subject.facts.length}`,
  ];
  return `| ${cells.join(' | ')} |`;
}
