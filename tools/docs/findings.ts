/** Writes docs/findings: a page for every code, from the catalogue and its samples. `--check` only compares. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { entries, explain } from '../../packages/release/src/explanation/index.ts';
import { allFindings, type Finding } from '../../packages/release/src/finding/index.ts';
import { samples } from './samples.ts';

const folder = join(import.meta.dirname, '../../docs/findings');

/** The pages by file name. */
export function renderPages(): Map<string, string> {
  const pages = new Map<string, string>();
  const rows = allFindings().map(({ code, title, severity }) => {
    const sample = samples.find((one) => one.code === code);
    if (!sample) throw new Error(`${code} has no sample in tools/docs/samples.ts`);
    pages.set(`${code}.md`, page(code, title, severity, sample));
    return `| [${code}](${code}.md) | ${severity} | ${title} |`;
  });
  const head = '# Findings\n\nEverything that Slipway can say. Codes are stable.\n\n';
  const table = '| code | severity | meaning |\n| --- | --- | --- |\n';
  pages.set('README.md', `${head}${table}${rows.join('\n')}\n`);
  return pages;
}

function page(code: string, title: string, severity: string, sample: Finding): string {
  const where =
    sample.file === null ? '' : `  at   ${sample.file}${sample.line ? `:${sample.line}` : ''}\n`;
  return [
    `# ${code}: ${title}\n`,
    `Severity: ${severity}.\n`,
    '## What it looks like\n',
    `\`\`\`text\n${severity} ${code}  ${sample.message}\n${where}\`\`\`\n`,
    `## Why it matters\n\n${sample.why}\n`,
    `## What to do\n\n${sample.remedy}\n`,
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
