import type { Finding } from '@slipway/release/finding';
import { describe, expect, it } from 'vitest';
import { readWorkflows, type Workflow } from './index.ts';

const file = '.github/workflows/release.yml';

function read(text: string, more: Record<string, string> = {}) {
  const texts = new Map(Object.entries({ [file]: text, ...more }));
  return readWorkflows(texts, [...texts.keys()]);
}

function one(text: string): Workflow {
  const { workflows, findings } = read(text);
  expect(findings).toEqual([]);
  return workflows[0]!;
}

const job = 'jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ run: "true" }]\n';

describe('readWorkflows', () => {
  it('reads triggers with their filters and lines', () => {
    const { triggers } = one(
      `on:
  push:
    tags: ['v*', '!v0*']
    branches: main
  release: { types: [published] }
  schedule: [{ cron: '0 4 * * 1' }]
  workflow_dispatch:
    inputs:
      dry-run: { type: boolean, required: true, default: true }
${job}`,
    );
    expect(triggers.map(({ event, line }) => [event, line])).toEqual([
      ['push', 2],
      ['release', 5],
      ['schedule', 6],
      ['workflow_dispatch', 7],
    ]);
    expect(triggers[0]).toMatchObject({
      tags: ['v*', '!v0*'],
      branches: ['main'],
      tagsIgnore: null,
    });
    expect(triggers[1]!.types).toEqual(['published']);
    expect(triggers[2]!.crons).toEqual(['0 4 * * 1']);
    expect(triggers[3]!.inputs.get('dry-run')).toEqual({
      line: 9,
      type: 'boolean',
      required: true,
      fallback: 'true',
    });
  });

  it('reads an event, and a list of events', () => {
    expect(one(`on: push\n${job}`).triggers.map(({ event }) => event)).toEqual(['push']);
    const listed = one(`on: [push, create]\n${job}`);
    expect(listed.triggers.map(({ event }) => event)).toEqual(['push', 'create']);
  });

  it('reads jobs, permissions, environments and steps', () => {
    const workflow = one(`on: push
permissions: {}
concurrency: { group: release, cancel-in-progress: false }
jobs:
  wheels:
    runs-on: [self-hosted, linux]
    container: { image: 'quay.io/pypa/manylinux_2_28_x86_64' }
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - run: |
          echo one
          echo \${{ github.ref }}
        shell: bash
        working-directory: python
        env: { A: b }
  publish:
    needs: wheels
    runs-on: ubuntu-latest
    environment: { name: pypi, url: 'https://pypi.org' }
    permissions:
      id-token: write
    steps: [{ run: uv publish }]
  call:
    needs: [wheels, publish]
    uses: ./.github/workflows/notes.yml
    secrets: inherit
`);
    expect(workflow.permissions).toMatchObject({ all: 'none', line: 2 });
    expect(workflow.concurrency).toMatchObject({ group: 'release', cancelInProgress: 'false' });
    const [wheels, publish, call] = workflow.jobs;
    expect(wheels).toMatchObject({
      runsOn: ['self-hosted', 'linux'],
      container: 'quay.io/pypa/manylinux_2_28_x86_64',
    });
    expect(wheels!.steps[0]).toMatchObject({
      line: 9,
      uses: { action: 'actions/checkout', ref: 'v4' },
    });
    expect(wheels!.steps[0]!.with.get('fetch-depth')).toEqual({ value: '0', line: 10 });
    expect(wheels!.steps[1]).toMatchObject({
      run: { value: 'echo one\necho ${{ github.ref }}\n', line: 12, folded: false },
      shell: 'bash',
      workingDirectory: 'python',
    });
    expect(publish).toMatchObject({
      needs: [{ value: 'wheels', line: 18 }],
      environment: { value: 'pypi', line: 20 },
    });
    expect(publish!.permissions!.scopes.get('id-token')).toBe('write');
    expect(call!.call).toMatchObject({
      path: '.github/workflows/notes.yml',
      inheritsSecrets: true,
    });
  });

  it('takes the steps of a composite action of the repository', () => {
    const { workflows, findings } = read(
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{ uses: ./.github/actions/wheel }]\n',
      {
        '.github/actions/wheel/action.yml': `name: wheel
description: one
inputs: { python: { description: which, default: '3.9' } }
runs:
  using: composite
  steps:
    - run: maturin build
      shell: bash
`,
      },
    );
    expect(findings).toEqual([]);
    const { composite } = workflows[0]!.jobs[0]!.steps[0]!;
    expect(composite!.inputs.get('python')!.fallback).toBe('3.9');
    expect(composite!.steps[0]).toMatchObject({
      file: '.github/actions/wheel/action.yml',
      line: 7,
    });
  });

  const composite = (rest: string): readonly Finding[] =>
    read('on: push\njobs: { a: { runs-on: x, steps: [{ uses: ./one }] } }\n', {
      'one/action.yml': rest,
    }).findings;

  it.each([
    'runs: { using: composite, steps: [{ run: a, shell: bash }] }\n',
    'name: one\nruns: { using: composite, steps: [{ run: a, shell: bash }] }\n',
    'name: one\nicon: x\nruns: { using: composite, steps: [{ run: a, shell: bash }] }\n',
  ])('takes an action that a run takes: %j', (text) => {
    expect(composite(text)).toEqual([]);
  });

  it.each([
    ['name: one\ndescription: two\n', 'missing: runs'],
    ['runs: { using: composite, steps: [{ run: a }] }\n', 'missing: shell'],
    ['runs: { using: composite }\n', 'steps'],
  ])('reports an action that none takes, SLW601: %j', (text, detail) => {
    const findings = composite(text);
    expect(findings).toMatchObject([{ code: 'SLW601', file: 'one/action.yml' }]);
    expect(findings[0]!.message).toContain(detail);
  });

  it('reports a file that is no YAML, and reads the others (SLW601)', () => {
    const { workflows, findings } = read('on: [push\njobs: {', {
      '.github/workflows/test.yml': `on: push\n${job}`,
      'docs/other.yml': '}',
    });
    expect(workflows.map((workflow) => workflow.file)).toEqual(['.github/workflows/test.yml']);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]).toMatchObject({ code: 'SLW601', severity: 'warning', file });
  });

  it('reports a key that GitHub does not know, at its line, and reads the rest (SLW601)', () => {
    const { workflows, findings } = read(`on: push\n${job}    need: b\n`);
    expect(findings).toMatchObject([
      { code: 'SLW601', line: 6, message: expect.stringContaining('need') },
    ]);
    expect(workflows[0]!.jobs[0]!.id).toBe('a');
  });

  it('stops where anchors hold anchors that hold anchors (SLW601)', () => {
    const many = (of: string): string => `[${Array.from({ length: 9 }, () => of).join(', ')}]`;
    const levels = Array.from(
      { length: 9 },
      (_, level) => `x${level + 1}: &x${level + 1} ${many(`*x${level}`)}`,
    );
    const { workflows, findings } = read(['on: push', 'x0: &x0 a', ...levels, job].join('\n'));
    expect(workflows).toEqual([]);
    expect(findings).toMatchObject([
      { code: 'SLW601', message: expect.stringContaining('anchors make more than') },
    ]);
  });
});
