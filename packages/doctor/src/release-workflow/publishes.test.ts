import { describe, expect, it } from 'vitest';
import { readWorkflows } from '../workflow/index.ts';
import { describeRelease, publishesThrough } from './index.ts';

const file = '.github/workflows/release.yml';

function publishes(step: string, { job = '', before = '' } = {}) {
  const text = `on: { push: { tags: ['v*'] } }
jobs:
  publish:
    runs-on: ubuntu-latest
${job}    steps:
${before}      - ${step.replaceAll('\n', '\n        ')}
`;
  const { workflows, findings } = readWorkflows(new Map([[file, text]]), [file]);
  expect(findings).toEqual([]);
  return describeRelease(workflows).publishes;
}

const oidc = '    permissions: { id-token: write }\n';
const secret = (name: string) => ({ kind: 'token', secret: name });

describe('what is published where, and how', () => {
  it.each([
    ['uses: pypa/gh-action-pypi-publish@release/v1', 'PyPI', { kind: 'oidc' }],
    [
      'uses: pypa/gh-action-pypi-publish@release/v1\nwith: { repository-url: https://test.pypi.org/legacy/ }',
      'TestPyPI',
      { kind: 'oidc' },
    ],
    [
      'uses: pypa/gh-action-pypi-publish@release/v1\nwith: { password: "${{ secrets.PYPI }}" }',
      'PyPI',
      secret('PYPI'),
    ],
    [
      'uses: PyO3/maturin-action@v1\nwith: { command: upload, args: --skip-existing * }\nenv: { MATURIN_PYPI_TOKEN: "${{ secrets.T }}" }',
      'PyPI',
      secret('T'),
    ],
    ['run: uv publish', 'PyPI', { kind: 'oidc' }],
    [
      'run: uv publish --publish-url https://test.pypi.org/legacy/ dist/*',
      'TestPyPI',
      { kind: 'oidc' },
    ],
    ['run: uv publish --token "${{ secrets.T }}"', 'PyPI', secret('T')],
    ['run: python -m twine upload -r testpypi dist/*', 'TestPyPI', { kind: 'oidc' }],
    [
      'run: twine upload -u __token__ -p "$TOKEN" dist/*\nenv: { TOKEN: "${{ secrets.T }}" }',
      'PyPI',
      secret('T'),
    ],
    ['run: TWINE_PASSWORD=${{ secrets.T }} twine upload dist/*', 'PyPI', secret('T')],
    [
      'run: cargo publish -p core --token ${CRATES}\nenv: { CRATES: "${{ secrets.T }}" }',
      'crates.io',
      secret('T'),
    ],
    ['run: |\n  cargo login ${{ secrets.T }}\n  cargo publish', 'crates.io', secret('T')],
    [
      'run: cargo +nightly publish\nenv: { CARGO_REGISTRY_TOKEN: "${{ steps.auth.outputs.token }}" }',
      'crates.io',
      { kind: 'oidc' },
    ],
    [
      'uses: release-plz/action@v0.5\nenv: { CARGO_REGISTRY_TOKEN: "${{ secrets.T }}" }',
      'crates.io',
      secret('T'),
    ],
    [
      'run: npm publish --access public\nenv: { NODE_AUTH_TOKEN: "${{ secrets.T }}" }',
      'npm',
      secret('T'),
    ],
    ['run: gh release create "$TAG" dist/*', 'GitHub release', { kind: 'github' }],
    ['run: gh release create "$TAG" -n notes dist/*', 'GitHub release', { kind: 'github' }],
    ['run: uv --no-progress --directory py publish', 'PyPI', { kind: 'oidc' }],
    ['run: uv publish --check-url https://mirror.example.org/simple', 'PyPI', { kind: 'oidc' }],
    ['run: uv publish --index pypi', 'PyPI', { kind: 'oidc' }],
    ['run: pdm publish --no-build', 'PyPI', { kind: 'oidc' }],
    ['run: timeout -k 5 600 uv publish', 'PyPI', { kind: 'oidc' }],
    ["run: bash -ec 'cd py && uv publish'", 'PyPI', { kind: 'oidc' }],
    [
      'uses: nick-fields/retry@v3\nwith: { command: uv publish, max_attempts: 3 }',
      'PyPI',
      { kind: 'oidc' },
    ],
    ['run: cargo +stable --locked publish --token ${{ secrets.T }}', 'crates.io', secret('T')],
    ['run: cargo --config a=1 publish --token ${{ secrets.T }}', 'crates.io', secret('T')],
    ['run: cargo release patch -x --token ${{ secrets.T }}', 'crates.io', secret('T')],
    ['uses: softprops/action-gh-release@v2', 'GitHub release', { kind: 'github' }],
  ])('%s', (step, registry, auth) => {
    expect(publishes(step, { job: oidc })).toMatchObject([
      { registry, auth, onTag: true, idToken: true },
    ]);
  });

  it.each([
    ['run: cargo publish --dry-run'],
    ['run: cargo publish --registry mine'],
    ['run: twine upload --repository-url https://pypi.example.com/simple dist/*'],
    ['run: twine upload -r internal dist/*'],
    ['run: twine upload dist/*\nenv: { TWINE_REPOSITORY: internal }'],
    ['run: uv publish --index internal'],
    ['run: maturin upload --repository internal dist/*'],
    ['uses: PyO3/maturin-action@v1\nwith: { command: upload, args: --repository internal * }'],
    ['run: cargo release patch --no-publish -x'],
    ['run: cargo publish -n'],
    ['run: npx nx run site:build --configuration=production'],
    ['run: pnpm nx build site -c production'],
    ['run: nx run release:publish'],
    ['run: twine check dist/*'],
    ['run: echo cargo publish'],
    ['uses: PyO3/maturin-action@v1'],
    ['uses: release-plz/action@v0.5\nwith: { command: release-pr }'],
  ])('nothing: %s', (step) => {
    expect(publishes(step)).toEqual([]);
  });

  it.each([
    'nx run release:publish:production',
    'npx --yes nx run release:publish:production',
    'npm exec -- nx run release:publish -c production',
    'pnpm exec nx run release:publish --configuration=production',
    'pnpm nx run release:publish:production',
    'yarn nx run release:publish:production',
    'bun x nx run release:publish:production',
    'nx publish release --configuration production',
    'yarn run nx run release:publish:production',
    'bun run nx run release:publish:production',
    'npx nx run "release:publish:$DESTINATION" --dry-run=false',
    'npx nx run release:publish:${DESTINATION}',
  ])('all of it: %s', (command) => {
    const found = publishes(`run: ${command}`, { job: oidc });
    expect(found.map(({ registry }) => registry)).toEqual(['crates.io', 'PyPI', 'GitHub release']);
  });

  it.each([
    ['testpypi', ['TestPyPI']],
    ['rehearsal', []],
    ["${{ inputs.destination || 'production' }}", ['crates.io', 'PyPI', 'GitHub release']],
  ])('where a variable says: %s', (value, registries) => {
    const step = `run: nx run "release:publish:$TO"\nenv: { TO: "${value}" }`;
    const found = publishes(step, { job: oidc });
    expect(found.map(({ registry }) => registry)).toEqual(registries);
  });

  const auth = (step: string, before = '') =>
    publishes(step, { before: before && `      - ${before}\n` })[0]!.auth;
  it('tells tools that are left to themselves from those that may be given something', () => {
    const left = { kind: 'unknown', isGiven: false };
    const given = { kind: 'unknown', isGiven: true };
    expect(auth('run: uv publish')).toEqual(left);
    expect(auth('uses: pypa/gh-action-pypi-publish@v1')).toEqual(left);
    expect(
      auth('run: uv publish\nenv: { UV_PUBLISH_TOKEN: "${{ steps.vault.outputs.t }}" }'),
    ).toEqual(given);
    expect(
      auth('run: uv publish', 'run: echo "UV_PUBLISH_TOKEN=$(vault)" >> "$GITHUB_ENV"'),
    ).toEqual(given);
    expect(auth('run: twine upload dist/*', 'run: vault > ~/.pypirc')).toEqual(given);
    expect(auth('run: cargo publish')).toEqual(given);
    expect(auth('run: cargo publish', 'uses: rust-lang/crates-io-auth-action@v1')).toEqual({
      kind: 'oidc',
    });
  });

  it('knows a script by the token that it is given, and only by that', () => {
    const token = 'env: { CARGO_REGISTRY_TOKEN: "${{ steps.auth.outputs.token }}" }';
    const before = '      - { uses: rust-lang/crates-io-auth-action@v1, id: auth }\n';
    expect(publishes(`run: uvx nox -s publish\n${token}`, { before })).toMatchObject([
      {
        registry: 'crates.io',
        line: 7,
        how: 'a script with CARGO_REGISTRY_TOKEN',
        auth: { kind: 'oidc' },
      },
    ]);
    expect(publishes(`run: cargo publish\n${token}`, { before })).toHaveLength(1);
    expect(publishes(`run: cargo publish --dry-run\n${token}`, { before })).toEqual([]);
    expect(publishes(`run: ./publish.sh\n${token}`)).toEqual([]);
    expect(publishes('run: ./build.sh', { before })).toEqual([]);
  });

  it('says where, in which environment, and whether a tag runs it', () => {
    expect(
      publishes('run: |\n  echo\n  cargo publish', { job: '    environment: { name: prod }\n' }),
    ).toEqual([
      {
        workflow: file,
        file,
        job: 'publish',
        line: 9,
        registry: 'crates.io',
        how: 'cargo publish',
        auth: { kind: 'unknown', isGiven: true },
        idToken: false,
        environment: 'prod',
        onTag: true,
      },
    ]);
    const condition = (text: string) => publishes(`run: cargo publish\nif: ${text}`)[0]!.onTag;
    expect(condition("github.event_name == 'workflow_dispatch'")).toBe(false);
    expect(condition("github.event.inputs.dry-run == 'true'")).toBe(false);
    expect(condition("github.repository == 'a/b' && startsWith(github.ref, 'refs/tags/')")).toBe(
      true,
    );
    expect(condition("steps.plan.outputs.release == 'true'")).toBeNull();
  });

  it('goes through the workflows that are called', () => {
    const texts = new Map([
      [
        file,
        `on: push\njobs:\n  a:\n    if: startsWith(github.ref, 'refs/tags/v')\n    uses: ./.github/workflows/pypi.yml\n`,
      ],
      [
        '.github/workflows/pypi.yml',
        'on: { workflow_call: {} }\njobs:\n  p:\n    runs-on: x\n    steps: [{ run: uv publish }]\n',
      ],
    ]);
    const { workflows } = readWorkflows(texts, [...texts.keys()]);
    const entry = workflows.find((one) => one.file === file)!;
    expect(publishesThrough(entry, workflows, 'v1')).toMatchObject([{ job: 'p', onTag: true }]);
    expect(publishesThrough(entry, workflows, 'x')).toMatchObject([{ job: 'p', onTag: false }]);
  });
});
