import { expect, it } from 'vitest';
import type { Finding } from '@slipway/release/finding';
import { nothingKnown } from '../evidence/index.ts';
import { readWorkflows } from '../workflow/index.ts';
import { diagnose, trustContext } from './index.ts';

const action = (name: string, steps: string): [string, string] => [
  `.github/actions/${name}/action.yml`,
  `name: ${name}\ndescription: one\nruns:\n  using: composite\n  steps:\n${steps.replace(/^/gm, '    ')}\n`,
];

/** What the doctor finds where the job that publishes uses these actions of the repository, as code, file and line. */
function found(job: string, ...actions: [string, string][]): string[] {
  const release = `on: { push: { tags: ['v*'] } }
jobs:
${job}`;
  const texts = new Map([['.github/workflows/release.yml', release], ...actions]);
  const { workflows, findings } = readWorkflows(texts, [...texts.keys()]);
  expect(findings).toEqual([]);
  const subject = { remote: 'octo/tide', tag: 'v1.2.3', crates: [], projects: [] };
  const evidence = nothingKnown('nobody was asked', subject);
  return diagnose(trustContext(workflows, [...texts.keys()], evidence))
    .flatMap((row): readonly Finding[] => row.findings)
    .map(({ code, file, line }) => `${code} ${file?.split('/').slice(-2).join('/')}:${line}`);
}

const publish = `  publish:
    runs-on: ubuntu-latest
    environment: release
    permissions: { id-token: write }
    steps:
      - uses: ./.github/actions/publish
`;
const upload =
  '- run: cargo publish\n  shell: bash\n  env: { CARGO_REGISTRY_TOKEN: "${{ steps.auth.outputs.token }}" }';

it('SLW622: an action that is not pinned is told in a composite action that publishes, however deep', () => {
  const auth = '- { uses: rust-lang/crates-io-auth-action@v1, id: auth }';
  expect(found(publish, action('publish', `${auth}\n${upload}`))).toContain(
    'SLW622 publish/action.yml:6',
  );
  const inner = action('inner', auth);
  const outer = action('publish', `- uses: ./.github/actions/inner\n${upload}`);
  expect(found(publish, outer, inner)).toContain('SLW622 inner/action.yml:6');
  const pinned = auth.replace('v1', 'a'.repeat(40));
  const codes = found(publish, action('publish', `${pinned}\n${upload}`)).join();
  expect(codes).not.toContain('SLW622');
});

it('SLW622: an image is pinned by its digest', () => {
  const image = (tag: string): string =>
    found(publish, action('publish', `- uses: docker://alpine${tag}\n${upload}`)).join();
  expect(image(':3.22')).toContain('SLW622 publish/action.yml:6');
  expect(image(`@sha256:${'a'.repeat(64)}`)).not.toContain('SLW622');
});

it('SLW620: a token is asked for in a composite action of another job', () => {
  const jobs = `  auth:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    outputs: { token: "\${{ steps.auth.outputs.token }}" }
    steps: [{ uses: ./.github/actions/auth, id: auth }]
  publish:
    needs: auth
    runs-on: ubuntu-latest
    steps:
      - run: cargo publish
        env: { CARGO_REGISTRY_TOKEN: "\${{ needs.auth.outputs.token }}" }
`;
  const auth = action('auth', '- uses: rust-lang/crates-io-auth-action@v1');
  expect(found(jobs, auth)).toContain('SLW620 workflows/release.yml:13');
});
