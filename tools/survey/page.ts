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
  return `${[...head, ...results.map(row), ...sections].join('\n')}\n`;
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
