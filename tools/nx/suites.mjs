import { basename, dirname } from 'node:path';

/**
 * Infers a target for each file of slow tests, which Nx then runs beside others and keeps by what it reads:
 * `slow--NAME`, and `long--NAME` for a file in a folder `long`. `slow` and `long` run all of a project's.
 */
export const createNodesV2 = [
  '{e2e,packages/*/test}/**/*.test.ts',
  (files) => {
    const projects = Map.groupBy(files, (file) => /^(e2e|packages\/[^/]+)/.exec(file)[0]);
    return [...projects].map(([root, suites]) => [
      suites[0],
      { projects: { [root]: { targets: targetsOf(suites) } } },
    ]);
  },
];

function targetsOf(files) {
  const single = files.map((file) => [targetName(file), suite(file)]);
  const names = single.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new Error(`two files of tests would be the target ${twice}: rename one`);
  const whole = ['slow', 'long'].map((kind) => {
    const dependsOn = names.filter((name) => name.startsWith(`${kind}--`));
    return [kind, { executor: 'nx:noop', cache: true, dependsOn }];
  });
  return Object.fromEntries([
    ...single,
    ...whole.filter(([, { dependsOn }]) => dependsOn.length > 0),
  ]);
}

const kindOf = (file) => (basename(dirname(file)) === 'long' ? 'long' : 'slow');
const targetName = (file) => `${kindOf(file)}--${basename(file, '.test.ts')}`;

function suite(file) {
  const results = `dist/tests/${file.replace(/\.test\.ts$/, '.json')}`;
  const isPackage = !file.startsWith('e2e/');
  const report = `--reporter=default --reporter=json --outputFile.json=${results}`;
  return {
    command: `vitest run --project ${kindOf(file)} ${file} ${report}`,
    cache: true,
    dependsOn: isPackage ? [] : [{ projects: ['e2e'], target: 'stubs' }],
    inputs: [`{workspaceRoot}/${file}`, 'sources', '^sources', 'helpers', '^helpers', ...machine],
    outputs: [`{workspaceRoot}/${results}`],
    metadata: { description: `Runs ${basename(file)}, with the real tools` },
  };
}

const machine = [
  { runtime: 'rustc --version --verbose || echo none' },
  { runtime: 'python3 --version || echo none' },
  { runtime: 'node --version' },
];
