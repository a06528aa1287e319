import { describe, expect, it } from 'vitest';
import { nothingKnown } from '../evidence/index.ts';
import { readWorkflows } from '../workflow/index.ts';
import { checks, diagnose, trustContext } from './index.ts';
import { check, places } from './checked.fixture.ts';

const onTags = "on: { push: { tags: ['v*'] } }\n";

function job(steps: string, more = ''): string {
  return `jobs:\n  a:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps.replace(/^/gm, '      ')}\n`;
}

it('finds nothing wrong with an ordinary release, and never an error', () => {
  const good = `${onTags}jobs:
  wheels:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: grep version pyproject.toml
      - { uses: PyO3/maturin-action@v1, with: { manylinux: auto, args: --sdist } }
      - { uses: actions/upload-artifact@v4, with: { name: wheels, path: dist } }
  publish:
    needs: wheels
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    steps:
      - { uses: actions/download-artifact@v4, with: { name: wheels } }
      - run: uv publish
`;
  expect(check({ release: good }, ['pyproject.toml'])).toEqual([]);
  expect([...checks.keys()]).toEqual([
    'SLW602',
    'SLW603',
    'SLW604',
    'SLW605',
    'SLW606',
    'SLW607',
    'SLW608',
  ]);
});

describe('several workflows that publish on one tag (SLW602)', () => {
  const publish = job('- run: cargo publish');
  it('are found once, with all that the tag starts', () => {
    const found = check({
      one: onTags + publish,
      two: "on:\n  push:\n    branches: [main]\n    tags: ['v[0-9]*']\n" + publish,
      three: onTags + job('- run: cargo publish --dry-run'),
      test: `on: push\n${job('- run: cargo test')}`,
    }).filter(({ code }) => code === 'SLW602');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      severity: 'warning',
      file: '.github/workflows/one.yml',
      line: 1,
    });
    expect(found[0]!.message).toContain('starts 3 release workflows, of which 2 publish');
    expect(found[0]!.message).toContain('two.yml (crates.io)');
  });

  it('are fine on tags of their own, to registries of their own, or when one only publishes by hand', () => {
    const other = "on: { push: { tags: ['py-*'] } }\n";
    expect(places('SLW602', { one: onTags + publish, two: other + publish })).toEqual([]);
    expect(
      places('SLW602', { one: onTags + publish, two: onTags + job('- run: uv publish') }),
    ).toEqual([]);
    const byHand = job("- { run: cargo publish, if: github.event_name == 'workflow_dispatch' }");
    expect(places('SLW602', { one: onTags + publish, two: onTags + byHand })).toEqual([]);
  });
});

const upload = '- { uses: actions/upload-artifact@v4, with: { name: wheels, path: dist } }\n';

describe('no sdist (SLW604)', () => {
  const publish = '- run: uv publish';
  it('is found where wheels are published', () => {
    const text = onTags + job(`- run: maturin build --zig\n${upload}${publish}`);
    expect(places('SLW604', { release: text })).toEqual(['release:8']);
  });

  it('is no matter without wheels, or with a script that may make it', () => {
    expect(places('SLW604', { release: onTags + job(publish) })).toEqual([]);
    const script =
      onTags + job(`- run: maturin build --zig\n- run: ./make-sdist.sh\n${upload}${publish}`);
    expect(places('SLW604', { release: script })).toEqual([]);
  });
});

