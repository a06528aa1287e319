import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attestationsRefused,
  passedOver,
  refusedByCratesIo,
  refusedByPypi,
  type Publisher,
  type RunClaims,
} from './index.ts';

const publisher: Publisher = {
  owner: 'octo',
  ownerId: '12',
  repository: 'tide',
  workflow: 'publish.yml',
  environment: 'release',
};
const ref = 'refs/tags/v1.2.3';

function run(change: Partial<RunClaims> = {}, file = 'publish.yml', called = file): RunClaims {
  const { repository = 'octo/tide' } = change;
  return {
    repository,
    repository_owner: repository.split('/')[0]!,
    repository_owner_id: '12',
    event_name: 'push',
    ref,
    workflow_ref: `${repository}/.github/workflows/${file}@${ref}`,
    job_workflow_ref: `${repository}/.github/workflows/${called}@${ref}`,
    environment: 'release',
    ...change,
  };
}

const registries = { 'crates.io': refusedByCratesIo, PyPI: refusedByPypi };
const refuse = (registry: keyof typeof registries, claims: RunClaims, ...own: Publisher[]) =>
  registries[registry](own.length > 0 ? own : [publisher], claims);
const fields = (...args: Parameters<typeof refuse>): string[] =>
  refuse(...args)?.differences.map(({ field }) => field) ?? [];

describe('what both registries compare', () => {
  it.each(['crates.io', 'PyPI'] as const)('%s', (registry) => {
    expect(refuse(registry, run())).toBeNull();
    expect(fields(registry, run({ repository: 'octo/other' }))).toEqual(['repository']);
    expect(fields(registry, run({ repository_owner_id: '13' }))).toEqual(['owner id']);
    expect(refuse(registry, run({ repository_owner_id: null }))).toBeNull();
    expect(fields(registry, run({}, 'Publish.yml'))).toEqual(['workflow']);
    expect(fields(registry, run({ environment: null }))).toEqual(['environment']);
    expect(refuse(registry, run({ environment: 'Release' }))).toBeNull();
    const any = { ...publisher, environment: null };
    expect(refuse(registry, run({ environment: null }), any)).toBeNull();
    expect(refuse(registry, run(), any)).toBeNull();
    expect(refuse(registry, run(), { ...publisher, workflow: 'other.yml' }, publisher)).toBeNull();
  });

  it.each(['crates.io', 'PyPI'] as const)('%s: every field that differs is named', (registry) => {
    const other = run({ repository_owner_id: '13', environment: 'live' }, 'ci.yml');
    expect(refuse(registry, other)?.differences).toEqual([
      { field: 'owner id', expected: ['12'], got: '13' },
      { field: 'workflow', expected: ['publish.yml'], got: 'ci.yml' },
      { field: 'environment', expected: ['release'], got: 'live' },
    ]);
    expect(registries[registry]([], other)?.differences).toEqual([
      { field: 'repository', expected: [], got: 'octo/tide' },
    ]);
  });
});

