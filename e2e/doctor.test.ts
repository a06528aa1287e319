import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGood } from '../tools/misconfigurations/examine.ts';
import { codes, makeWorkspace, type Workspace } from './support/workspace.ts';

interface Report {
  readonly findings: { code: string; severity: string; file: string | null; line: number | null }[];
  readonly checks: {
    title: string;
    verdict: string;
    codes: string[];
    evidence: string[];
    remedies: string[];
    because: string | null;
  }[];
}

let workspace: Workspace;
let github: Server | null = null;

beforeEach(async () => {
  const { texts } = await readGood();
  workspace = await makeWorkspace(Object.fromEntries(texts));
  await workspace.run('git', ['remote', 'add', 'origin', 'git@github.com:octo/tide.git']);
});
afterEach(async () => {
  github?.close();
  github = null;
  await workspace.dispose();
});

const publish = '.github/workflows/publish.yml';
const doctor = (args: string[], env: Record<string, string> = { CARGO_NET_OFFLINE: 'true' }) =>
  workspace.run('nx', ['run', 'release:doctor', ...args], env);
const report = (): Promise<Report> => workspace.json<Report>('dist/release/report.json');

describe('release:doctor', () => {
  it('has no error to tell of a set-up that is right, and says what it did not look at', async () => {
    const { exitCode, output } = await doctor([]);
    expect(exitCode, output).toBe(0);
    const { findings, checks } = await report();
    expect(codes({ findings })).toEqual([]);
    const unchecked = checks.filter(({ verdict }) => verdict === 'not checked');
    expect(unchecked.length).toBeGreaterThan(5);
    expect(output).toContain('not checked, because the network was not to be used');
  });

  it('SLW610: fails, and hands what it finds to GitHub and to code scanning', async () => {
    await workspace.edit(
      publish,
      '      id-token: write\n    steps:\n      - uses: actions/checkout',
      '    steps:\n      - uses: actions/checkout',
    );
    const { exitCode, output } = await doctor(['--sarif=dist/doctor.sarif'], {
      CARGO_NET_OFFLINE: 'true',
      GITHUB_ACTIONS: 'true',
    });
    expect(exitCode).toBe(1);
    expect(output).toMatch(
      /^::error file=\.github\/workflows\/publish\.yml,line=\d+,title=SLW610::/m,
    );
    const sarif = await workspace.json<{ runs: { results: { ruleId: string }[] }[] }>(
      'dist/doctor.sarif',
    );
    expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).toContain('SLW610');
    const told = await report();
    expect(codes(told)).toEqual(['SLW610']);
    const row = told.checks.find(({ verdict }) => verdict === 'wrong');
    expect(row).toMatchObject({ codes: ['SLW610'], because: null });
    expect(row?.evidence.join()).toMatch(/^\.github\/workflows\/publish\.yml:\d+ {2}/);
    expect(row?.remedies.join()).toContain('id-token: write');
    expect(output.match(/error SLW610/g)).toHaveLength(1);
  });

  it('adds what a stage finds to the page of the job, once', async () => {
    await workspace.edit('pyproject.toml', 'version = "0.3.1"', 'version = "0.3.2"');
    const page = workspace.path('dist/page.md');
    await workspace.write('dist/page.md', '# Before\n');
    const env = { CARGO_NET_OFFLINE: 'true', GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: page };
    const { output } = await workspace.run('nx', ['run', 'release:plan'], env);
    expect(output.match(/^::error .*title=SLW102::/gm)).toHaveLength(1);
    const text = await workspace.read('dist/page.md');
    expect(text).toMatch(/^# Before\n### Slipway plan, rehearsal: `octo\/tide`/);
    expect(text.match(/\*\*error SLW102\*\*/g)).toHaveLength(1);
  });

  it('SLW615: asks GitHub, and finds the environment that lets no tag in', async () => {
    const answers: Record<string, unknown> = {
      '/repos/octo/tide': { full_name: 'octo/tide', owner: { id: 12 }, default_branch: 'main' },
      '/repos/octo/tide/environments': {
        environments: [
          {
            name: 'release',
            protection_rules: [],
            deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
          },
        ],
      },
      '/repos/octo/tide/environments/release/deployment-branch-policies': {
        branch_policies: [{ name: 'main', type: 'branch' }],
      },
    };
    const seen: (string | undefined)[] = [];
    github = createServer((request, response) => {
      seen.push(request.headers.authorization);
      const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
      const answer = answers[path];
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { message: 'Not Found' }));
    });
    await new Promise<void>((resolve) => github?.listen(0, '127.0.0.1', resolve));
    const { port } = github.address() as AddressInfo;
    const { output } = await doctor(['--registries=false'], {
      GITHUB_API_URL: `http://127.0.0.1:${port}`,
      GH_TOKEN: 'ghp_probe',
    });
    expect(output).toContain('Tag "v0.3.1" is not allowed to deploy to release');
    expect(codes(await report())).toContain('SLW615');
    expect(new Set(seen)).toEqual(new Set(['Bearer ghp_probe']));
    expect(output).not.toContain('ghp_probe');
  });

  it('SLW005: says where SARIF cannot be written', async () => {
    const refused = await doctor(['--sarif=.github']);
    expect(refused.exitCode, refused.output).toBe(1);
    expect(codes(await report())).toEqual(['SLW005']);
    expect(refused.output).not.toContain('SLW009');
  });

  it('explains what a log says', async () => {
    const known = await doctor(['--explain', '##[error]Invalid API Token: token is expired']);
    expect(known.exitCode, known.output).toBe(0);
    expect(known.output).toContain('docs/findings/SLW719.md');
    const unknown = await doctor(['--explain', 'all is well']);
    expect(unknown.exitCode).toBe(1);
    expect(unknown.output).toContain('Nothing in this text is known.');
  });

  it('SLW301: cannot prove an identity outside a job', async () => {
    const { exitCode, output } = await doctor(['--live']);
    expect(exitCode).toBe(1);
    expect(output).toContain('SLW301');
  });
});
