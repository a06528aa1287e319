import { execa } from 'execa';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
}

/** Runs a workflow of a workspace as it is committed there. */
export async function act(
  workspace: Workspace,
  { event, payload, workflow, store, env = {}, token = 'none' }: Run,
): Promise<Outcome> {
  const binary = await program('act');
  if (!binary) throw new Error('act is built with Go, which is not here');
  await mkdir(store, { recursive: true });
  const payloadFile = join(store, 'event.json');
  await writeFile(payloadFile, JSON.stringify(payload));
  const environment = testEnvironment({
    ACT_STORE: store,
    ACT_REPOSITORY: repository,
    NX_WORKSPACE_DATA_DIRECTORY: join(store, 'nx-data'),
    ...env,
  });
  environment['PATH'] = `${join(stubs, 'bin')}:${environment['PATH']}`;
  const args = [
    event,
    ...['--eventpath', payloadFile, '--workflows', `.github/workflows/${workflow}`],
    ...['--action-cache-path', join(store, 'jobs'), '--concurrent-jobs', '1'],
    ...['-s', `GITHUB_TOKEN=${token}`, '--no-cache-server'],
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