describe('wheels outside a manylinux image (SLW605)', () => {
  const built = (step: string, more = '') =>
    places('SLW605', {
      release: onTags + job(`${step}\n${upload}- run: maturin upload dist/*`, more),
    });

  it.each([
    ['- run: maturin build'],
    ['- run: pip install maturin && maturin build --release'],
    ['- { uses: PyO3/maturin-action@v1 }'],
    ["- { uses: PyO3/maturin-action@v1, with: { manylinux: 'off' } }"],
  ])('are found: %s', (step) => {
    expect(built(step)).toEqual(['release:6']);
  });

  it.each([
    ['- run: maturin build --zig'],
    ['- run: maturin build --manylinux 2014'],
    ['- run: maturin build --target x86_64-unknown-linux-musl'],
    ['- { uses: PyO3/maturin-action@v1, with: { manylinux: auto } }'],
    ['- { uses: pypa/cibuildwheel@v3 }'],
    ['- run: maturin build && auditwheel repair x'],
    ['- { run: maturin build, if: runner.os == "Windows" }'.replaceAll('"', "'")],
  ])('are not: %s', (step) => {
    expect(built(step)).toEqual([]);
  });

  it('are not in a container', () => {
    expect(built('- run: maturin build', '    container: example.org/old-glibc\n')).toEqual([]);
  });
});

describe('needs that leave out wheels (SLW606)', () => {
  const release = (needs: string, download: string) => `${onTags}jobs:
  linux:
    runs-on: ubuntu-latest
    strategy: { matrix: { arch: [x86_64, aarch64] } }
    steps:
      - { uses: PyO3/maturin-action@v1, with: { manylinux: auto, args: --sdist } }
      - { uses: actions/upload-artifact@v4, with: { name: 'wheels-linux-\${{ matrix.arch }}' } }
  musl:
    runs-on: ubuntu-latest
    steps:
      - { uses: PyO3/maturin-action@v1, with: { manylinux: musllinux_1_2 } }
      - { uses: actions/upload-artifact@v4, with: { name: 'wheels-musl-\${{ github.sha }}' } }
  test:
    needs: musl
    runs-on: ubuntu-latest
    steps: [{ run: pytest }]
  publish:
    needs: ${needs}
    runs-on: ubuntu-latest
    steps:
      - { uses: actions/download-artifact@v4${download} }
      - { uses: pypa/gh-action-pypi-publish@release/v1 }
`;
  it('are found by the names of the artifacts', () => {
    const pattern = ", with: { pattern: 'wheels-*', merge-multiple: true }";
    expect(places('SLW606', { release: release('[linux]', pattern) })).toEqual(['release:19']);
    expect(places('SLW606', { release: release('[linux]', '') })).toEqual(['release:19']);
    const found = check({ release: release('[linux]', pattern) });
    expect(found[0]!.message).toContain('artifacts of musl');
  });

  it('are fine when the job is waited for through another, or its artifacts are not taken', () => {
    expect(places('SLW606', { release: release('[linux, test]', '') })).toEqual([]);
    const exact = ", with: { pattern: 'wheels-linux-*' }";
    expect(places('SLW606', { release: release('[linux]', exact) })).toEqual([]);
  });
});

