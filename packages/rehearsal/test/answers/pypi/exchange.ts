import type { Answer } from '../answer.ts';
import {
  announce,
  exists,
  mint,
  mintedToken,
  mintOf,
  send,
  twine,
  uv,
  uvInRun,
} from './clients.ts';
import { pass, unsigned, type Stage } from '../stage.ts';

const none =
  '"code":"invalid-publisher","description":"valid token, but no corresponding publisher';
const notFound = `${none} (Publisher with matching claims was not found)"`;
const given = '"success":true,"token":"pypi-';
const called = (file: string, ref = 'refs/tags/v0.1.0') => ({
  workflow_ref: `local/workspace/.github/workflows/release.yml@${ref}`,
  job_workflow_ref: `${file}@${ref}`,
});
const here = 'local/workspace/.github/workflows';

/** What a run may not be: title, claims, publisher. */
const strangers: readonly (readonly [string, object, object?])[] = [
  ['another repository', { repository: 'local/elsewhere' }],
  ['the repository in other letter case', { repository: 'local/WorkSpace' }],
  ['the owner in other letter case', { repository_owner: 'Local', repository: 'Local/workspace' }],
  ['another owner id', { repository_owner_id: '7' }],
  ['another workflow file', {}, { workflow: 'release.yml' }],
  ['the workflow file in other letter case', {}, { workflow: 'Publish.yml' }],
  ['another environment', { environment: 'staging' }],
  ['no environment', { environment: null }],
  [
    'a reusable workflow, where the calling file is registered',
    called(`${here}/upload.yml`),
    { workflow: 'release.yml' },
  ],
];

const claims: readonly Answer[] = [
  ...strangers.map(([what, changed, publisher]): Answer => ({
    what,
    client: 'curl',
    status: 422,
    says: notFound,
    seen: true,
    drive: (stage) => mint(stage, changed, publisher),
  })),
  {
    what: 'another workflow file',
    client: 'uv',
    status: 422,
    says: 'is trusted publishing correctly configured?…(Publisher with matching claims was not found',
    seen: true,
    drive: (stage) => uvInRun(stage, {}, { workflow: 'release.yml' }),
  },
  {
    what: 'a run whose publisher is right',
    client: 'uv',
    status: 0,
    says: 'Uploading some_project-1.0-py3-none-any.whl',
    drive: async (stage) => {
      const outcome = await uvInRun(stage);
      const { files } = await stage.report();
      return { ...outcome, output: files.length === 1 ? outcome.output : 'nothing was uploaded' };
    },
  },
  {
    what: 'the environment in other letter case',
    client: 'curl',
    status: 200,
    says: given,
    drive: (stage) => mint(stage, { environment: 'Release' }),
  },
  {
    what: 'an environment that the publisher does not ask for',
    client: 'curl',
    status: 200,
    says: given,
    drive: (stage) => mint(stage, { environment: 'staging' }, { environment: null }),
  },
  {
    what: 'a reusable workflow of the repository, where the called file is registered',
    client: 'curl',
    status: 200,
    says: given,
    drive: (stage) => mint(stage, called(`${here}/upload.yml`), { workflow: 'upload.yml' }),
  },
  {
    what: 'a reusable workflow of another repository',
    client: 'curl',
    status: 422,
    says: `${none} (The job_workflow_ref claim does not match, expecting one of ['${here}/upload.yml@refs/tags/v0.1.0', '${here}/upload.yml@…'], got 'local/shared/.github/workflows/upload.yml@refs/tags/v0.1.0')"`,
    drive: (stage) =>
      mint(stage, called('local/shared/.github/workflows/upload.yml'), { workflow: 'upload.yml' }),
  },
  {
    what: 'the event pull_request_target',
    client: 'curl',
    status: 422,
    says: `${none} (Publishing from a workflow invoked via 'pull_request_target' is not supported.)"`,
    drive: (stage) => mint(stage, { event_name: 'pull_request_target' }),
  },
  {
    what: 'the event workflow_run',
    client: 'curl',
    status: 200,
    says: given,
    drive: (stage) => mint(stage, { event_name: 'workflow_run' }),
  },
  {
    what: 'a claim that is missing',
    client: 'curl',
    status: 422,
    says: `${none} (Missing claim 'event_name')"`,
    drive: (stage) => mint(stage, { event_name: null }),
  },
  {
    what: 'a workflow claim without a file',
    client: 'curl',
    status: 422,
    says: `${none} (Could not job extract workflow filename from OIDC claims)"`,
    drive: (stage) => mint(stage, { job_workflow_ref: 'local/workspace' }),
  },
  {
    what: 'neither ref nor sha',
    client: 'curl',
    status: 422,
    says: `${none} (The ref and sha claims are empty)"`,
    drive: (stage) =>
      mint(stage, { ref: '', sha: '', job_workflow_ref: `${here}/publish.yml@refs/heads/main` }),
  },
];

