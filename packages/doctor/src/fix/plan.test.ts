import { describe, expect, it } from 'vitest';
import { known, unknown, type Evidence } from '../evidence/index.ts';
import { planSetup, type Wanted } from './index.ts';

const publisher = {
  owner: 'octo',
  ownerId: '12',
  repository: 'tide',
  workflow: 'publish.yml',
  environment: 'release',
};

const wanted: Wanted = {
  repository: 'octo/tide',
  environment: 'release',
  reviewers: [7],
  waitTimer: 0,
  rules: [
    { name: 'main', type: 'branch' },
    { name: 'v*', type: 'tag' },
  ],
  branch: 'main',
  checks: ['test / Test Suite'],
  tags: 'refs/tags/v*',
  publisher,
};

const bare: Evidence = {
  remote: 'octo/tide',
  tag: 'v0.3.1',
  github: {
    repository: known({ name: 'octo/tide', ownerId: '12', defaultBranch: 'main' }),
    environments: known([]),
    branch: known({
      requiredChecks: [],
      reviews: false,
      dismissesStale: false,
      upToDate: false,
      includesAdministrators: false,
    }),
    tagRulesets: known([]),
    immutableReleases: known(false),
    secrets: known([]),
  },
  crates: [
    {
      name: 'tide',
      exists: known(true),
      trustedOnly: false,
      lastRepository: null,
      publishers: known([]),
    },
  ],
  projects: [
    {
      name: 'tide-py',
      exists: known(false),
      publishers: unknown('PyPI tells nobody'),
      isOfLastRelease: false,
      age: null,
    },
  ],
};

const complete: Evidence = {
  ...bare,
  github: {
    ...bare.github,
    environments: known([
      {
        name: 'Release',
        reviewers: 1,
        waitTimer: 0,
        policy: { kind: 'rules', rules: wanted.rules },
      },
    ]),
    branch: known({
      requiredChecks: ['test / Test Suite', 'another'],
      reviews: true,
      dismissesStale: true,
      upToDate: true,
      includesAdministrators: true,
    }),
    tagRulesets: known([{ name: 'tags', include: ['refs/tags/v*'], exclude: [], hasBypass: true }]),
  },
  crates: [
    {
      name: 'tide',
      exists: known(true),
      trustedOnly: false,
      lastRepository: null,
      publishers: known([publisher]),
    },
  ],
  projects: [
    {
      name: 'tide-py',
      exists: known(true),
      publishers: known([publisher]),
      isOfLastRelease: true,
      age: null,
    },
  ],
};

const titles = (evidence: Evidence): string[] =>
  planSetup(wanted, evidence).steps.map(({ title }) => title);

describe('what a set-up lacks', () => {
  it('is everything at first: the tag rule and the pending publisher among it', () => {
    const { steps, unknown: not } = planSetup(wanted, bare);
    expect(steps.map(({ title }) => title)).toEqual([
      'make the environment release: 1 reviewer, 0 minutes of waiting, rules for refs',
      'let the branch main deploy to release',
      'let the tag v* deploy to release',
      'protect main: review, stale approvals dismissed, test / Test Suite required',
      'let nobody but administrators make, move or delete refs/tags/v*',
      'register publish.yml of octo/tide as publisher of tide at crates.io',
      'register publish.yml as publisher of tide-py at PyPI',
    ]);
    expect(not).toEqual([]);
    expect(steps.at(-1)?.byHand).toEqual({
      page: 'PyPI → Your account → Publishing → Add a new pending publisher',
      values: [
        ['PyPI Project Name', 'tide-py'],
        ['Owner', 'octo'],
        ['Repository name', 'tide'],
        ['Workflow name', 'publish.yml'],
        ['Environment name', 'release'],
      ],
    });
  });

  it('is nothing when it is there, in whatever letters GitHub takes', () => {
    expect(titles(complete)).toEqual([]);
  });

  it('is the tag rule alone where branches are let in: the trap', () => {
    const policy = { kind: 'rules', rules: [{ name: 'main', type: 'branch' }] } as const;
    const environments = known([{ name: 'release', reviewers: 1, waitTimer: 0, policy }]);
    const evidence = { ...complete, github: { ...complete.github, environments } };
    expect(titles(evidence)).toEqual(['let the tag v* deploy to release']);
  });

  it('keeps the checks that are required already', () => {
    const branch = known({
      requiredChecks: ['lint'],
      reviews: true,
      dismissesStale: true,
      upToDate: true,
      includesAdministrators: true,
    });
    const { steps } = planSetup(wanted, { ...complete, github: { ...complete.github, branch } });
    expect(JSON.stringify(steps[0]?.requests[0]?.body)).toContain(
      '[{"context":"lint"},{"context":"test / Test Suite"}]',
    );
  });

  it('is not guessed where nobody tells', () => {
    const no = unknown('GitHub tells it only to a token with Administration: read');
    const github = { ...bare.github, environments: no, branch: no, tagRulesets: no };
    const crates = [{ ...bare.crates[0]!, publishers: unknown('no token') }];
    const { steps, unknown: not } = planSetup(wanted, { ...bare, github, crates });
    expect(steps.map(({ byHand }) => byHand !== null)).toEqual([true]);
    expect(not).toHaveLength(4);
  });
});