describe('an sdist that needs leave out (SLW606)', () => {
  const release = (pattern: string): string => `${onTags}jobs:
  linux:
    runs-on: ubuntu-latest
    strategy: { matrix: { module: [tide-core, tide-io] } }
    steps:
      - { uses: PyO3/maturin-action@v1, with: { manylinux: auto } }
      - { uses: actions/upload-artifact@v4, with: { name: 'wheels-linux-\${{ matrix.module }}' } }
  sdist:
    runs-on: ubuntu-latest
    strategy: { matrix: { module: [tide-core, tide-io] } }
    steps:
      - { uses: PyO3/maturin-action@v1, with: { command: sdist } }
      - { uses: actions/upload-artifact@v4, with: { name: 'wheels-sdist-\${{ matrix.module }}' } }
  publish:
    needs: [linux]
    runs-on: ubuntu-latest
    strategy: { matrix: { module: [tide-core, tide-io] } }
    steps:
      - { uses: actions/download-artifact@v4, with: { pattern: '${pattern}' } }
      - { uses: pypa/gh-action-pypi-publish@release/v1 }
`;
  const row = (pattern: string) => {
    const file = '.github/workflows/release.yml';
    const { workflows } = readWorkflows(new Map([[file, release(pattern)]]), [file]);
    const subject = { remote: 'octo/tide', tag: 'v1.2.3', crates: [], projects: [] };
    const context = trustContext(workflows, [file], nothingKnown('nobody was asked', subject));
    return diagnose(context).find(({ title }) => title === 'jobs wait for what they upload')!;
  };

  it.each(['wheels-*-${{ matrix.module }}', 'wheels-{linux,sdist}-*', '*'])(
    'is found by %s',
    (pattern) => {
      expect(places('SLW606', { release: release(pattern) })).toEqual(['release:16']);
      expect(row(pattern).verdict).toBe('wrong');
    },
  );

  it('is none of the job’s where its pattern takes others', () => {
    for (const pattern of ['wheels-{linux,macos}-*', 'wheels-linux-${{ matrix.module }}']) {
      expect(row(pattern).verdict).toBe('ok');
    }
  });

  it('is not known where the pattern is of another kind', () => {
    expect(places('SLW606', { release: release('wheels-[ls]*') })).toEqual([]);
    expect(row('wheels-[ls]*')).toMatchObject({
      verdict: 'not checked',
      because: 'the pattern wheels-[ls]* of an artifact is not read here',
    });
  });
});

describe('stored tokens (SLW607)', () => {
  it('are told where they are written, once', () => {
    const text = `${onTags}env:
  CARGO_REGISTRY_TOKEN: \${{ secrets.CRATES }}
${job("- run: cargo publish -p a\n- run: cargo publish -p b\n- run: ./publish.sh\n  env: { MATURIN_PYPI_TOKEN: '${{ secrets.PYPI }}' }")}`;
    const found = check({ release: text }).filter(({ code }) => code === 'SLW607');
    expect(found.map(({ severity, message }) => [severity, message])).toEqual([
      ['info', 'cargo publish authenticates to crates.io with the stored token CRATES'],
      ['info', 'MATURIN_PYPI_TOKEN authenticates to PyPI with the stored token PYPI'],
    ]);
  });

  it('are not the ones that are minted, nor the one that GitHub gives', () => {
    const minted = job(
      "- { id: auth, uses: rust-lang/crates-io-auth-action@v1 }\n- { run: cargo publish, env: { CARGO_REGISTRY_TOKEN: '${{ steps.auth.outputs.token }}' } }\n- { run: gh release create v1, env: { GH_TOKEN: '${{ secrets.GITHUB_TOKEN }}' } }",
      '    permissions: { id-token: write }\n',
    );
    expect(places('SLW607', { release: onTags + minted })).toEqual([]);
  });
});

describe('any tag publishes (SLW608)', () => {
  const publish = (condition = 'true') => job(`- run: cargo publish`, `    if: ${condition}\n`);
  const isTag = "startsWith(github.ref, 'refs/tags/')";
  it.each([
    ["{ push: { tags: ['*'] } }", 'true'],
    ["{ push: { branches: [main], tags: ['**'] } }", isTag],
    ['push', isTag],
    ['push', `github.repository == 'a/b' && ${isTag}`],
    ['[create]', 'true'],
  ])('%s if %s', (on, condition) => {
    expect(places('SLW608', { release: `on: ${on}\n${publish(condition)}` })).toEqual([
      'release:1',
    ]);
  });

  it.each([
    ["{ push: { tags: ['v*.*.*'] } }", 'true'],
    ["{ push: { tags: ['*'] } }", "startsWith(github.ref, 'refs/tags/v')"],
    ['push', "github.ref == 'refs/heads/main'"],
    ['{ push: { branches: [main] } }', 'true'],
    ['{ release: { types: [published] } }', 'true'],
  ])('not: %s if %s', (on, condition) => {
    expect(places('SLW608', { release: `on: ${on}\n${publish(condition)}` })).toEqual([]);
  });
});