describe('what they compare each in its way', () => {
  it('letter case of the repository: PyPI alone', () => {
    const claims = run({ repository: 'Octo/Tide' });
    expect(refuse('crates.io', claims)).toBeNull();
    expect(fields('PyPI', claims)).toEqual(['repository']);
  });

  it('a called workflow: crates.io its caller, PyPI itself, and the attestation its caller', () => {
    const claims = run({}, 'publish.yml', 'upload.yml');
    const called = { ...publisher, workflow: 'upload.yml' };
    expect(refuse('crates.io', claims)).toBeNull();
    expect(fields('crates.io', claims, called)).toEqual(['workflow']);
    expect(fields('PyPI', claims)).toEqual(['workflow']);
    expect(refuse('PyPI', claims, called)).toBeNull();
    expect(attestationsRefused(publisher, run())).toBeNull();
    expect(attestationsRefused(called, claims)).toContain(
      "Certificate's Build Config URI (https://github.com/octo/tide/.github/workflows/publish.yml@refs/tags/v1.2.3) does not match expected Trusted Publisher (upload.yml @ octo/tide)",
    );
  });

  it('a workflow of another repository: PyPI gives it none', () => {
    const claims = run({ job_workflow_ref: `octo/tools/.github/workflows/publish.yml@${ref}` });
    expect(refuse('crates.io', claims)).toBeNull();
    expect(refuse('PyPI', claims)?.text).toContain(
      "expecting one of ['octo/tide/.github/workflows/publish.yml@refs/tags/v1.2.3'], got 'octo/tools/",
    );
  });

  it.each([
    ['v1.2.3', true],
    [ref, true],
    ['a1b2'.repeat(10), true],
    ['main', false],
    ['refs/heads/v1.2.3', false],
  ])('a workflow that is called at %s in a run of the tag: PyPI takes it: %s', (at, isTaken) => {
    const claims = run({ job_workflow_ref: `octo/tide/.github/workflows/publish.yml@${at}` });
    expect(refuse('PyPI', claims) === null).toBe(isTaken);
  });

  it.each([
    ['pull_request_target', true, true],
    ['workflow_run', true, false],
    ['release', false, false],
  ])('the event %s: crates.io refuses %s, PyPI %s', (event, byCratesIo, byPypi) => {
    const claims = run({ event_name: event });
    expect(fields('crates.io', claims)).toEqual(byCratesIo ? ['event'] : []);
    expect(fields('PyPI', claims)).toEqual(byPypi ? ['event'] : []);
  });

  it('several publishers of one run: PyPI takes the one that names the environment', () => {
    const any = { ...publisher, environment: null };
    expect(passedOver([any], [any, publisher], run())).toMatchObject({ field: 'environment' });
    expect(passedOver([publisher], [any, publisher], run())).toBeNull();
    expect(passedOver([any], [any], run())).toBeNull();
    expect(passedOver([any], [any, { ...publisher, workflow: 'x.yml' }], run())).toBeNull();
  });
});

describe('the words of crates.io', () => {
  const config = 'The Trusted Publishing config for repository `octo/tide`';
  const second = { ...publisher, workflow: 'release.yml', environment: 'live' };
  it.each([
    [run({ repository: 'octo/x' }), 'No Trusted Publishing config found for repository `octo/x`.'],
    [
      run({ repository_owner_id: '13' }),
      `${config} does not match the repository owner ID (13) in the JWT. Expected owner IDs: 12. Please recreate the Trusted Publishing config to update the repository owner ID.`,
    ],
    [
      run({}, 'ci.yml'),
      `${config} does not match the workflow filename \`ci.yml\` in the JWT. Expected workflow filenames: \`publish.yml\`, \`release.yml\``,
    ],
    [
      run({ environment: 'live' }),
      `${config} does not match the environment \`live\` in the JWT. Expected environments: \`release\``,
    ],
    [
      run({ environment: null }),
      `${config} requires an environment, but the JWT does not specify one. Expected environments: \`release\``,
    ],
  ])('%#', (claims, text) => {
    expect(refuse('crates.io', claims, publisher, second)?.text).toBe(text);
  });
});

describe('of any names', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,8}$/);
  const publishers = fc.record({
    owner: name,
    ownerId: fc.option(fc.constantFrom('12', '13')),
    repository: name,
    workflow: name.map((stem) => `${stem}.yml`),
    environment: fc.option(name),
  });
  const runOf = (one: Publisher): RunClaims =>
    run(
      {
        repository: `${one.owner}/${one.repository}`,
        repository_owner_id: one.ownerId,
        environment: one.environment,
      },
      one.workflow,
    );

  it('a run is let in by a publisher that was made for it, whoever else is registered', () => {
    fc.assert(
      fc.property(publishers, fc.array(publishers), (own, others) => {
        for (const refused of Object.values(registries)) {
          expect(refused([...others, own], runOf(own))).toBeNull();
        }
      }),
    );
  });

  it('what is refused differs in each field that is named, and the first is in the text of crates.io', () => {
    fc.assert(
      fc.property(publishers, publishers, (one, other) => {
        for (const refused of Object.values(registries)) {
          for (const { expected, got } of refused([one], runOf(other))?.differences ?? []) {
            expect(expected).not.toContain(got);
          }
        }
        const refusal = refusedByCratesIo([one], runOf(other));
        const [first] = refusal?.differences ?? [];
        if (first && first.got !== 'none') expect(refusal!.text).toContain(first.got);
      }),
    );
  });
});
