import { describe, expect, it } from 'vitest';
import {
  known,
  unknown,
  type BranchFacts,
  type EnvironmentFacts,
  type Evidence,
} from '../evidence/index.ts';
import type { Publisher } from '../claims/index.ts';
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
  environments: ['release'],
  reviewers: [{ type: 'User', id: 7 }],
  waitTimer: null,
  rules: [
    { name: 'main', type: 'branch' },
    { name: 'v*', type: 'tag' },
  ],
  branch: 'main',
  checks: ['test / Test Suite'],
  tags: ['refs/tags/v*'],
  publishers: { 'crates.io': [publisher], PyPI: [publisher] },
  workflows: ['publish.yml', 'ci.yml'],
};

const release: EnvironmentFacts = {
  name: 'release',
  reviewers: wanted.reviewers,
  preventsSelfReview: false,
  adminsBypass: true,
  waitTimer: 0,
  policy: { kind: 'rules', rules: wanted.rules },
};

const bare: Evidence = {
  remote: 'octo/tide',
  tag: 'v0.3.1',
  github: {
    repository: known({ name: 'octo/tide', ownerId: '12', defaultBranch: 'main' }),
    environments: known([]),
    branch: known({
      requiredChecks: [],
      anySource: [],
      reviews: false,
      dismissesStale: false,
      upToDate: false,
      includesAdministrators: false,
    }),
    rulesets: known([]),
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
    environments: known([{ ...release, name: 'Release' }]),
    branch: known({
      requiredChecks: ['test / Test Suite', 'another'],
      anySource: [],
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

const titles = (evidence: Evidence, asked = wanted): string[] =>
  planSetup(asked, evidence).steps.map(({ title }) => title);

function factsOf({ github: { branch } }: Evidence): BranchFacts {
  if (!branch.known) throw new Error(branch.because);
  return branch.value;
}

const withGithub = (github: Partial<Evidence['github']>): Evidence => ({
  ...complete,
  github: { ...complete.github, ...github },
});

const firstBody = (evidence: Evidence, asked = wanted): unknown =>
  planSetup(asked, evidence).steps[0]?.requests[0]?.body;

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
    const environments = known([{ ...release, policy }]);
    const evidence = { ...complete, github: { ...complete.github, environments } };
    expect(titles(evidence)).toEqual(['let the tag v* deploy to release']);
  });

  it('keeps the checks that are required already', () => {
    const branch = known({
      requiredChecks: ['lint'],
      anySource: [],
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

  it('is added to what people have set, and takes nothing of it away', () => {
    const own: EnvironmentFacts = {
      ...release,
      reviewers: [{ type: 'Team', id: 3 }],
      preventsSelfReview: true,
      adminsBypass: false,
      waitTimer: 30,
    };
    const evidence = withGithub({ environments: known([own]) });
    expect(titles(evidence)).toEqual([
      'set the environment release: 2 reviewers, 30 minutes of waiting, rules for refs',
    ]);
    expect(firstBody(evidence)).toEqual({
      wait_timer: 30,
      reviewers: [
        { type: 'Team', id: 3 },
        { type: 'User', id: 7 },
      ],
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      prevent_self_review: true,
      can_admins_bypass: false,
    });
    // Somebody else is no substitute for the one who was asked for; nobody asked for is none too many.
    expect(titles(evidence, { ...wanted, reviewers: [] })).toEqual([]);
    expect(firstBody(evidence, { ...wanted, reviewers: [], waitTimer: 5 })).toMatchObject({
      wait_timer: 5,
      reviewers: [{ type: 'Team', id: 3 }],
    });
  });

  it('is said of protected branches, which let no tag in', () => {
    const environments = known([{ ...release, policy: { kind: 'protected', rules: [] } as const }]);
    expect(titles(withGithub({ environments }))).toEqual([
      'set the environment release: 1 reviewer, 0 minutes of waiting, rules for refs instead of protected branches',
      'let the branch main deploy to release',
      'let the tag v* deploy to release',
    ]);
  });

  it('is every environment that a job names, and none where none does', () => {
    const asked = { ...wanted, environments: ['release', 'pypi'] };
    expect(titles(complete, asked)).toHaveLength(3);
    const plan = planSetup({ ...wanted, environments: [] }, complete);
    expect(plan.steps).toEqual([]);
    expect(plan.unknown).toEqual(['the environment: the jobs that publish name none (SLW613)']);
  });

  it('is a ruleset of another name where one has it already', () => {
    const branch = known({ ...factsOf(complete), requiredChecks: [] });
    const rulesets = known(['slipway: main', 'slipway: main 4', 'slipway: maintenance 9']);
    const evidence = withGithub({ branch, rulesets, tagRulesets: known([]) });
    const names = planSetup(wanted, evidence).steps.map(
      ({ requests }) => (requests[0]?.body as { name: string }).name,
    );
    expect(names).toEqual(['slipway: main 5', 'slipway: v*']);
  });

  it('is a rule for administrators, where nothing else lacks', () => {
    const branch = known({ ...factsOf(complete), includesAdministrators: false });
    expect(titles(withGithub({ branch }))).toHaveLength(1);
  });

  it('is a ruleset for the tags that none holds for', () => {
    const asked = { ...wanted, tags: ['refs/tags/v*', 'refs/tags/py-v*', 'refs/tags/rs-v*'] };
    const ruleset = { name: 'a', exclude: [], hasBypass: true };
    const tagRulesets = known([
      { ...ruleset, include: ['refs/tags/[uvw]*'] },
      { ...ruleset, include: ['refs/tags/py-v1.*'] },
      { ...ruleset, include: ['refs/tags/rs-*'], exclude: ['refs/tags/rs-v*'] },
    ]);
    expect(titles(withGithub({ tagRulesets }), asked)).toEqual([
      'let nobody but administrators make, move or delete refs/tags/py-v*, refs/tags/rs-v*',
    ]);
  });

  it('is at each registry what it compares', () => {
    const crates = { ...publisher, workflow: 'start.yml', environment: 'crates' };
    const pypi = { ...publisher, workflow: 'upload.yml', environment: null };
    const asked: Wanted = { ...wanted, publishers: { 'crates.io': [crates], PyPI: [pypi] } };
    const { steps } = planSetup(asked, complete);
    expect(steps[0]?.requests[0]?.body).toMatchObject({
      github_config: { workflow_filename: 'start.yml', environment: 'crates' },
    });
    expect(steps[1]?.byHand?.values).toEqual([
      ['Owner', 'octo'],
      ['Repository name', 'tide'],
      ['Workflow name', 'upload.yml'],
      ['Environment name', '(none)'],
    ]);
  });

  it('is no publisher where a package has that of another job', () => {
    const other = { ...publisher, workflow: 'other.yml' };
    const both: Wanted = {
      ...wanted,
      publishers: { 'crates.io': [other, publisher], PyPI: [other, publisher] },
    };
    expect(titles(complete, both)).toEqual([]);
    expect(titles(bare, both)).toContain('register other.yml as publisher of tide-py at PyPI');
  });

  it('is no publisher that is there in other letters; one of a former owner is none', () => {
    const crateWith = (change: Partial<Publisher>): Evidence => ({
      ...complete,
      crates: [{ ...complete.crates[0]!, publishers: known([{ ...publisher, ...change }]) }],
    });
    expect(titles(crateWith({ owner: 'Octo', repository: 'Tide', ownerId: null }))).toEqual([]);
    expect(titles(crateWith({ ownerId: '9' }))).toHaveLength(1);
    expect(titles(crateWith({ workflow: 'Publish.yml' }))).toHaveLength(1);
  });

  it('is said of publishers that can be no use, with the way to be rid of them', () => {
    const others = [
      publisher,
      { ...publisher, workflow: 'ci.yml', id: '1' },
      { ...publisher, workflow: 'old.yml', id: '2' },
      { ...publisher, ownerId: '9', id: null },
      { ...publisher, repository: 'lake', workflow: 'old.yml', id: '3' },
    ];
    const crates = [{ ...complete.crates[0]!, publishers: known(others) }];
    const { steps, superfluous } = planSetup(wanted, { ...complete, crates });
    expect(steps).toEqual([]);
    expect(superfluous).toEqual([
      {
        title: 'crates.io lets old.yml of octo/tide publish tide, but there is no such workflow',
        page: 'crates.io → tide → Settings → Trusted Publishing → Remove',
        command:
          'curl -X DELETE -H "Authorization: $CRATES_IO_TOKEN" https://crates.io/api/v1/trusted_publishing/github_configs/2',
      },
      {
        title:
          'crates.io lets publish.yml of octo/tide publish tide, but its owner had the number 9, and octo has 12',
        page: 'crates.io → tide → Settings → Trusted Publishing → Remove',
        command: null,
      },
    ]);
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
