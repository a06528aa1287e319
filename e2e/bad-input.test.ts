import { startStandalone } from './support/rehearsal.ts';
import { createServer } from 'node:http';
import { mkdir, symlink } from 'node:fs/promises';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  codes,
  commit,
  makeWorkspace,
  repository,
  type Outcome,
  type Workspace,
} from './support/workspace.ts';

let workspace: Workspace;

beforeEach(async () => {
  workspace = await makeWorkspace();
});
afterEach(() => workspace.dispose());

interface Report {
  readonly findings: {
    code: string;
    severity: string;
    file: string | null;
    line: number | null;
    why: string;
    remedy: string;
    message: string;
  }[];
  readonly receipts: unknown[];
}

/** The run failed with one finding of this code, said it to people, and uploaded nothing. */
async function expectFinding(outcome: Outcome, code: string): Promise<Report['findings'][number]> {
  expect(outcome.exitCode, outcome.output).not.toBe(0);
  expect(outcome.output).toContain(code);
  expect(outcome.output).toContain('Nothing was uploaded anywhere.');
  expect(outcome.output).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)$/m);
  const report = await workspace.json<Report>('dist/release/report.json');
  // Two tasks at once may both meet it.
  expect([...new Set(codes(report))]).toEqual([code]);
  expect(report.receipts).toEqual([]);
  const finding = report.findings.find((one) => one.code === code)!;
  expect(finding.why).not.toBe('');
  expect(finding.remedy).not.toBe('');
  return finding;
}

const publish = (...args: string[]): Promise<Outcome> =>
  workspace.nx('run', 'release:publish', ...args);

describe('manifests', () => {
  it('SLW102: versions that disagree', async () => {
    await workspace.edit('python-stub/pyproject.toml', 'version = "0.1.0"', 'version = "0.2.0"');
    const finding = await expectFinding(await publish(), 'SLW102');
    expect(finding).toMatchObject({ file: 'python-stub/pyproject.toml' });
    expect(finding.line).toBeGreaterThan(0);
    expect(finding.message).toContain('0.2.0');
    expect(finding.message).toContain('0.1.0');
  });

  it('SLW101: broken TOML', async () => {
    await workspace.edit('crates-stub/crates/tidewater/Cargo.toml', '[package]', '[package');
    const finding = await expectFinding(await publish(), 'SLW101');
    expect(finding).toMatchObject({ file: 'crates-stub/crates/tidewater/Cargo.toml', line: 1 });
  });

  it('SLW105: a tag that names another version', async () => {
    await workspace.run('git', ['tag', 'v0.2.0']);
    await expectFinding(await publish(), 'SLW105');
  });

  it('SLW112: nothing that may be published', async () => {
    await workspace.run('git', ['rm', '-rq', 'crates-stub', 'python-stub']);
    await workspace.write(
      'Cargo.toml',
      '[package]\nname = "kept"\nversion = "0.1.0"\npublish = false\n',
    );
    await workspace.write('src/lib.rs', '');
    await commit(workspace, 'chore: nothing left');
    await expectFinding(await publish(), 'SLW112');
  });
});

describe('tools', () => {
  /** A PATH with Node and these programs, and nothing else. */
  async function only(...programs: string[]): Promise<Record<string, string>> {
    const folder = workspace.path('.slipway/bin');
    await mkdir(folder, { recursive: true });
    for (const program of [...programs, 'sh', 'env', 'uname']) {
      await symlink(await realProgram(program), `${folder}/${program}`);
    }
    return { PATH: `${repository}/node_modules/.bin:${folder}` };
  }

  /** Not a shim, which would need half the machine to find the program. */
  async function realProgram(program: string): Promise<string> {
    const [command, ...args] =
      program === 'python3'
        ? ['python3', '-c', 'import sys; print(sys.executable)']
        : ['which', program];
    return (await execa(command!, args)).stdout.trim();
  }

  it('SLW001: no cargo', async () => {
    const outcome = await workspace.run(
      'nx',
      ['run', 'release:publish'],
      await only('git', 'python3'),
    );
    const finding = await expectFinding(outcome, 'SLW001');
    expect(finding.message).toContain('cargo');
    expect(finding.remedy).toContain('rustup');
  });

  it('SLW001: no git', async () => {
    const outcome = await workspace.run(
      'nx',
      ['run', 'release:publish'],
      await only('cargo', 'python3'),
    );
    expect((await expectFinding(outcome, 'SLW001')).message).toContain('git');
  });

  it('SLW001: no Python', async () => {
    const env = await only('git', 'cargo', 'rustc', 'cc', 'ld', 'as');
    const outcome = await workspace.run('nx', ['run', 'release:publish'], {
      ...env,
      ...rustHome(),
    });
    expect((await expectFinding(outcome, 'SLW001')).message).toContain('python3');
  });

  it('SLW003: not a git repository', async () => {
    await workspace.run('rm', ['-rf', '.git']);
    await expectFinding(await publish(), 'SLW003');
  });
});