const invalid = '"code":"invalid-token","description":"malformed or invalid token"';
const payload = '"code":"invalid-payload","description":';

const late = async (stage: Stage, seconds: number) => {
  await exists(stage);
  await announce(stage);
  const jwt = await stage.identity('pypi');
  await pass(stage, seconds);
  return mintOf(stage, jwt);
};

const identities: readonly Answer[] = [
  {
    what: 'no token at all',
    client: 'curl',
    status: 422,
    says: `${payload}"malformed JWT"`,
    drive: (stage) => mintOf(stage, 'nonsense'),
  },
  {
    what: 'an exchange without token',
    client: 'curl',
    status: 422,
    says: `${payload}"1 validation error for TokenPayload token Field required`,
    drive: (stage) => stage.curl('--data', '{}', `${stage.ready.pypi.oidc}/mint-token`),
  },
  {
    what: 'an issuer of an enterprise',
    client: 'curl',
    status: 422,
    says: `${payload}"unknown trusted publishing issuer"`,
    drive: (stage) => mint(stage, { iss: 'https://token.actions.githubusercontent.com/acme' }),
  },
  {
    what: 'a token of another key',
    client: 'curl',
    status: 422,
    says: invalid,
    drive: (stage) =>
      mintOf(stage, unsigned({ kid: 'other' }, { iss: stage.ready.oidc.issuer, aud: 'pypi' })),
  },
  {
    what: 'a changed signature',
    client: 'curl',
    status: 422,
    says: invalid,
    drive: async (stage) => mintOf(stage, `${(await stage.identity('pypi')).slice(0, -6)}AAAAAA`),
  },
  {
    what: 'PyPI’s audience at TestPyPI',
    client: 'curl',
    status: 422,
    says: invalid,
    seen: true,
    drive: async (stage) => {
      const body = JSON.stringify({ token: await stage.identity('pypi') });
      return stage.curl('--data', body, `${stage.ready.testpypi.oidc}/mint-token`);
    },
  },
  {
    what: 'five minutes and a half after it was issued',
    client: 'curl',
    status: 422,
    says: invalid,
    seen: true,
    drive: (stage) => late(stage, 335),
  },
  {
    what: 'just before, within the leeway',
    client: 'curl',
    status: 200,
    says: given,
    drive: (stage) => late(stage, 325),
  },
  {
    what: 'the same token twice',
    client: 'curl',
    status: 422,
    says: '"code":"invalid-reuse-token","description":"invalid token: already used"',
    drive: async (stage) => {
      await exists(stage);
      await announce(stage);
      const jwt = await stage.identity('pypi');
      await mintOf(stage, jwt);
      return mintOf(stage, jwt);
    },
  },
  {
    what: 'the audience',
    client: 'curl',
    status: 200,
    says: '{"audience":"testpypi"}',
    drive: (stage) => stage.curl(`${stage.ready.testpypi.oidc}/audience`),
  },
  {
    what: 'the audience while trusted publishing is off',
    client: 'curl',
    status: 403,
    says: '{"message":"Trusted publishing functionality not enabled"}',
    drive: async (stage) => {
      await stage.arrange('sites', { registry: 'pypi', mode: 'no-trusted-publishing' });
      return stage.curl(`${stage.ready.pypi.oidc}/audience`);
    },
  },
  {
    what: 'an exchange while trusted publishing is off',
    client: 'curl',
    status: 422,
    says: '"code":"not-enabled","description":"GitHub trusted publishing functionality not enabled"',
    drive: async (stage) => {
      await stage.arrange('sites', { registry: 'pypi', mode: 'no-trusted-publishing' });
      return mint(stage);
    },
  },
];

