/**
 * `npm run bench [-- NAME… --smoke]`: one line of JSON a benchmark, the last things on stdout; progress on stderr. With
 * `--smoke` each is as small as can be and installs no peer: it shows that the benchmark runs, and its figures say nothing.
 */
import { parseArgs } from 'node:util';
import { benchmarks } from './benchmarks.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean' }, smoke: { type: 'boolean' } },
});
if (values.help) {
  console.log(`npm run bench [-- ${Object.keys(benchmarks).join('|')}] [--smoke]`);
} else {
  const names = positionals.length > 0 ? positionals : Object.keys(benchmarks);
  const unknown = names.filter((name) => !(name in benchmarks));
  if (unknown.length > 0) {
    console.error(
      `no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}`,
    );
    process.exitCode = 1;
  } else {
    const size = values.smoke ? 'smoke' : 'whole';
    for (const name of names) console.log(JSON.stringify(await benchmarks[name]!(size)));
  }
}
