/** What a target of Nx says of itself where somebody asks how to run it. */
interface Help {
  /** Prints the options; Nx Console and `nx graph` run it. */
  readonly command: string;
  readonly example: { readonly args: string[] };
}

/** What a person is likely to add to the command line, by executor. */
const examples: Readonly<Record<string, readonly string[]>> = {
  'publish-crate': ['--continue'],
  'publish-pypi': ['--keep-going'],
  'release-publish': ['--dry-run'],
  destination: ['--port=8080'],
  gate: ['--dry-run'],
  'gh-release': ['--continue'],
  publish: ['--continue'],
  plan: ['--live'],
  version: ['--bump=minor', '--changelog'],
  doctor: ['--offline'],
  setup: ['--check'],
  retreat: ['--tag=v1.2.3', '--reason=broken'],
  status: ['--wait'],
  verify: ['--tag=v1.2.3'],
  changelog: ['--dry-run'],
  matrix: ['--job=wheels', '--all'],
};

/** Of a stage that Nx takes from its cache. */
const again = ['--skip-nx-cache'];

export function helpFor(executor: string, task: string): Help {
  const args = [...(examples[executor] ?? again)];
  return { command: `npx nx run ${task} --help`, example: { args } };
}
