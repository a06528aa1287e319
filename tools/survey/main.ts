/**
 * `npm run survey [-- --mirror DIR] [NAME…]`: what Slipway says of real repositories, as docs/repositories.md.
 * Progress on stderr; the last line on stdout is JSON.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { look } from './look.ts';
import { page, type Result } from './page.ts';
import { subjects } from './subjects.ts';

const file = join(import.meta.dirname, '../../docs/repositories.md');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { mirror: { type: 'string' }, help: { type: 'boolean' } },
});

if (values.help) {
  console.log('npm run survey [-- --mirror DIR] [OWNER/NAME…]');
} else {
  const wanted = subjects.filter(({ name }) => !positionals.length || positionals.includes(name));
  const results: Result[] = [];
  const failed: string[] = [];
  for (const subject of wanted) {
    try {
      const seen = await look(subject, values.mirror ?? null);
      results.push({ subject, seen });
      const missed = subject.facts.filter(({ holds }) => !holds(seen)).map(({ says }) => says);
      process.stderr.write(`${missed.length === 0 ? '✓' : '✗'} ${subject.name}\n`);
      for (const fact of missed) process.stderr.write(`    not seen: ${fact}\n`);
    } catch (error) {
      failed.push(subject.name);
      process.stderr.write(
        `✗ ${subject.name}: ${error instanceof Error ? error.message : error}\n`,
      );
    }
  }
  if (positionals.length === 0) {
    const options = { ...(await resolveConfig(file)), parser: 'markdown' };
    await writeFile(file, await format(page(results), options));
  }
  const facts = results.flatMap(({ subject, seen }) =>
    subject.facts.map(({ holds }) => holds(seen)),
  );
  const held = facts.filter(Boolean).length;
  console.log(JSON.stringify({ repositories: results.length, facts: facts.length, held, failed }));
  if (held < facts.length || failed.length > 0) process.exitCode = 1;
}
