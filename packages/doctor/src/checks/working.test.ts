import { describe, expect, it } from 'vitest';
import { known, nothingKnown, type EnvironmentFacts } from '../evidence/index.ts';
import { readWorkflows } from '../workflow/index.ts';
import { diagnose, trustContext } from './index.ts';

/** The codes that the doctor finds in workflows by name, with these environments at GitHub. */
function codes(texts: Record<string, string>, environments: readonly EnvironmentFacts[] = []) {
  const files = new Map(
    Object.entries(texts).map(([name, text]) => [`.github/workflows/${name}.yml`, text]),
  );
  const { workflows, findings } = readWorkflows(files, [...files.keys()]);
  expect(findings).toEqual([]);
  const subject = { remote: 'octo/tide', tag: 'v1.2.3', crates: [], projects: [] };
  const nothing = nothingKnown('nobody was asked', subject);
  const github = { ...nothing.github, environments: known(environments) };
  const rows = diagnose(trustContext(workflows, [...files.keys()], { ...nothing, github }));
  return rows.flatMap((row) => row.findings).map(({ code }) => code);
}

const onTags = "on: { push: { tags: ['v*'] } }\n";
const oidc = '{ id-token: write }';

function job(
  steps: string,
  { id = 'publish', permissions = '', more = '' }: Record<string, string> = {},
): string {
  const may = permissions && `    permissions: ${permissions}\n`;
  return `  ${id}:\n    runs-on: ubuntu-latest\n${may}${more}    steps:\n${steps.replace(/^/gm, '      ')}\n`;
}

describe('workflows that work', () => {
  const planned = job('- run: uv publish', {
    permissions: oidc,
    more: "    if: needs.plan.outputs.publish == 'true'\n",
  });
  it('may start on pull requests where the plan of the run decides (SLW640)', () => {
    const sure = planned.replace(/ {4}if: .*\n/, '');
    expect(codes({ release: `on: pull_request\njobs:\n${planned}` })).not.toContain('SLW640');
    expect(codes({ release: `on: pull_request\njobs:\n${sure}` })).toContain('SLW640');
  });

  it.each([
    ['GH_TOKEN: "${{ steps.app.outputs.token }}"', false],
    ['GH_TOKEN: "${{ secrets.RELEASE || github.token }}"', false],
    ['GITHUB_TOKEN: "${{ secrets.RELEASE }}"', false],
    ['GH_TOKEN: "${{ secrets.GITHUB_TOKEN }}"', true],
    ['GH_TOKEN: "${{ github.token }}"', true],
    ['OTHER: none', true],
  ])('make a release by the token that they name (SLW625): %s', (env, isFound) => {
    const make = (permissions: string): string[] =>
      codes({
        release: `${onTags}jobs:\n${job(`- { run: gh release create v1, env: { ${env} } }`, { permissions })}`,
      });
    expect(make('{ contents: read }').includes('SLW625')).toBe(isFound);
    expect(make('{ contents: write }')).not.toContain('SLW625');
  });

  it('start others with the token of an app (SLW624)', () => {
    const waiting = `on: { release: { types: [published] } }\njobs:\n${job('- run: uv publish', { permissions: oidc })}`;
    const make = (token: string): string[] => {
      const step = `- { uses: softprops/action-gh-release@v2, with: { token: "${token}" } }`;
      return codes({ make: `on: workflow_dispatch\njobs:\n${job(step)}`, waiting });
    };
    expect(make('${{ steps.app.outputs.token }}')).not.toContain('SLW624');
    expect(make('${{ secrets.GITHUB_TOKEN }}')).toContain('SLW624');
  });

  it('give the identity to a job that uses it in a way not known here (SLW621)', () => {
    const other = (permissions: string): string =>
      job('- run: ./publish-somewhere.sh', { id: 'other', permissions });
    const publish = job('- run: uv publish', { permissions: oidc });
    const pages = job('- uses: actions/deploy-pages@v4', { id: 'pages' });
    const wide = `${onTags}permissions: ${oidc}\njobs:\n${publish}`;
    expect(codes({ release: `${onTags}jobs:\n${publish}${other(oidc)}` })).not.toContain('SLW621');
    expect(codes({ release: wide + pages })).not.toContain('SLW621');
    expect(codes({ release: wide + other('') })).toContain('SLW621');
  });

  it('call their own by the name of the repository (SLW619)', () => {
    const call = (repository: string): string[] =>
      codes({
        release: `${onTags}jobs:\n  call:\n    permissions: ${oidc}\n    uses: ${repository}/.github/workflows/upload.yml@main\n`,
      });
    expect(call('Octo/Tide')).not.toContain('SLW619');
    expect(call('octo/tide-tools')).toContain('SLW619');
  });
});

describe('environments that let the release in (SLW615)', () => {
  const environment = (
    kind: 'protected' | 'rules',
    ...rules: EnvironmentFacts['policy']['rules']
  ): EnvironmentFacts[] => [
    { name: 'release', reviewers: 1, waitTimer: 0, policy: { kind, rules } },
  ];
  const tags = environment('rules', { name: 'v*', type: 'tag' });
  const release = (on: string, condition: string): string =>
    `on: ${on}\njobs:\n${job('- run: uv publish', {
      permissions: oidc,
      more: `    environment: release\n    if: ${condition}\n`,
    })}`;

  it('by the tag, whatever pushes of branches do beside it', () => {
    const both = "{ push: { branches: [main], tags: ['v*'] } }";
    expect(codes({ one: release(both, "github.ref_type == 'tag'") }, tags)).not.toContain('SLW615');
    expect(codes({ one: release(both, 'needs.plan.outputs.is-tag') }, tags)).not.toContain(
      'SLW615',
    );
    expect(codes({ one: release(both, 'true') }, tags)).toContain('SLW615');
  });

  it('by branches of which nobody says whether they are protected, and those that a filter names', () => {
    const guarded = environment('protected');
    const on = '{ push: { branches: [trunk] } }';
    expect(codes({ one: release(on, 'true') }, guarded)).not.toContain('SLW615');
    expect(codes({ one: release("{ push: { tags: ['v*'] } }", 'true') }, guarded)).toContain(
      'SLW615',
    );
    const lines = environment('rules', { name: 'release/*', type: 'branch' });
    const push = "{ push: { branches: ['release/*'] } }";
    expect(codes({ one: release(push, 'true') }, lines)).not.toContain('SLW615');
  });
});
