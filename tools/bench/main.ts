/** `npm run bench [-- NAME]`: one line of JSON a benchmark, the last things on stdout; progress on stderr. */
import { cold } from './cold.ts';
import { again } from './again.ts';
import { crates } from './crates.ts';
import { graph, matrix, plan } from './graph.ts';
import { notesHistory, notesLatest, notesPackages } from './notes.ts';
import { observe } from './observe.ts';
import { release } from './release.ts';
import { uploads } from './uploads.ts';
import { scale } from './scale.ts';
import type { Benchmark } from './measure.ts';

const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  again,
  cold,
  crates,
  graph,
  matrix,
  observe,
  plan,
  release,
  uploads,
  scale,
  'notes-latest': notesLatest,
  'notes-packages': notesPackages,
  'notes-history': notesHistory,
};

const wanted = process.argv.slice(2);
if (wanted.includes('--help')) {
  console.log(`npm run bench [-- ${Object.keys(benchmarks).join('|')}]`);
} else {
  const names = wanted.length > 0 ? wanted : Object.keys(benchmarks);
  const unknown = names.filter((name) => !(name in benchmarks));
  if (unknown.length > 0) {
    console.error(
      `no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}`,
    );
    process.exitCode = 1;
  } else {
    for (const name of names) console.log(JSON.stringify(await benchmarks[name]!()));
  }
}
