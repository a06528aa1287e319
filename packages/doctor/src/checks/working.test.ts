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
  const github = {
    ...nothing.github,
    environments: known(environments),
    immutableReleases: known(true),
  };
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

  it('have a token from elsewhere (SLW610, SLW612)', () => {
    const step = '- { run: uv publish, env: { UV_PUBLISH_TOKEN: "${{ steps.vault.outputs.t }}" } }';
    expect(codes({ release: `${onTags}jobs:\n${job(step)}` })).not.toContain('SLW610');
    expect(codes({ release: `${onTags}jobs:\n${job('- run: uv publish')}` })).toContain('SLW610');
    const after = 'on: { workflow_run: { workflows: [test], types: [completed] } }\njobs:\n';
    const cargo = (token: string): string =>
      job(`- { run: cargo publish, env: { CARGO_REGISTRY_TOKEN: "\${{ ${token} }}" } }`, {
        permissions: oidc,
      });
    expect(codes({ release: after + cargo('env.FROM_VAULT') })).not.toContain('SLW612');
    expect(codes({ release: after + cargo('steps.auth.outputs.token') })).toContain('SLW612');
  });

  it('ask in the script what started them (SLW640)', () => {
    const script = '- run: |\n    if [[ $GITHUB_REF == refs/tags/* ]]; then uv publish; fi';
    const text = `on: [push, pull_request]\njobs:\n${job(script, { permissions: oidc })}`;
    expect(codes({ release: text })).not.toContain('SLW640');
  });

  it.each([
    ['packages-dir: other', '', false],
    ['packages-dir: ./dist/', '', true],
    ['verbose: true', '- run: rm -f dist/*.publish.attestation\n', false],
    ['attestations: false', '', false],
  ])('use the PyPI action twice, with %s (SLW628)', (input, between, isFound) => {
    const use = (more: string): string =>
      `- { uses: pypa/gh-action-pypi-publish@v1, with: { ${more} } }\n`;
    const steps = use(input) + between + use('packages-dir: dist').trimEnd();
    const text = `${onTags}jobs:\n${job(steps, { permissions: oidc })}`;
    expect(codes({ release: text }).includes('SLW628')).toBe(isFound);
  });

  it('leave an artifact in the one run of a matrix for which a condition holds (SLW626)', () => {
    const upload = (condition: string): string[] =>
      codes({
        release: `${onTags}jobs:\n${job(
          `- run: cargo publish\n- { uses: actions/upload-artifact@v4, if: ${condition}, with: { name: docs, path: d } }`,
          { more: '    strategy: { matrix: { os: [a, b] } }\n' },
        )}`,
      });
    expect(upload("steps.pick.outputs.first == 'true'")).not.toContain('SLW626');
    expect(upload("matrix.os == 'a'")).not.toContain('SLW626');
    expect(upload('always()')).toContain('SLW626');
  });

  it('upload to the draft that another job has made (SLW633)', () => {
    const upload = job('- run: gh release upload v1 dist/*', { id: 'assets' });
    const make = (draft: string): string[] =>
      codes({
        release: `${onTags}jobs:\n${job(`- run: gh release create v1 ${draft}`)}${upload}`,
      });
    expect(make('--draft')).not.toContain('SLW633');
    expect(make('')).toContain('SLW633');
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
    {
      name: 'release',
      reviewers: [],
      preventsSelfReview: false,
      adminsBypass: true,
      waitTimer: 0,
      policy: { kind, rules },
    },
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
