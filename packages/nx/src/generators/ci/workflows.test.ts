import { diagnose, trustContext } from '@slipway/doctor/checks';
import { nothingKnown } from '@slipway/doctor/evidence';
import { readWorkflows } from '@slipway/doctor/workflow';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { pinnedActions, withNewerPins } from './actions.ts';
import { checkNames } from '@slipway/workspace/setup';
import { branchesIn, generatedFiles } from './files.ts';
import type { CiModel } from './model.ts';
import { packageManagerOf, type PackageManager } from './package-manager.ts';
import { textOf } from './regions.ts';

/** That of a repository with a lock file, and a package.json that may name the tool. */
const manager = (file: string, stated?: string): PackageManager => {
  const packageJson = stated === undefined ? null : JSON.stringify({ packageManager: stated });
  return packageManagerOf({ listing: [file], packageJson, yarnrc: null });
};

const usual: CiModel = {
  tags: ['v[0-9]+.[0-9]+.[0-9]+', 'v[0-9]+.[0-9]+.[0-9]+-*'],
  branches: 'main',
  hasPython: true,
  hasWheels: true,
  python: '3.13',
  packageManager: manager('package-lock.json'),
  hasRootManifest: true,
  attests: true,
};

/** The workflows: that which publishes, that of pull requests, and that which watches. */
function texts(changes: Partial<CiModel> = {}): [publish: string, ci: string, watch: string] {
  const [publish, ci, watch] = generatedFiles({ ...usual, ...changes }, new Map(), {});
  return [textOf(publish!.parts), textOf(ci!.parts), textOf(watch!.parts)];
}

const shapes: Readonly<Record<string, Partial<CiModel>>> = {
  'Rust and Python': {},
  'Rust alone': { hasPython: false, hasWheels: false, hasRootManifest: false },
  'pnpm, and tags of many kinds': {
    packageManager: manager('pnpm-lock.yaml', 'pnpm@10.2.0'),
    tags: ['[0-9]+.[0-9]+.[0-9]+', 'core-v[0-9]+.[0-9]+.[0-9]+', 'py/v[0-9]+.[0-9]+.[0-9]+'],
  },
};

