import { describe, expect, it } from 'vitest';
import { readWorkflows } from '../workflow/index.ts';
import { claimsOf, publishRoutesOf } from './index.ts';

const folder = '.github/workflows/';

/** The routes through workflows by name, as `event ref` and whether they are certain. */
function routes(workflows: Record<string, string>, repository = 'octo/tide') {
  const texts = new Map(
    Object.entries(workflows).map(([name, text]) => [`${folder}${name}.yml`, text]),
  );
  const { workflows: read, findings } = readWorkflows(texts, [...texts.keys()]);
  expect(findings).toEqual([]);
  return publishRoutesOf(read, { tag: 'v1.2.3', branch: 'main', repository });
}

const job = (condition = 'true', more = ''): string => `jobs:
  publish:
    if: ${condition}
    runs-on: ubuntu-latest
${more}    steps: [{ run: cargo publish }]
`;

const ways = (workflow: string): string[] =>
  routes({ one: workflow }).map(
    ({ trigger, ref, runs }) => `${trigger.event} ${ref}${runs === null ? ' perhaps' : ''}`,
  );

describe('the routes to a step that publishes', () => {
  it.each([
    ["{ push: { tags: ['v*'] } }", ['push refs/tags/v1.2.3']],
    ["{ push: { tags: ['py-*'] } }", []],
    ['{ push: { branches: [main] } }', ['push refs/heads/main']],
    ["{ push: { branches: ['release/**'] } }", ['push refs/heads/release/1.2.3']],
    ['{ push: { branches-ignore: [main] } }', []],
    ['push', ['push refs/tags/v1.2.3', 'push refs/heads/main']],
    [
      "{ push: { branches: [main], tags: ['v*'] } }",
      ['push refs/tags/v1.2.3', 'push refs/heads/main'],
    ],
    ['{ release: { types: [published] } }', ['release refs/tags/v1.2.3']],
    ['workflow_dispatch', ['workflow_dispatch refs/heads/main']],
    ['workflow_call', []],
  ])('on: %s', (on, expected) => {
    expect(ways(`on: ${on}\n${job()}`)).toEqual(expected);
  });

  it.each([
    ['release', "github.event.action == 'published'", 'release refs/tags/v1.2.3 perhaps'],
    ['release', '${{ !github.event.release.prerelease }}', 'release refs/tags/v1.2.3 perhaps'],
    ['workflow_dispatch', 'inputs.publish == true', 'workflow_dispatch refs/heads/main perhaps'],
    [
      'workflow_dispatch',
      "github.event.inputs.dry-run == 'false'",
      'workflow_dispatch refs/heads/main perhaps',
    ],
    [
      "{ push: { tags: ['v*'] } }",
      "startsWith(github.event.ref, 'refs/tags/v')",
      'push refs/tags/v1.2.3',
    ],
    ["{ push: { tags: ['v*'] } }", '${{ !inputs.dry-run }}', 'push refs/tags/v1.2.3'],
    [
      "{ push: { tags: ['v*'] } }",
      "contains(github.event.head_commit.message, 'release')",
      'push refs/tags/v1.2.3 perhaps',
    ],
  ])('on: %s if: %s is not lost, nor certain', (on, condition, expected) => {
    expect(ways(`on: ${on}\n${job(condition)}`)).toEqual([expected]);
  });

  it('leaves out what the event certainly does not run', () => {
    const tagsAlone = "startsWith(github.ref, 'refs/tags/')";
    expect(ways(`on: [push, workflow_dispatch]\n${job(tagsAlone)}`)).toEqual([
      'push refs/tags/v1.2.3',
    ]);
  });
});

describe('a job that waits for others', () => {
  const chain = (first: string, second: string, third: string): string =>
    ways(`on: { push: { branches: [main], tags: ['v*'] } }
jobs:
  first: { if: "${first}", runs-on: ubuntu-latest, steps: [{ run: 'true' }] }
  second: { needs: first, if: "${second}", runs-on: ubuntu-latest, steps: [{ run: 'true' }] }
  third: { needs: [second], if: "${third}", runs-on: ubuntu-latest, steps: [{ run: cargo publish }] }
`).join();

  const onTags = "startsWith(github.ref, 'refs/tags/')";
  const [tag, branch] = ['push refs/tags/v1.2.3', 'push refs/heads/main'];

  it.each([
    [onTags, 'true', 'true', tag],
    // GitHub asks it of all that come before, however they are conditioned themselves.
    [onTags, 'always()', 'true', tag],
    [onTags, 'true', 'always()', `${tag},${branch}`],
    [onTags, 'true', '!cancelled()', `${tag},${branch}`],
    ['vars.GO', 'true', 'true', `${tag} perhaps,${branch} perhaps`],
    ['true', 'true', 'success()', `${tag},${branch}`],
  ])('%s, then %s, then %s', (first, second, third, expected) => {
    expect(chain(first, second, third)).toBe(expected);
  });
});

