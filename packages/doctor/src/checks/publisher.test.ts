import { describe, expect, it } from 'vitest';
import type { Publisher } from '../claims/index.ts';
import { known, nothingKnown, unknown } from '../evidence/index.ts';
import { readWorkflows } from '../workflow/index.ts';
import { diagnose, trustContext } from './index.ts';

const file = '.github/workflows/publish.yml';
const publisher: Publisher = {
  owner: 'octo',
  ownerId: '12',
  repository: 'tide',
  workflow: 'publish.yml',
  environment: 'release',
};

type Publishers = Readonly<Record<string, readonly Publisher[] | null>>;

/** What is found wrong with the publishers of crates and projects; null where they are not known. */
function findings(
  { crates = {}, projects = {} }: { crates?: Publishers; projects?: Publishers },
  environment = 'release',
  text = `on: { push: { tags: ['v*'] } }
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    environment: ${environment}
    steps:
      - { uses: rust-lang/crates-io-auth-action@v1, id: auth }
      - { run: cargo publish, env: { CARGO_REGISTRY_TOKEN: '\${{ steps.auth.outputs.token }}' } }
      - run: uv publish
`,
) {
  const { workflows } = readWorkflows(new Map([[file, text]]), [file]);
  const subject = { remote: 'octo/tide', tag: 'v1.2.3', crates: [], projects: [] };
  const evidenceOf = (publishers: Publishers) =>
    Object.entries(publishers).map(([name, list]) => ({
      name,
      exists: known(true),
      trustedOnly: false,
      lastRepository: null,
      publishers: list ? known(list) : unknown('nobody says'),
      isOfLastRelease: false,
      age: null,
    }));
  const evidence = {
    ...nothingKnown('nobody was asked', subject),
    crates: evidenceOf(crates),
    projects: evidenceOf(projects),
  };
  const rows = diagnose(trustContext(workflows, [file], evidence));
  return rows.flatMap((row) => row.findings).filter(({ code }) => code === 'SLW617');
}

describe('publishers that do not match (SLW617)', () => {
  const renamed = { ...publisher, workflow: 'release.yml', environment: 'live' };

  it('are told with every field, what to register, and the words of the registry', () => {
    const [found, ...more] = findings({ crates: { tide: [renamed] } });
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      file,
      line: 9,
      severity: 'error',
      message:
        'crates.io would give no token for tide: its publisher has the workflow release.yml, the run publish.yml; it has the environment live, the run release',
      why: 'crates.io answers "The Trusted Publishing config for repository `octo/tide` does not match the workflow filename `publish.yml` in the JWT. Expected workflow filenames: `release.yml`"',
      remedy:
        'Register workflow publish.yml and environment release in the publisher of tide at crates.io, or change the workflow to have workflow release.yml and environment live.',
    });
  });

  it('show the space that nobody sees', () => {
    const [found] = findings({ crates: { tide: [{ ...publisher, workflow: ' publish.yml' }] } });
    expect(found!.message).toContain('its publisher has the workflow " publish.yml", the run');
  });

  it('of one package let the others through, so its upload is what fails', () => {
    const some = { tide: [publisher], 'tide-core': [renamed], 'tide-py': [] };
    expect(findings({ crates: some }).map(({ why }) => why)).toEqual([
      'crates.io answers "The provided access token is not valid for crate `tide-core`"',
      'crates.io answers "The provided access token is not valid for crate `tide-py`"',
    ]);
    expect(findings({ projects: some })[0]!.why).toContain(
      "OIDC scoped token is not valid for project 'tide-core'",
    );
  });

  it('may match, and be passed over for one that names the environment', () => {
    const some = { tide: [publisher], other: [{ ...publisher, environment: null }] };
    expect(findings({ crates: some })).toEqual([]);
    expect(findings({ projects: some }).map(({ message }) => message)).toEqual([
      'PyPI would give no token for other: its publisher has the environment any, and another project’s publisher names it, the run release',
    ]);
  });

  it('are not guessed: of an environment that is computed, and of nobody', () => {
    const computed = '${{ vars.WHERE }}';
    expect(findings({ crates: { tide: [publisher] } }, computed)).toEqual([]);
    const [found] = findings({ crates: { tide: [renamed], other: null } }, computed);
    expect(found!.message).toMatch(/the workflow release\.yml, the run publish\.yml$/);
  });

  it('are looked at for each package on its own way, where each has one', () => {
    const job = (id: string): string => `  ${id}:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    environment: ${id}
    steps: [{ run: uv publish }]
`;
    const at = (environment: string): Publisher => ({ ...publisher, environment });
    const told = (projects: Publishers, ...jobs: string[]): string[] => {
      const text = `on: { push: { tags: ['v*'] } }\njobs:\n${jobs.map(job).join('')}`;
      return findings({ projects }, '', text).map(({ message }) =>
        message.replace(/^.*token /, ''),
      );
    };
    expect(told({ one: [at('a')], two: [at('b')] }, 'a', 'b')).toEqual([]);
    // Nobody takes the third way, and the third package takes none.
    expect(told({ one: [at('a')], two: [at('b')] }, 'a', 'b', 'c')).toHaveLength(2);
    const three = told({ one: [at('a')], two: [at('b')], three: [] }, 'a', 'b');
    expect(three.map((text) => text.slice(0, 10))).toEqual(['for three:', 'for three:']);
  });
});