const pending = async (stage: Stage, change: object = {}) => {
  await announce(stage, { pending: true, ...change });
  return mintOf(stage, await stage.identity('pypi'));
};

const pendings: readonly Answer[] = [
  {
    what: 'a pending publisher, which creates its project',
    client: 'curl',
    status: 200,
    says: '"name":"some-project"',
    drive: async (stage) => {
      await pending(stage);
      return stage.curl(
        '--header',
        'Accept: application/vnd.pypi.simple.v1+json',
        `${stage.ready.pypi.simple}some-project/`,
      );
    },
  },
  {
    what: 'a pending publisher of a project that is there',
    client: 'curl',
    status: 422,
    says: '"code":"invalid-pending-publisher","description":"valid token, but project already exists"',
    seen: true,
    drive: async (stage) => {
      await exists(stage);
      return pending(stage);
    },
  },
  {
    what: 'a pending publisher whose name a module of Python has',
    client: 'curl',
    status: 422,
    says: `${payload}"The name 'json' isn't allowed (conflict with Python Standard Library module name). See https://pypi.org/help/#project-name for more information."`,
    drive: (stage) => pending(stage, { name: 'json' }),
  },
  {
    what: 'a pending publisher whose name looks like another',
    client: 'curl',
    status: 422,
    says: `${payload}"The name 's0me-project' is too similar to an existing project. See https://pypi.org/help/#project-name for more information."`,
    drive: async (stage) => {
      await exists(stage);
      return pending(stage, { name: 's0me-project' });
    },
  },
  {
    what: 'a pending publisher of another name than the file’s',
    client: 'twine',
    status: 400,
    says: "Non-user identities cannot create new projects. This was probably caused by successfully using a pending publisher but specifying the project name incorrectly (either in the publisher or in your project's metadata). Please ensure that both match. See: https://docs.pypi.org/trusted-publishers/troubleshooting/",
    seen: true,
    drive: async (stage) => {
      const { output } = await pending(stage, { name: 'some-projects' });
      return twine(stage, { token: /"token":"([^"]+)"/.exec(output)?.[1] ?? '' });
    },
  },
];

const lives: readonly Answer[] = [
  {
    what: 'a run’s token after 14 minutes',
    client: 'uv',
    status: 0,
    says: 'Uploading some_project-1.0-py3-none-any.whl',
    drive: async (stage) => {
      const token = await mintedToken(stage);
      await pass(stage, 14 * 60);
      return uv(stage, { token });
    },
  },
  {
    what: 'a run’s token after 15 minutes',
    client: 'twine',
    status: 403,
    says: 'Invalid API Token: token is expired',
    seen: true,
    drive: async (stage) => {
      const token = await mintedToken(stage);
      await pass(stage, 15 * 60);
      return twine(stage, { token });
    },
  },
  {
    what: 'burning a token, where no token is taken back',
    client: 'curl',
    status: 404,
    says: '<title>Page Not Found (404) · PyPI</title>',
    drive: async (stage) => {
      await stage.arrange('sites', { registry: 'pypi', mode: 'no-burn-token' });
      return stage.curl('--data', '{"token":"x"}', `${stage.ready.pypi.oidc}/burn-token`);
    },
  },
  {
    what: 'a run’s token that was burnt',
    client: 'uv',
    status: 403,
    says: 'Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth for more information.',
    drive: async (stage) => {
      const token = await mintedToken(stage);
      const burn = `${stage.ready.pypi.oidc}/burn-token`;
      await stage.curl('--data', JSON.stringify({ token }), burn);
      return uv(stage, { token });
    },
  },
  {
    what: 'a run’s token for another project',
    client: 'curl',
    status: 403,
    says: "Invalid API Token: OIDC scoped token is not valid for project 'other', project-scoped token is not valid for project: 'other'",
    seen: true,
    drive: async (stage) => {
      await exists(stage, { name: 'other' });
      const token = await mintedToken(stage);
      return send(stage, { token, fields: { name: 'other' } });
    },
  },
];

export const pypiExchange: readonly Answer[] = [...claims, ...identities, ...pendings, ...lives];
