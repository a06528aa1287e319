import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { anSdist, aWheel } from '../../../src/pypi/distribution.fixture.ts';
import { run, type Outcome } from '../../command.ts';
import { pythonTools } from '../../python-tools.ts';
import { publisherOf } from '../../rehearsal-process.ts';
import type { Answer } from '../answer.ts';
import type { Stage } from '../stage.ts';
import { tlsFront } from '../tls.ts';

export const wheel = 'some_project-1.0-py3-none-any.whl';
export const sdist = 'some_project-1.0.tar.gz';
export { anSdist, aWheel };

/** A publisher of the project that the usual claims match. */
export async function announce(stage: Stage, change: object = {}): Promise<void> {
  await stage.arrange('publishers', { ...publisherOf('pypi', 'some-project'), ...change });
}

/** The project is there, the owner's unless said otherwise. */
export async function exists(stage: Stage, change: object = {}): Promise<void> {
  await stage.arrange('projects', { registry: 'pypi', name: 'some-project', ...change });
}

export function mintOf(stage: Stage, jwt: string): Promise<Outcome> {
  const to = `${stage.ready.pypi.oidc}/mint-token`;
  return stage.curl('--data', JSON.stringify({ token: jwt }), to);
}

/** The exchange of a run of which these claims are true, for a publisher which is changed so. */
export async function mint(
  stage: Stage,
  claims: object = {},
  publisher: object = {},
): Promise<Outcome> {
  await exists(stage);
  await announce(stage, publisher);
  return mintOf(stage, await stage.identity('pypi', { ...claims }));
}

export async function mintedToken(stage: Stage): Promise<string> {
  const { output } = await mint(stage);
  const token = /"token":"([^"]+)"/.exec(output)?.[1];
  if (token === undefined) throw new Error(`no token: ${output}`);
  return token;
}

/** What is uploaded: a wheel of `some-project` 1.0 with anything changed. */
export interface Sent {
  readonly file?: string;
  readonly bytes?: Buffer;
  /** Fields of the form; null leaves one out. */
  readonly fields?: Readonly<Record<string, string | null>>;
  readonly token?: string;
  readonly site?: 'pypi' | 'testpypi';
}

/** curl uploads as twine would. */
export async function send(stage: Stage, sent: Sent = {}): Promise<Outcome> {
  const { file = wheel, bytes = file.endsWith('.whl') ? aWheel() : anSdist() } = sent;
  const isWheel = file.endsWith('.whl');
  const { upload, ownerToken } = stage.ready[sent.site ?? 'pypi'];
  const fields = {
    ':action': 'file_upload',
    protocol_version: '1',
    metadata_version: '2.4',
    name: 'some-project',
    version: '1.0',
    filetype: isWheel ? 'bdist_wheel' : 'sdist',
    pyversion: isWheel ? 'py3' : 'source',
    sha256_digest: createHash('sha256').update(bytes).digest('hex'),
    ...sent.fields,
  };
  const path = await stage.write('sent', bytes);
  const form = Object.entries(fields)
    .filter(([, value]) => value !== null)
    .flatMap(([name, value]) => ['--form-string', `${name}=${value}`]);
  const content = `content=@${path};filename="${file.replace(/[\\"]/g, '\\$&')}"`;
  const user = ['--user', `__token__:${sent.token ?? ownerToken}`];
  const json = ['--header', 'Accept: application/json', '--header', 'Expect:'];
  return stage.curl(...user, ...json, ...form, '--form', content, upload);
}

/** A refusal of what curl sends. */
export function refusal(what: string, says: string, sent: Sent, seen?: true): Answer {
  const drive: Answer['drive'] = (stage) => send(stage, sent);
  return { what, client: 'curl', status: 400, says, ...(seen && { seen }), drive };
}

async function written(stage: Stage, sent: Sent): Promise<string> {
  const { file = wheel, bytes = file.endsWith('.whl') ? aWheel() : anSdist() } = sent;
  return stage.write(basename(file), bytes);
}

export async function twine(stage: Stage, sent: Sent = {}): Promise<Outcome> {
  const { upload, ownerToken } = stage.ready[sent.site ?? 'pypi'];
  const quiet = ['--non-interactive', '--disable-progress-bar', '--verbose'];
  const to = ['--repository-url', upload, '--username', '__token__'];
  const password = ['--password', sent.token ?? ownerToken];
  const args = ['upload', ...quiet, ...to, ...password, await written(stage, sent)];
  const env = { TWINE_CERT: undefined, COLUMNS: '2000', NO_COLOR: '1' };
  return run((await pythonTools()).twine, args, { env });
}

export async function uv(stage: Stage, sent: Sent = {}): Promise<Outcome> {
  const { upload, ownerToken } = stage.ready[sent.site ?? 'pypi'];
  const to = ['--no-config', '--publish-url', upload, '--trusted-publishing', 'never'];
  const token = ['--token', sent.token ?? ownerToken];
  const args = ['publish', ...to, ...token, await written(stage, sent)];
  return run((await pythonTools()).uv, args, { env: { NO_COLOR: '1' } });
}

/** uv exchanges the identity of a run by itself, as in a workflow, and uploads. */
export async function uvInRun(
  stage: Stage,
  claims: object = {},
  publisher: object = {},
): Promise<Outcome> {
  await exists(stage);
  await announce(stage, publisher);
  await stage.arrange('claims', claims);
  const front = await tlsFront(new URL('.', stage.ready.pypi.oidc).href.slice(0, -3), stage.folder);
  const { requestUrl, requestToken } = stage.ready.oidc;
  const env = {
    NO_COLOR: '1',
    GITHUB_ACTIONS: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: requestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    UV_INSECURE_HOST: front.origin.replace('https://', ''),
  };
  const to = ['--publish-url', `${front.origin}/legacy/`, '--trusted-publishing', 'always'];
  const args = ['publish', '--no-config', ...to, await written(stage, {})];
  try {
    return await run((await pythonTools()).uv, args, { env });
  } finally {
    await front.close();
  }
}