function rustHome(): Record<string, string> {
  const { RUSTUP_HOME, CARGO_HOME, HOME } = process.env;
  return {
    RUSTUP_HOME: RUSTUP_HOME ?? `${HOME}/.rustup`,
    CARGO_HOME: CARGO_HOME ?? `${HOME}/.cargo`,
  };
}

describe('this machine', () => {
  it('SLW501: the port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    try {
      const finding = await expectFinding(await publish(`--port=${port}`), 'SLW501');
      expect(finding.message).toContain(String(port));
    } finally {
      server.close();
    }
  });

  it('SLW504: another rehearsal is running over these registries; what is left of one is none', async () => {
    const left = { pid: process.pid, run: null, admin: 'http://127.0.0.1:9/', dryRun: false };
    await workspace.write('.slipway/rehearsal/running.json', JSON.stringify(left));
    const other = await startStandalone(workspace.path('.slipway/rehearsal/state'));
    await workspace.write('dist/release/report.json', '{}');
    const { exitCode, output } = await publish();
    expect(exitCode, output).not.toBe(0);
    expect(output).toContain('SLW504');
    expect(output).toContain(other.ready.admin);
    // It belongs to the other.
    expect(await workspace.read('dist/release/report.json')).toBe('{}');
    await other.stop();
  });

  it('SLW004: no network for third-party crates', async () => {
    const offline = {
      CARGO_HOME: workspace.path('.slipway/empty-cargo'),
      HTTPS_PROXY: 'http://127.0.0.1:9',
      HTTP_PROXY: 'http://127.0.0.1:9',
      CARGO_NET_RETRY: '0',
      // Nothing from the cache: it would need no network.
      NX_SKIP_NX_CACHE: 'true',
    };
    await expectFinding(await workspace.run('nx', ['run', 'release:publish'], offline), 'SLW004');
  });
});

describe('public destinations', () => {
  it('refuse outside their place, with every reason at once', async () => {
    await workspace.edit('python-stub/README.md', '#', '##');
    const outcome = await workspace.nx('run', 'release:publish:production');
    expect(outcome.exitCode).not.toBe(0);
    const report = await workspace.json<Report>('dist/release/report.json');
    expect(codes(report)).toEqual(['SLW301', 'SLW502', 'SLW503']);
    expect(report.receipts).toEqual([]);
    expect(outcome.output).toContain('release:destination:production');
    expect(outcome.output).toContain('Nothing was uploaded anywhere.');
  });

  it('TestPyPI as well', async () => {
    await workspace.run('git', ['tag', 'v0.1.0']);
    const outcome = await workspace.nx('run', 'release:publish:testpypi');
    expect(outcome.exitCode).not.toBe(0);
    expect(codes(await workspace.json<Report>('dist/release/report.json'))).toEqual(['SLW301']);
  });
});

describe('code and packages', () => {
  it('SLW201: a failing test', async () => {
    await workspace.edit(
      'crates-stub/crates/tidewater-core/tests/prices.rs',
      '#[test]',
      '#[test]\nfn fails() { panic!("on purpose"); }\n\n#[test]',
    );
    const finding = await expectFinding(await publish(), 'SLW201');
    expect(finding.message).toContain('tidewater-core');
  });

  it('SLW202: a crate that cannot be packaged', async () => {
    // It compiles here, and nowhere else: the file is not in the package.
    const file = 'crates-stub/crates/tidewater/src/lib.rs';
    const outside =
      '/// Outside.\npub const OUTSIDE: &str = include_str!("../../../outside.txt");\n';
    await workspace.write('crates-stub/outside.txt', 'outside');
    await workspace.write(file, `${await workspace.read(file)}\n${outside}`);
    const finding = await expectFinding(await publish(), 'SLW202');
    expect(finding.message).toContain('outside.txt');
  });

  it('SLW203: a wheel that cannot be imported', async () => {
    // Its own tests would find it first.
    await workspace.run('git', ['rm', '-rq', 'python-stub/tests']);
    await workspace.edit('python-stub/pyproject.toml', 'testpaths = ["tests"]', '');
    await workspace.edit('python-stub/src/lib.rs', 'mod _native', 'mod other');
    const finding = await expectFinding(await publish(), 'SLW203');
    expect(finding.message).toContain('tidewater_candles._native');
  });

  it('SLW209: a test requirement that does not exist', async () => {
    const manifest = await workspace.read('python-stub/pyproject.toml');
    const changed = manifest.replace(/pytest[^"']*/, 'no-such-package-of-slipway==99');
    expect(changed).not.toBe(manifest);
    await workspace.write('python-stub/pyproject.toml', changed);
    await expectFinding(await publish(), 'SLW209');
  });
});
