import { disturbances } from './disturbances.ts';
import { openHarness, type Disturbance, type Outcome } from './harness.ts';

const help = `npm run faults [-- --sample N | --part K/N | --pairs N | --only NAME [--then NAME]] [--crates N --packages N]
npm run faults -- --real [--sample N]

Runs a release with every fault at every request and a kill at every boundary, then a plain one, and compares
with the undisturbed end. --sample takes every Nth, --part the Kth of N parts, --pairs N runs that are disturbed and N again after. Progress on stderr; last on stdout one line of JSON. --real kills real releases of this
repository's stubs after each effect, or every Nth. See tools/faults/README.md.`;

function option(name: string): string | null {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? null : (process.argv[at + 1] ?? '');
}

/** So many minutes, by the clock of the registries, is as good as for ever; a stalled request has 40. */
const patience = 120;

/** What is wrong with an outcome, for people; empty where nothing is. */
function wrongs(outcome: Outcome): string[] {
  const { endings, converged, lost, repeatedUploads, tokensLeftValid } = outcome;
  const strange = endings.filter((one) => typeof one === 'object');
  return [
    ...strange.map((one) => `threw ${JSON.stringify(one)}`),
    ...(converged ? [] : [`the plain run ended with ${JSON.stringify(endings.at(-1))}`]),
    ...(lost.length > 0 ? [`lost ${lost.join(', ')}`] : []),
    ...(repeatedUploads > 0 ? [`${repeatedUploads} uploads repeated`] : []),
    ...(tokensLeftValid > 0 ? [`${tokensLeftValid} tokens left valid`] : []),
    ...(outcome.minutes > patience ? [`it took ${outcome.minutes} minutes`] : []),
    ...(outcome.oldestCredentialSeconds > 300
      ? [`a credential of ${outcome.oldestCredentialSeconds} s was used`]
      : []),
  ];
}

/** The runs that are asked for: each by the names of its disturbances. */
function choose(names: readonly string[]): string[][] {
  const [only, then, pairs] = [option('only'), option('then'), option('pairs')];
  if (only !== null) return [then === null ? [only] : [only, then]];
  if (pairs === null) {
    const [part = 1, parts = 1] = (option('part') ?? '1/1').split('/').map(Number);
    const every = Number(option('sample') ?? parts);
    return names.filter((_, at) => at % every === part - 1).map((name) => [name]);
  }
  // Far apart, and the same ones every time.
  const pick = (at: number, step: number): string => names[(at * step) % names.length]!;
  return Array.from({ length: Number(pairs) }, (_, at) => [pick(at, 7919), pick(at, 104_729)]);
}

function known(name: string, all: ReadonlyMap<string, Disturbance>): Disturbance {
  const found = all.get(name);
  if (!found) throw new Error(`there is no disturbance ${name}`);
  return found;
}

async function main(): Promise<void> {
  const harness = await openHarness(Number(option('crates') ?? 6), Number(option('packages') ?? 3));
  const all = disturbances(harness.requests);
  const only = option('only');
  const chosen = choose([...all.keys()]);
  const figures = {
    ...{ runs: 0, converged: 0, repeatedUploads: 0, lost: 0 },
    ...{ tokensLeftValid: 0, oldestCredentialSeconds: 0 },
  };
  let bad = 0;
  for (const names of chosen) {
    const outcome = await harness.run(names.map((name) => known(name, all)));
    figures.runs += 1;
    figures.converged += outcome.converged ? 1 : 0;
    figures.repeatedUploads += outcome.repeatedUploads;
    figures.lost += outcome.lost.length;
    figures.tokensLeftValid += outcome.tokensLeftValid;
    const { oldestCredentialSeconds: oldest } = outcome;
    figures.oldestCredentialSeconds = Math.max(figures.oldestCredentialSeconds, oldest);
    const found = wrongs(outcome);
    if (only !== null) console.error(JSON.stringify(outcome, null, 2));
    if (found.length > 0) {
      bad += 1;
      const [first, then] = names.map((name) => `'${name}'`);
      const command = `npm run faults -- --only ${first}${then ? ` --then ${then}` : ''}`;
      console.error(`✖ ${found.join('; ')}\n  ${command}`);
    }
    if (figures.runs % 250 === 0) console.error(`${figures.runs} of ${chosen.length} runs`);
  }
  console.error(
    `${harness.requests.length} requests, ${all.size} disturbances, ${bad} counter-examples`,
  );
  console.log(JSON.stringify(figures));
  process.exitCode = bad === 0 ? 0 : 1;
}

async function mainOfReal(): Promise<void> {
  const { measureReal } = await import('./real-main.ts');
  const figures = await measureReal(Number(option('sample') ?? 1));
  console.log(JSON.stringify(figures));
  const { runs, converged, repeatedUploads, lost, tokensLeftValid } = figures;
  const isWell = runs === converged && repeatedUploads + lost + tokensLeftValid === 0;
  process.exitCode = isWell ? 0 : 1;
}

const isReal = process.argv.includes('--real');
if (process.argv.includes('--help')) console.log(help);
else
  await (isReal ? mainOfReal() : main()).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  });
