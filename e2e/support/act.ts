import { execa } from 'execa';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readWorkflows } from '../../packages/doctor/src/workflow/index.ts';
import { pins } from '../../tools/workflows/pins.ts';
import { program } from '../../tools/workflows/programs.ts';
import { repository, testEnvironment, type Outcome, type Workspace } from './workspace.ts';

const stubs = join(repository, 'e2e/act');

/** A workflow run on this machine, by act: jobs in folders of their own, one after the other. */
export interface Run {
  /** The event, and what GitHub says of it. */
  readonly event: 'push' | 'pull_request' | 'workflow_dispatch';
  readonly payload: object;
  readonly workflow: 'ci.yml' | 'publish.yml';
  /** Where artifacts stay between the runs. */
  readonly store: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The `GITHUB_TOKEN` of the jobs. */
  readonly token?: string;
  /** What a job with `id-token: write` asks for its identity by; the others have none. */
  readonly identity?: { readonly url: string; readonly token: string };
}

/** Runs a workflow of a workspace as it is committed there. */
export async function act(
  workspace: Workspace,
  { event, payload, workflow, store, env = {}, token = 'none', identity }: Run,
): Promise<Outcome> {
  const binary = await program('act');
  if (!binary) throw new Error('act is built with Go, which is not here');
  await mkdir(store, { recursive: true });
  const payloadFile = join(store, 'event.json');
  await writeFile(payloadFile, JSON.stringify(payload));
  // Not among the arguments, which every process can read.
  const secrets = join(store, 'secrets');
  await writeFile(secrets, `GITHUB_TOKEN=${token}\n`, { mode: 0o600 });
  const file = `.github/workflows/${workflow}`;
  const jobs = identity ? await jobsWithIdentity(file, workspace) : [];
  for (const job of jobs) {
    const request = 'ACTIONS_ID_TOKEN_REQUEST';
    const lines = `${request}_URL=${identity!.url}\n${request}_TOKEN=${identity!.token}\n`;
    await writeFile(join(store, `identity-${job}`), lines, { mode: 0o600 });
  }
  const environment = testEnvironment({
    ACT_STORE: store,
    ACT_REPOSITORY: repository,
    NX_WORKSPACE_DATA_DIRECTORY: join(store, 'nx-data'),
    ...env,
  });
  environment['PATH'] = `${join(stubs, 'bin')}:${environment['PATH']}`;
  const args = [
    event,
    ...['--eventpath', payloadFile, '--workflows', file, '--secret-file', secrets],
    ...['--action-cache-path', join(store, 'jobs'), '--concurrent-jobs', '1'],
    '--no-cache-server',
    ...['ubuntu-24.04', 'ubuntu-latest'].flatMap((label) => ['-P', `${label}=-self-hosted`]),
    ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...pins
      .filter(({ repository: name }) => name !== 'actions/checkout')
      .flatMap(({ repository: name, commit }) => [
        '--local-repository',
        `${name}@${commit}=${join(stubs, 'actions', name.split('/')[1]!)}`,
      ]),
  ];
  const { exitCode, all } = await execa(binary, args, {
    cwd: workspace.root,
    env: environment,
    reject: false,
    all: true,
    stdin: 'ignore',
  });
  return { exitCode: exitCode ?? -1, output: all };
}

async function jobsWithIdentity(file: string, workspace: Workspace): Promise<string[]> {
  const { workflows } = readWorkflows(new Map([[file, await workspace.read(file)]]), [file]);
  const jobs = workflows.flatMap((one) => one.jobs);
  return jobs
    .filter((job) => job.permissions?.scopes.get('id-token') === 'write')
    .map(({ id }) => id);
}
