import {
  before,
  countAt,
  crate,
  crates,
  python,
  relates,
  tagged,
  told,
  type Subject,
} from './seen.ts';

const workflows = '.github/workflows';

/** Repositories as people have them, and what is true of them. Nothing of theirs is kept here. */
export const subjects: readonly Subject[] = [
  {
    name: 'destenson/market-data-source',
    commit: '3d0a39758189224707150ded168a77de435b7528',
    facts: [
      {
        says: 'one crate goes to crates.io, its binding does not',
        holds: (seen) => crates(seen).join() === 'market-data-source',
      },
      {
        says: 'crate and wheel are equal at 0.3.0',
        holds: (seen) =>
          relates(seen, 'equal', 'market-data-source', 'market-data-source (Python)'),
      },
      {
        says: '0.3.0 is tagged and 5 commits follow: bump first',
        holds: (seen) =>
          told(seen, 'SLW114') && seen.report.tags.some((row) => row.commitsSince === 5),
      },
      {
        says: '15 wheels: 3 platforms × Python 3.8–3.12; no sdist',
        holds: ({ options, release }) =>
          options.platforms?.length === 3 &&
          options.interpreters?.join() === '3.8,3.9,3.10,3.11,3.12' &&
          release?.sdist === null,
      },
      {
        says: 'three workflows fire on one tag, two of them publish',
        holds: (seen) => told(seen, 'SLW602'),
      },
      {
        says: 'all three read pyproject.toml, which is not there',
        holds: (seen) =>
          told(seen, 'SLW603', `${workflows}/publish.yml`, 48) &&
          told(seen, 'SLW603', `${workflows}/release-automation.yml`, 71) &&
          told(seen, 'SLW603', `${workflows}/release.yml`, 40),
      },
      {
        says: 'no sdist; Linux wheels outside a manylinux image',
        holds: (seen) => told(seen, 'SLW604') && told(seen, 'SLW605'),
      },
    ],
  },
  {
    name: 'pydantic/pydantic-core',
    commit: '383eb95a19433754c0cecf7025b50c26b6d97a36',
    facts: [
      {
        says: 'single source, dynamic, 2.41.5',
        holds: (seen) =>
          python(seen, 'pydantic_core')?.versionSource === 'dynamic' &&
          relates(seen, 'single-source', 'pydantic-core', 'pydantic_core (Python)'),
      },
      {
        says: 'the crate was never published: opt-in',
        holds: (seen) => crate(seen, 'pydantic-core')?.publish === 'opt-in',
      },
      {
        says: 'OIDC by uv publish, environment release, an sdist',
        holds: ({ release }) =>
          release !== null &&
          release.sdist !== null &&
          release.publishes.some(
            ({ how, auth, environment }) =>
              how === 'uv publish' && auth.kind === 'oidc' && environment === 'release',
          ),
      },
      { says: 'any tag publishes', holds: (seen) => told(seen, 'SLW608') },
    ],
  },
  {
    name: 'huggingface/tokenizers',
    commit: '3ba8ad0061a885baf052bbb7bbd22857e73e0c4e',
    facts: [
      {
        says: '0.23.2-dev.0 is 0.23.2.dev0, ordered differently',
        holds: (seen) =>
          python(seen, 'tokenizers')?.version === '0.23.2.dev0' &&
          relates(seen, 'mapped', 'tokenizers', 'tokenizers (Python)') &&
          told(seen, 'SLW119'),
      },
      {
        says: 'the tags in use are v…, not python-v…, rust-v… or node-v…',
        holds: (seen) => tagged(seen, 'tokenizers')?.startsWith('v{version}') ?? false,
      },
      {
        says: 'bindings without version in their path dependencies are not published',
        holds: (seen) =>
          crates(seen).join() === 'tokenizers' &&
          crate(seen, 'tokenizers-python')?.publish === 'opt-in',
      },
      { says: 'a stored token publishes', holds: (seen) => told(seen, 'SLW607') },
    ],
  },
  {
    name: 'PyO3/pyo3',
    commit: '34f08c32dec2a3170fbe2e177910352489678816',
    facts: [
      {
        says: 'six crates, each after those that it pins',
        holds: (seen) =>
          before(seen, 'pyo3-build-config', 'pyo3-ffi') &&
          before(seen, 'pyo3-macros-backend', 'pyo3-macros') &&
          before(seen, 'pyo3-macros', 'pyo3') &&
          crates(seen).length === 6,
      },
      {
        says: 'templates that are not TOML are no mistakes',
        holds: (seen) => !told(seen, 'SLW101') && told(seen, 'SLW128'),
      },
      {
        says: 'pyo3-introspection goes to PyPI too',
        holds: (seen) => python(seen, 'pyo3-introspection')?.publish === 'yes',
      },
    ],
  },
  {
    name: 'PyO3/maturin',
    commit: '9ad2a8c029931ec9ed62da51217d68c3e9233260',
    facts: [
      {
        says: 'of 77 Cargo.toml one is a crate to publish',
        holds: (seen) => crates(seen).join() === 'maturin',
      },
      {
        says: 'single source 1.14.1',
        holds: (seen) => relates(seen, 'single-source', 'maturin', 'maturin (Python)'),
      },
      {
        says: 'tags are v…, those without the v are old',
        holds: (seen) => tagged(seen, 'maturin') === 'v{version} v1.14.1',
      },
    ],
  },
  {
    name: 'astral-sh/uv',
    commit: '26a9dd4b2125bc271b47855e1fa0c49af3365db5',
    facts: [
      {
        says: '3 crates at 0.12.5, 65 at 0.0.72',
        holds: (seen) => countAt(seen, '0.12.5') === 3 && countAt(seen, '0.0.72') === 65,
      },
      {
        says: 'two static pyprojects: uv, uv-build',
        holds: (seen) =>
          ['uv', 'uv-build'].every((name) => python(seen, name)?.versionSource === 'explicit'),
      },
      { says: 'tags are 0.12.5', holds: (seen) => tagged(seen, 'uv') === '{version} 0.12.5' },
    ],
  },
  {
    name: 'astral-sh/ruff',
    commit: 'fca5c7cf2cd2f8338f18b9485f936b8e9f07bd0b',
    facts: [
      {
        says: '3 crates at 0.16.4, 34 at 0.0.10',
        holds: (seen) => countAt(seen, '0.16.4') === 3 && countAt(seen, '0.0.10') === 34,
      },
      {
        says: 'tags are 0.16.4 now, v0.4.10 before',
        holds: (seen) => tagged(seen, 'ruff') === '{version} 0.16.4',
      },
      { says: 'a self dev-dependency is no circle', holds: (seen) => !told(seen, 'SLW109') },
    ],
  },
  {
    name: 'apache/opendal',
    commit: '68a76e499f57fbf707de0bee9b33e47721c45eb6',
    facts: [
      {
        says: '22 crates say publish = false',
        holds: (seen) => crates(seen, 'no').length === 22,
      },
      {
        says: 'core 0.58.2 and Python 0.47.6 are independent on purpose',
        holds: (seen) =>
          python(seen, 'opendal')?.version === '0.47.6' &&
          relates(seen, 'independent', 'opendal', 'opendal (Python)'),
      },
      {
        says: 'versioned dev-dependencies close a circle: retry ↔ timeout, foyer, goosefs',
        holds: ({ report }) => {
          const cycles = report.findings.filter(({ code }) => code === 'SLW109');
          return ['timeout', 'foyer', 'goosefs'].every((name) =>
            cycles.some(({ message }) => message.includes(name)),
          );
        },
      },
      {
        says: 'bindings/go/v… are the tags of something else',
        holds: (seen) => tagged(seen, 'opendal') === 'v{version} v0.58.2',
      },
    ],
  },
  {
    name: 'messense/jieba-rs',
    commit: '1e77e50d0f1d62a545c535b8e2d2e00348c39e11',
    facts: [
      {
        says: 'Rust only; a loose requirement of 0.10.0 at 0.10.1 is none of our business',
        holds: (seen) => crates(seen).join() === 'jieba-macros,jieba-rs' && !told(seen, 'SLW104'),
      },
    ],
  },
  {
    name: 'PyO3/rust-numpy',
    commit: '3b4b1b090a46bf70b72aa2d24eb3dfa154cf96df',
    facts: [
      {
        says: 'Rust only; the examples say nothing of publish, and are none',
        holds: (seen) => crates(seen).join() === 'numpy' && told(seen, 'SLW128'),
      },
    ],
  },
  {
    name: 'openai/tiktoken',
    commit: '4e71bbe0c078468e00fefbf94b39849389f346e5',
    facts: [
      {
        says: 'built by setuptools-rust: told of, not released',
        holds: (seen) => python(seen, 'tiktoken')?.publish === 'no' && told(seen, 'SLW120'),
      },
      {
        says: 'crate and package are equal at 0.14.0',
        holds: (seen) => relates(seen, 'equal', 'tiktoken', 'tiktoken (Python)'),
      },
      {
        says: '36 cibuildwheel jobs; those for Linux build for musl as well',
        holds: ({ release }) =>
          release?.wheels.filter(({ target }) => !target?.endsWith('musl')).length === 36,
      },
    ],
  },
  {
    name: 'y-crdt/ypy',
    commit: '96b3aa063e392a7194d78f6380459edfe90b7e55',
    facts: [
      {
        says: "neither version nor dynamic: Cargo's, 0.7.0-alpha.1 as 0.7.0a1",
        holds: (seen) =>
          python(seen, 'y-py')?.versionSource === 'cargo' &&
          python(seen, 'y-py')?.version === '0.7.0a1',
      },
      {
        says: 'tag v0.7.0a1 names that version',
        holds: (seen) => tagged(seen, 'y-py') === 'v{version} v0.7.0a1' && told(seen, 'SLW114'),
      },
      { says: 'twine with a password', holds: (seen) => told(seen, 'SLW607') },
    ],
  },
  {
    name: 'KBVE/kbve',
    commit: '52f02ea74fbf3d39fa43d099b5b580f7ef5f7908',
    facts: [
      { says: 'no tags', holds: ({ report }) => report.tags.length === 0 },
      {
        says: 'a reusable workflow publishes with a stored token',
        holds: (seen) => told(seen, 'SLW607'),
      },
      {
        says: '1.01.0 is a version of Python packages only',
        holds: (seen) => python(seen, 'notification-bot')?.version === '1.01.0',
      },
    ],
  },
  {
    name: 'dbbs-lab/bsb',
    commit: 'cc76debf3ccf8f38108c6f86122f147c01cf0a5f',
    facts: [
      {
        says: 'Python only; told of, not released',
        holds: (seen) => python(seen, 'bsb-core')?.version === '7.6.0' && told(seen, 'SLW120'),
      },
      {
        says: 'tags v7.6.0, v6.0.0-a18',
        holds: ({ report }) => report.tags.some((row) => row.newest === 'v7.6.0'),
      },
    ],
  },
  {
    name: 'Reihan1305/nx-monorepo-blueprint',
    commit: '6197de6da0418db9a131fdd40c11eb6e9b8c7c89',
    facts: [
      {
        says: 'applications: nothing that anybody asked to publish',
        holds: (seen) => crates(seen).length === 0 && told(seen, 'SLW112'),
      },
      { says: 'no tags', holds: ({ report }) => report.tags.length === 0 },
    ],
  },
  {
    name: 'Sage-Bionetworks/sage-monorepo',
    commit: '86cae545e859d394a33e16fd2d396d22955e4e26',
    facts: [
      {
        says: '15 pyprojects, none of them built by maturin',
        holds: ({ report }) => report.packages.length === 15,
      },
      {
        says: 'tags bixarena/v2.0.0-rc4 and the like',
        holds: ({ report }) => report.tags.some((row) => row.format === 'bixarena/v{version}'),
      },
    ],
  },
];
