/** Writes docs/guides/rehearsal-answers.md from the answers that real clients are given in the tests. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from '../../packages/rehearsal/test/answers/answer.ts';
import { cratesIoAnswers } from '../../packages/rehearsal/test/answers/crates-io/answers.ts';
import { githubAnswers } from '../../packages/rehearsal/test/answers/github/answers.ts';
import { pypiAnswers } from '../../packages/rehearsal/test/answers/pypi/answers.ts';

const file = join(import.meta.dirname, '../../docs/guides/rehearsal-answers.md');

/** Every answer, by registry and by what it is about. */
export const registries = {
  'crates.io': cratesIoAnswers,
  'PyPI and TestPyPI': pypiAnswers,
  GitHub: githubAnswers,
};

const head = `# What the rehearsal answers

Each row is a test in which the named client, unmodified, is given the answer and prints it. Most are
refusals; the others show where a refusal ends. "log" tells that the text was seen in the log of a real
release; the others are known from reading the servers' sources and documentation. \`…\` stands for what
differs from one time to the next.

This page is made from the tests: \`npm run docs:answers\`.
`;

/** The page, as the tests say today. */
export function renderAnswers(): string {
  const parts = Object.entries(registries).map(([registry, groups]) => {
    const sections = Object.entries(groups).map(
      ([about, answers]) => `### ${about}\n\n${table(answers)}`,
    );
    return `## ${registry}\n\n${sections.join('\n')}`;
  });
  return `${head}\n${parts.join('\n')}`;
}

function table(answers: readonly Answer[]): string {
  const rows = answers.map(
    ({ what, client, status, says, seen }) =>
      `| ${cell(what)} | ${client} | ${status || 'done'} | ${says === '…' ? '' : code(says)} | ${seen ? 'log' : ''} |`,
  );
  return `| case | client | status | text | seen |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

const longest = 280;

/** A text as code, on one line; its end is left out where it is long. */
function code(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  const short = flat.length > longest ? `${flat.slice(0, longest)} …` : flat;
  const marks = short.includes('`') ? '``' : '`';
  const space = marks === '``' ? ' ' : '';
  return cell(`${marks}${space}${short}${space}${marks}`);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** Whether the page in docs is what the tests say. */
export async function isStale(): Promise<boolean> {
  return (await readFile(file, 'utf8').catch(() => null)) !== renderAnswers();
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  await writeFile(file, renderAnswers());
}