describe('called workflows', () => {
  const caller = (uses: string, permission = 'permissions: { id-token: write }'): string =>
    `on: { push: { tags: ['v*'] } }\njobs:\n  call:\n    ${permission}\n    uses: ./.github/workflows/${uses}.yml\n`;
  const middle = 'on: workflow_call\njobs:\n  call:\n    uses: ./.github/workflows/bottom.yml\n';
  const bottom = `on: workflow_call\n${job('true', '    environment: release\n')}`;

  it('are the file of job_workflow_ref, their caller that of workflow_ref', () => {
    const [route] = routes({ top: caller('bottom'), bottom });
    expect(claimsOf(route!, 'octo/tide', '12')).toEqual({
      repository: 'octo/tide',
      repository_owner: 'octo',
      repository_owner_id: '12',
      event_name: 'push',
      ref: 'refs/tags/v1.2.3',
      workflow_ref: 'octo/tide/.github/workflows/top.yml@refs/tags/v1.2.3',
      job_workflow_ref: 'octo/tide/.github/workflows/bottom.yml@refs/tags/v1.2.3',
      environment: 'release',
    });
  });

  it.each([
    ['release', 'release'],
    ['${{ inputs.where }}', 'live'],
    ["${{ github.event_name == 'push' && 'release' || 'test' }}", 'release'],
    ["${{ inputs.other || 'fallback' }}", 'fallback'],
    ["${{ inputs.none && 'release' || '' }}", null],
    ['${{ vars.WHERE }}', '${{ vars.WHERE }}'],
  ])('run in the environment that they are handed: %s is %s', (written, environment) => {
    const called = bottom
      .replace(
        'on: workflow_call',
        'on: { workflow_call: { inputs: { where: { type: string }, other: { type: string }, none: { type: string } } } }',
      )
      .replace('environment: release', `environment: ${JSON.stringify(written)}`);
    const top = `${caller('bottom')}    with: { where: live }\n`;
    expect(routes({ top, bottom: called }).map((route) => route.environment)).toEqual([
      environment,
    ]);
  });

  const declared = bottom
    .replace(
      'on: workflow_call',
      'on: { workflow_call: { inputs: { live: { type: boolean, default: false }, times: { type: number } } } }',
    )
    .replace('environment: release', `environment: "\${{ inputs.live && 'release' || 'test' }}"`);

  it.each([
    ['{ live: true }', 'release'],
    ['{ live: false }', 'test'],
    ["{ live: '${{ false }}' }", 'test'],
    ["{ live: '${{ github.ref_type == ''tag'' }}' }", 'release'],
    ["{ live: '${{ vars.LIVE }}' }", "${{ inputs.live && 'release' || 'test' }}"],
    ['{}', 'test'],
  ])('take a boolean for what it is: with %s the environment is %s', (given, environment) => {
    const top = `${caller('bottom')}    with: ${given}\n`;
    expect(routes({ top, bottom: declared }).map((route) => route.environment)).toEqual([
      environment,
    ]);
  });

  it.each([
    ['inputs.live', 'true', [true]],
    ['inputs.live', 'false', []],
    ['!inputs.live', 'false', [true]],
    ['inputs.live', '${{ vars.LIVE }}', [null]],
    ['inputs.times > 2', 'false', []],
  ])('do what they are told: if %s, with live: %s', (condition, live, runs) => {
    const top = `${caller('bottom')}    with: { live: '${live}', times: 2 }\n`;
    const called = declared.replace('if: true', `if: \${{ ${condition} }}`);
    expect(routes({ top, bottom: called }).map((route) => route.runs)).toEqual(runs);
  });

  it('upload where the event sends them', () => {
    const where = (on: string): unknown[] =>
      routes({
        one: `on: ${on}
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: pypa/gh-action-pypi-publish@v1
        with:
          repository-url: \${{ github.ref_type == 'tag' && 'https://upload.pypi.org/legacy/' || 'https://test.pypi.org/legacy/' }}
`,
      }).map(({ publish, ref }) => `${publish.registry} ${ref}`);
    expect(where("{ push: { branches: [main], tags: ['v*'] } }")).toEqual([
      'PyPI refs/tags/v1.2.3',
      'TestPyPI refs/heads/main',
    ]);
  });

  it('may be called by the name of the repository, at another ref', () => {
    const top = caller('bottom')
      .replace('./', 'Octo/tide/')
      .replace('bottom.yml', 'bottom.yml@main');
    const [route] = routes({ top, bottom });
    expect(claimsOf(route!, 'octo/tide', null).job_workflow_ref).toBe(
      'octo/tide/.github/workflows/bottom.yml@main',
    );
    expect(routes({ top, bottom }, 'octo/other')).toEqual([]);
  });

  it('run in one environment, or in what the matrix makes', () => {
    const of = (matrix: string): unknown[] =>
      routes({
        one: `on: push\n${job('true', `    strategy: { matrix: ${matrix} }\n    environment: '\${{ matrix.where }}'\n`)}`,
      }).map(({ environment }) => environment);
    expect(of('{ where: [release], os: [a, b] }')).toEqual(['release', 'release']);
    expect(new Set(of('{ where: [a, b] }'))).toEqual(new Set(['${{ matrix.where }}']));
    const computed = `'\${{ fromJSON(needs.plan.outputs.m) }}'`;
    expect(new Set(of(computed))).toEqual(new Set(['${{ matrix.where }}']));
  });

  it('hand on what their caller gives, where they write no permissions', () => {
    const ceilings = (top: string, between = middle): unknown[] =>
      routes({ top, middle: between, bottom }).map(({ ceiling }) => ceiling);
    expect(ceilings(caller('middle'))).toEqual(['write']);
    expect(ceilings(caller('middle', 'permissions: { contents: read }'))).toEqual(['none']);
    const narrow = middle.replace('uses:', 'permissions: { contents: read }\n    uses:');
    expect(ceilings(caller('middle'), narrow)).toEqual(['none']);
  });
});
