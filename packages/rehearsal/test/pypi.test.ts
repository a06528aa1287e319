import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, runWell } from './command.ts';
import { makeDistribution, type Distribution } from './distributions.ts';
import { pythonTools, type PythonTools } from './python-tools.ts';
import {
  publisherOf,
  pypiToken,
  start,
  temporaryFolder,
  type RunningRehearsal,
} from './rehearsal-process.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let rehearsal: RunningRehearsal;
let tools: PythonTools;
let made: Distribution;

beforeAll(async () => {
  folder = await temporaryFolder();
  tools = await pythonTools();
  rehearsal = await start(join(folder.path, 'state'));
  made = await makeDistribution(join(folder.path, 'dist'), { name: 'slw-hello', version: '1.0' });
});

afterAll(async () => {
  await rehearsal.stop();
  await folder.remove();
});

const twine = (token: string, ...files: string[]) =>
  run(
    tools.twine,
    [
      'upload',
      '--non-interactive',
      '--disable-progress-bar',
      '--verbose',
      '--repository-url',
      rehearsal.ready.pypi.upload,
      '--username',
      '__token__',
      '--password',
      token,
      ...files,
    ],
    { env: { TWINE_CERT: undefined, COLUMNS: '400', NO_COLOR: '1' } },
  );

const uv = (token: string, ...files: string[]) =>
  run(
    tools.uv,
    [
      'publish',
      '--no-config',
      '--publish-url',
      rehearsal.ready.pypi.upload,
      '--token',
      token,
      '--trusted-publishing',
      'never',
      ...files,
    ],
    { env: { NO_COLOR: '1' } },
  );

const uploads = async (): Promise<[string, number][]> =>
  (await rehearsal.report()).files.map(({ file, uploads: times }) => [file, times]);

describe('twine, uv and pip against the rehearsal', () => {
  test('twine uploads a wheel and an sdist with the token of a pending publisher', async () => {
    await rehearsal.admin('POST', 'publishers', publisherOf('pypi', 'slw-hello', true));
    const uploaded = await twine(await pypiToken(rehearsal.ready), made.wheel, made.sdist);
    expect(uploaded.output).not.toContain('ERROR');
    expect(uploaded.code).toBe(0);
    expect(await uploads()).toEqual([
      ['slw_hello-1.0-py3-none-any.whl', 1],
      ['slw_hello-1.0.tar.gz', 1],
    ]);
  });

  test('uv publishes another project, wheel and sdist', async () => {
    const other = await makeDistribution(join(folder.path, 'other'), {
      name: 'slw-other',
      version: '2.0',
    });
    const uploaded = await uv(rehearsal.ready.pypi.ownerToken, other.wheel, other.sdist);
    expect(uploaded.output).not.toContain('error');
    expect(uploaded.code).toBe(0);
    expect((await uploads()).filter(([file]) => file.startsWith('slw_other'))).toHaveLength(2);
  });

  test('the same bytes again are taken and change nothing', async () => {
    const again = await uv(rehearsal.ready.pypi.ownerToken, made.wheel);
    expect(again.code).toBe(0);
    expect(await uploads()).toContainEqual(['slw_hello-1.0-py3-none-any.whl', 2]);
  });

  test('other bytes under the same name are refused, to uv in the body and to twine in the reason', async () => {
    const changed = await makeDistribution(join(folder.path, 'changed'), {
      name: 'slw-hello',
      version: '1.0',
      text: 'changed',
    });
    const byUv = await uv(rehearsal.ready.pypi.ownerToken, changed.wheel);
    expect(byUv.output).toContain(
      "400 File already exists ('slw_hello-1.0-py3-none-any.whl', with blake2_256 hash",
    );
    const byTwine = await twine(rehearsal.ready.pypi.ownerToken, changed.wheel);
    // twine prints the reason phrase first, then the body.
    expect(byTwine.output).toMatch(/Response from \S+\s+400 File already exists/);
    expect(byTwine.code).toBe(1);
  });

  test('pip downloads what was uploaded, byte for byte', async () => {
    const target = join(folder.path, 'downloaded');
    const simple = rehearsal.ready.pypi.simple;
    await runWell(tools.python, [
      '-m',
      'pip',
      'download',
      '--no-cache-dir',
      '--no-deps',
      '--index-url',
      simple,
      '--dest',
      target,
      'slw-hello==1.0',
    ]);
    expect(await readdir(target)).toEqual(['slw_hello-1.0-py3-none-any.whl']);
  });

  test('pip installs it with a third-party dependency from the public index', async () => {
    const needy = await makeDistribution(join(folder.path, 'needy'), {
      name: 'slw-needy',
      version: '1.0',
      requires: 'six==1.17.0,slw-hello==1.0',
    });
    expect((await uv(rehearsal.ready.pypi.ownerToken, needy.wheel)).code).toBe(0);
    const target = join(folder.path, 'installed');
    const simple = rehearsal.ready.pypi.simple;
    await runWell(tools.python, [
      '-m',
      'pip',
      'install',
      '--no-cache-dir',
      '--index-url',
      simple,
      '--target',
      target,
      'slw-needy',
    ]);
    const code = 'import six, slw_needy, slw_hello; print(six.__version__, slw_hello.TEXT)';
    const imported = await runWell(tools.python, ['-c', code], { env: { PYTHONPATH: target } });
    expect(imported.stdout.trim()).toBe('1.17.0 hello');
  });

  test('uv installs from the JSON index, by the metadata beside the wheel', async () => {
    const target = join(folder.path, 'by-uv');
    const simple = rehearsal.ready.pypi.simple;
    await runWell(tools.uv, [
      'pip',
      'install',
      '--no-config',
      '--no-cache',
      '--default-index',
      simple,
      '--python',
      tools.python,
      '--target',
      target,
      'slw-hello==1.0',
    ]);
    expect(await readdir(target)).toContain('slw_hello');
  });

  test('a token of one project does not upload to another', async () => {
    const token = await pypiToken(rehearsal.ready);
    const other = await makeDistribution(join(folder.path, 'foreign'), {
      name: 'slw-other',
      version: '2.1',
    });
    const refused = await uv(token, other.wheel);
    expect(refused.output).toContain("project-scoped token is not valid for project: 'slw-other'");
    expect(refused.code).not.toBe(0);
  });
});
