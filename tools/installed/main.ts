/**
 * `npm run test:installed`: the packages as somebody has them who installed them, over package managers, Nx and
 * Node. `--only npm/23.2.1/22` (or a part of it; several are separated by commas) runs some of the cells.
 * Progress on stderr, the table on stdout, the outputs of what failed in .slipway/installed/failed.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chosen, nameOf, type Cell } from './cells.ts';
import { runCommands, type Result } from './commands.ts';
import { offerPackages } from './offer.ts';
import { kept } from './programs.ts';
import { makeStranger, type Offer } from './stranger.ts';
import { showTable } from './table.ts';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const cells = chosen(values.only.split(',').filter(Boolean));
if (cells.length === 0) throw new Error(`no cell is called ${values.only}`);
const failed = join(kept, 'failed');
await rm(failed, { recursive: true, force: true });
process.stderr.write('packing\n');
const offer = await offerPackages();
try {
  const rows = new Map<Cell, Result[]>();
  for (const cell of cells) rows.set(cell, await runCell(cell, offer));
  console.log(showTable(rows));
  if ([...rows.values()].flat().some(({ fault }) => fault !== null)) process.exitCode = 1;
} finally {
  await offer.close();
}

async function runCell(cell: Cell, offer: Offer): Promise<Result[]> {
  process.stderr.write(`\n${nameOf(cell)}\n`);
  const stranger = await makeStranger(cell, offer);
  try {
    return await runCommands(cell, stranger, ({ name, fault, seconds }) => {
      const mark = fault === null ? '✔' : `✖ ${fault}`;
      process.stderr.write(`  ${name}  ${seconds.toFixed(1)} s  ${mark}\n`);
    }).then(async (results) => {
      await keepFailed(cell, results);
      return results;
    });
  } finally {
    await stranger.dispose();
  }
}

async function keepFailed(cell: Cell, results: readonly Result[]): Promise<void> {
  const faulty = results.filter(({ fault }) => fault !== null);
  if (faulty.length === 0) return;
  await mkdir(failed, { recursive: true });
  const text = faulty.map(({ name, fault, output }) => `## ${name}: ${fault}\n\n${output}\n`);
  await writeFile(join(failed, `${nameOf(cell).replaceAll(/[^\w.]+/g, '-')}.txt`), text.join('\n'));
}
