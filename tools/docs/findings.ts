/** Writes docs/findings: a page for every code, from the catalogue and its examples. `--check` only compares. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { entries, explain } from '../../packages/release/src/explanation/index.ts';
import {
  allFindings,
  type Finding,
  type FindingKind,
} from '../../packages/release/src/finding/index.ts';
import { derivedExamples } from './derived-examples.ts';

const folder = join(import.meta.dirname, '../../docs/findings');

/** The pages by file name. */
export function renderPages(): Map<string, string> {
  const pages = new Map<string, string>();
  const rows = allFindings().map((kind) => {
    const { code, title, severity } = kind;
    pages.set(`${code}.md`, page(title, exampleOf(kind)));
    return `| [${code}](${code}.md) | ${severity} | ${title} |`;
  });
  const head = '# Findings\n\nEverything that Slipway can say. Codes are stable.\n\n';
  const table = '| code | severity | meaning |\n| --- | --- | --- |\n';
  pages.set('README.md', `${head}${table}${rows.join('\n')}\n`);
  return pages;
}

/** @throws Error where nothing provokes a finding whose example is what provokes it. */
function exampleOf({ code, example }: FindingKind<never>): Finding {
  const given = example();
  if (typeof given !== 'string') return given;
  const found = derivedExamples[given].find((one) => one.code === code);
  if (!found) throw new Error(`nothing in ${given} provokes ${code}`);
  return found;
}

function page(
  title: string,
  { code, severity, message, file, line, why, remedy }: Finding,
): string {
  const where = file === null ? '' : `  at   ${file}${line ? `:${line}` : ''}\n`;
  return [
    `# ${code}: ${title}\n`,
    `Severity: ${severity}.\n`,
    '## What it looks like\n',
    `\`\`\`text\n${severity} ${code}  ${message}\n${where}\`\`\`\n`,
    `## Why it matters\n\n${why}\n`,
    `## What to do\n\n${remedy}\n`,
    ...inLogs(code),
  ].join('\n');
}

/** What tools and servers say of it in a log, when nobody looked before, and what that means. */
function inLogs(code: string): string[] {
  const said = entries.filter((entry) => entry.code === code && entry.told);
  if (said.length === 0) return [];
  const texts = said.map(({ sample }) => {
    const [{ cause, remedy }] = explain(sample) as [ReturnType<typeof explain>[0]];
    return `\`\`\`text\n${sample}\n\`\`\`\n\n${cause} ${remedy}\n`;
  });
  return ['## What the logs say\n', ...texts];
}

/** Files of docs/findings that are not what the catalogue says. */
export async function stalePages(): Promise<string[]> {
  const pages = renderPages();
  const there = await readdir(folder).catch(() => [] as string[]);
  const stale = there.filter((file) => !pages.has(file));
  for (const [file, text] of pages) {
    if ((await readFile(join(folder, file), 'utf8').catch(() => null)) !== text) stale.push(file);
  }
  return stale.sort();
}

async function write(): Promise<void> {
  const pages = renderPages();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [file, text] of pages) await writeFile(join(folder, file), text);
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--check')) {
    const stale = await stalePages();
    if (stale.length > 0) {
      console.error(`not as the catalogue says: ${stale.join(', ')}; run npm run docs:findings`);
      process.exitCode = 1;
    }
  } else await write();
}
