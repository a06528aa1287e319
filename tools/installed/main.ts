/**
 * `npm run test:installed [-- --only npm/23.2.1/22]`: what is packed, installed in a stranger's repository by each
 * package manager, with each Nx, on each Node; and every command run there. The table is printed in the end; what
 * failed is told with its output, and makes the command fail.
 */
import { execa } from 'execa';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nameOf, runCell, type Cell, type Row } from './cell.ts';
import { cells } from './cells.ts';
import { startNpmRegistry } from './npm-registry.ts';
import { tableOf } from './table.ts';

const repository = join(import.meta.dirname, '../..');

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, help: { type: 'boolean' } },
});

if (values.help) {
  console.log('npm run test:installed [-- --only MANAGER/NX/NODE]\n');
  for (const cell of cells) console.log(`  ${nameOf(cell)}`);
} else {
  const results = await runAll(
    cells.filter((cell) => !values.only || values.only.includes(nameOf(cell))),
  );
  console.log(tableOf(results));
  const failed = results.flatMap(([, rows]) => rows).filter(({ problem }) => problem !== null);
  const passed = results.flatMap(([, rows]) => rows).length - failed.length;
  console.log(JSON.stringify({ cells: results.length, passed, failed: failed.length }));
  if (failed.length > 0 || results.length === 0) process.exitCode = 1;
}

async function runAll(wanted: readonly Cell[]): Promise<[Cell, Row[]][]> {
  await execa('npm', ['run', 'pack'], { cwd: repository, stderr: 'inherit' });
  const registry = await startNpmRegistry();
  try {
    const folder = join(repository, 'dist/packages');
    for (const file of await readdir(folder)) await registry.publish(join(folder, file));
    const results: [Cell, Row[]][] = [];
    for (const cell of wanted) {
      process.stderr.write(`${nameOf(cell)}\n`);
      results.push([cell, await runCell(cell, registry.url, tell)]);
    }
    return results;
  } finally {
    await registry.close();
  }
}

function tell({ command, problem, seconds, output }: Row): void {
  const mark = problem === null ? '✔' : '✖';
  process.stderr.write(
    `  ${mark} ${command} ${seconds} s${problem ? `: ${problem}\n${output}` : ''}\n`,
  );
}