describe.each(Object.entries(shapes))('the workflows of %s', (_, shape) => {
  it('are short enough to be read, and lines too', () => {
    for (const text of texts(shape)) {
      // Each kind of tag has a line of its own.
      const { tags } = { ...usual, ...shape };
      expect(text.split('\n').length).toBeLessThanOrEqual(148 + tags.length);
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    }
  });

  it('let one job write issues, which builds nothing', () => {
    const [publish, ci, watch] = texts(shape);
    expect([publish, ci].join('\n')).not.toContain('issues:');
    expect(watch.match(/: write/g)).toHaveLength(1);
    expect(watch).toContain('issues: write');
    expect(watch).not.toMatch(/cargo|rustup|maturin|setup-python|id-token|secrets\./);
    const named = generatedFiles({ ...usual, ...shape }, new Map(), { monitor: false });
    expect(named).toHaveLength(2);
  });

  it('put nothing that somebody can choose into a script', () => {
    for (const text of texts(shape)) {
      expect(text).not.toMatch(/^ +(- )?run: .*\$\{\{/m);
      expect(text).not.toMatch(/^ {10}.*\$\{\{.*(matrix=|echo)/m);
    }
  });

  it('name every action by the commit of a tag, and give only the job that publishes rights', () => {
    const [publish, ci] = texts(shape);
    for (const line of [publish, ci].join('\n').match(/uses: .*/g) ?? []) {
      expect(line).toMatch(/^uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
    expect(ci).not.toMatch(/: write/);
    const jobs = publish.split(/^ {2}(?=[\w-]+:$)/m);
    const writing = jobs.filter((job) => job.includes(': write')).map((job) => job.split(':')[0]);
    expect(writing).toEqual(['publish']);
    expect(publish.match(/persist-credentials: false/g)).toHaveLength(
      publish.match(/actions\/checkout@/g)!.length,
    );
  });
});

describe('the workflow that publishes', () => {
  it('releases one at a time, and builds where it has no identity', () => {
    const [publish] = texts();
    expect(publish).toContain('concurrency: { group: release, cancel-in-progress: false }');
    expect(publish).toContain('needs: [test, wheels]');
    const job = publish.slice(publish.indexOf('\n  publish:'), publish.indexOf('\n  verify:'));
    expect(job).toContain('SLIPWAY_ARTIFACTS: artifacts');
    expect(job).not.toMatch(/run-many|build-wheels|maturin|cargo |python/);
  });

  it('attests nothing where nx.json says so', () => {
    const [publish] = texts({ attests: false });
    expect(publish).not.toContain('attest');
    expect(texts()[0]).toContain('attestations: write');
  });

  it('has neither wheels nor Python where there is none', () => {
    const [publish, ci] = texts({ hasPython: false, hasWheels: false });
    expect(publish + ci).not.toMatch(/wheels|python|pypi:/);
    expect(publish).toContain('needs: test');
    expect(publish).toContain('options: [rehearsal, production]');
  });

  it('gives rustup what a wheel needs, and stops where a job printed no matrix', () => {
    const [publish] = texts();
    expect(publish).toContain('echo "$TARGETS" | xargs rustup target add && npx nx run "$TASK"');
    expect(publish).toContain('TARGETS: ${{ matrix.rustTargets }}');
    expect(publish).toMatch(/matrix="\$\(npx nx run release:matrix .* \| grep '\^\{'\)"$/m);
    // What is in the JSON stays as it is in any shell.
    expect(publish).toContain(`printf 'matrix=%s\\n' "$matrix" >> "$GITHUB_OUTPUT"`);
    expect(publish).not.toContain('echo "matrix');
  });

  it('has no job without rows where no Python package is published, and tests what there is', () => {
    const [publish, ci] = texts({ hasWheels: false });
    expect(publish + ci).not.toContain('matrix');
    expect(ci).toContain(`name: ${checkNames['python-test']}`);
  });

  it('brings each job of a wheel the Pythons of its platform, and every other the one of the tools', () => {
    const [publish] = texts({ python: '3.10' });
    expect(publish.match(/python-version: \$\{\{ matrix\.pythons \}\}/g)).toHaveLength(1);
    expect(publish.match(/python-version: 3\.10\.x/g)).toHaveLength(1);
  });
});

describe('the workflow of pull requests', () => {
  it('produces the required checks, in jobs that nothing skips', () => {
    const [, ci] = texts();
    for (const [id, name] of Object.entries(checkNames)) {
      const job = ci.slice(ci.indexOf(`\n  ${id}:\n`)).split(/\n {2}(?=[\w-]+:\n)/)[1]!;
      expect(job).toContain(`    name: ${name}\n`);
      expect(job).not.toMatch(/^ {4}(if|needs|strategy):/m);
    }
  });

  it('is known to the doctor for all of them', () => {
    const files = new Map(
      generatedFiles(usual, new Map(), {}).map(({ file, parts }) => [file, textOf(parts)]),
    );
    const { workflows, findings } = readWorkflows(files, [...files.keys()]);
    expect(findings).toEqual([]);
    const evidence = nothingKnown('nobody was asked', {
      remote: 'octo/tide',
      tag: 'v0.3.1',
      crates: [],
      projects: [],
    });
    const branch = {
      reviews: true,
      dismissesStale: true,
      requiredChecks: Object.values(checkNames),
      upToDate: true,
      anySource: Object.values(checkNames),
      includesAdministrators: true,
    };
    const github = { ...evidence.github, branch: { known: true as const, value: branch } };
    const rows = diagnose(trustContext(workflows, [], { ...evidence, github }));
    expect(rows.flatMap((row) => row.findings)).toEqual([]);
    const row = rows.find(({ title }) => title === 'required checks are produced');
    expect(row?.verdict).toBe('ok');
  });

  it('keeps the branches that it has: a job cannot tell which one is the default', () => {
    const [, ci] = texts({ branches: 'master, develop' });
    const written = new Map([['.github/workflows/checks.yml', ci]]);
    expect(branchesIn(written)).toBe('master, develop');
    expect(branchesIn(new Map([['.github/workflows/ci.yml', 'on: push']]))).toBeNull();
  });

  it('takes no filter that would leave a check waiting', () => {
    const [, ci] = texts();
    expect(ci).not.toMatch(/paths(-ignore)?:/);
    expect(ci).toContain(`if: needs.plan.outputs.wheels != '{"include":[]}'`);
  });
});

describe('formatters', () => {
  it.each([{ printWidth: 80 }, { printWidth: 100, singleQuote: true }])(
    'find nothing to do: %o',
    async (options) => {
      for (const text of [...texts(), ...texts({ hasPython: false, hasWheels: false })]) {
        // Marks follow what stands behind them, and may.
        const flat = (one: string): string => one.replaceAll(/^ +(?=# slipway:)/gm, '');
        const formatted = await format(text, { parser: 'yaml', ...options });
        expect(flat(formatted)).toBe(flat(text));
      }
    },
  );
});

describe('the lock file', () => {
  it.each([
    ['package-lock.json', undefined, 'npm ci --ignore-scripts', 'npx nx'],
    [
      'pnpm-lock.yaml',
      'pnpm@10.2.0',
      'pnpm install --frozen-lockfile --ignore-scripts',
      'pnpm exec nx',
    ],
    ['yarn.lock', undefined, 'yarn install --frozen-lockfile --ignore-scripts', 'yarn run nx'],
    ['bun.lock', 'bun@1.4.5', 'bun install --frozen-lockfile --ignore-scripts', 'bun run nx'],
  ])('%s decides how Nx is installed and started', (file, stated, install, nx) => {
    const packageManager = manager(file, stated);
    expect(packageManager).toMatchObject({ install, nx });
    for (const text of texts({ packageManager })) {
      expect(text).toContain(install);
      expect(text).toContain(`run: ${nx} `);
    }
  });
});

describe('newer pins', () => {
  const { repository, commit, version } = pinnedActions.checkout;
  const ours = `      - uses: ${repository}@${commit} # ${version}`;
  const other = (tag: string): string => `      - uses: ${repository}@${'a'.repeat(40)} # ${tag}`;

  it('of the same action stay; older ones, and those without a commit, do not', () => {
    expect(withNewerPins([ours], other('v99.0.0'))).toEqual([other('v99.0.0')]);
    expect(withNewerPins([ours], other('v1.0.0'))).toEqual([ours]);
    expect(withNewerPins([ours], `      - uses: ${repository}@v99 # v99.0.0`)).toEqual([ours]);
  });
});
