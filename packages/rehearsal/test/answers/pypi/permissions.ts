import type { Answer } from '../answer.ts';
import {
  anSdist,
  announce,
  exists,
  mintedToken,
  send,
  sdist,
  twine,
  uv,
  wheel,
} from './clients.ts';
import { pass, type Stage } from '../stage.ts';

const ownToken = async (stage: Stage, limits: object): Promise<string> =>
  String((await stage.arrange('tokens', { registry: 'pypi', ...limits }))['token']);

const inMode = (mode: string) => (stage: Stage) =>
  stage.arrange('sites', { registry: 'pypi', mode });

/** Who may upload. */
export const pypiPermissions: readonly Answer[] = [
  {
    what: 'a token that nobody issued',
    client: 'twine',
    status: 403,
    says: 'Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth for more information.',
    drive: (stage) => twine(stage, { token: 'pypi-AgEIcHlwaS5vcmcxyz' }),
  },
  {
    what: 'PyPI’s token at TestPyPI',
    client: 'uv',
    status: 403,
    says: 'Invalid or non-existent authentication information. See https://test.pypi.org/help/#invalid-auth for more information.',
    drive: (stage) => uv(stage, { site: 'testpypi', token: stage.ready.pypi.ownerToken }),
  },
  {
    what: 'a project of somebody else',
    client: 'twine',
    status: 403,
    says: "The user 'owner' isn't allowed to upload to project 'some-project'. See https://pypi.org/help/#project-name for more information.",
    drive: async (stage) => {
      await exists(stage, { foreign: true });
      return twine(stage);
    },
  },
  {
    what: 'a token for another project',
    client: 'uv',
    status: 403,
    says: "Invalid API Token: project-scoped token is not valid for project: 'some-project'",
    drive: async (stage) => {
      await exists(stage);
      return uv(stage, { token: await ownToken(stage, { packages: ['other'] }) });
    },
  },
  {
    what: 'a token for this project',
    client: 'uv',
    status: 0,
    says: `Uploading ${wheel}`,
    drive: async (stage) => {
      await exists(stage);
      return uv(stage, { token: await ownToken(stage, { packages: ['Some.Project'] }) });
    },
  },
  {
    what: 'a token whose time is over',
    client: 'uv',
    status: 403,
    says: 'Invalid API Token: token is expired',
    drive: async (stage) => {
      const token = await ownToken(stage, { expiresInSeconds: 60 });
      await pass(stage, 60);
      return uv(stage, { token });
    },
  },
  {
    what: 'an owner without a verified address',
    client: 'twine',
    status: 403,
    says: "User 'owner', associated with the API token used, does not have a verified primary email address.",
    drive: async (stage) => {
      await stage.arrange('accounts', { registry: 'pypi', verifiedEmail: false });
      return twine(stage);
    },
  },
  {
    what: 'an owner without a second factor',
    client: 'uv',
    status: 403,
    says: "User 'owner', associated with the API token used, does not have two-factor authentication enabled.",
    drive: async (stage) => {
      await stage.arrange('accounts', { registry: 'pypi', twoFactor: false });
      return uv(stage);
    },
  },
  {
    what: 'a run’s token, whatever the owner’s account lacks',
    client: 'uv',
    status: 0,
    says: `Uploading ${wheel}`,
    drive: async (stage) => {
      const token = await mintedToken(stage);
      await stage.arrange('accounts', { registry: 'pypi', twoFactor: false });
      return uv(stage, { token });
    },
  },
  ...['archived', 'quarantined'].map((status): Answer => ({
    what: `a run’s token for a project that is ${status}`,
    client: 'uv',
    status: 403,
    says: "The given token isn't allowed to upload to project 'some-project'. See https://pypi.org/help/#project-name for more information.",
    drive: async (stage) => {
      const token = await mintedToken(stage);
      await exists(stage, { status });
      return uv(stage, { token });
    },
  })),
  {
    what: 'the status of a project that is archived',
    client: 'curl',
    status: 200,
    says: '"project-status":{"status":"archived"}',
    drive: async (stage) => {
      await exists(stage, { status: 'archived' });
      const accept = ['--header', 'Accept: application/vnd.pypi.simple.v1+json'];
      return stage.curl(...accept, `${stage.ready.pypi.simple}some-project/`);
    },
  },
  {
    what: 'a project of an organization that is inactive',
    client: 'twine',
    status: 400,
    says: 'Organization account owning this project is inactive. This may be due to inactive billing for Company Organizations, or administrator intervention for Community Organizations. Please contact support+orgs@pypi.org.',
    drive: async (stage) => {
      await exists(stage, { status: 'inactive-organization' });
      return twine(stage);
    },
  },
  {
    what: 'the site in read-only mode',
    client: 'twine',
    status: 403,
    says: 'Read-only mode: Uploads are temporarily disabled.',
    drive: async (stage) => {
      await inMode('read-only')(stage);
      return twine(stage);
    },
  },
  {
    what: 'the site while it takes no uploads',
    client: 'uv',
    status: 403,
    says: 'New uploads are temporarily disabled. See https://pypi.org/help/#admin-intervention for more information.',
    drive: async (stage) => {
      await inMode('no-uploads')(stage);
      return uv(stage);
    },
  },
  {
    what: 'a new project while the site takes none',
    client: 'uv',
    status: 403,
    says: 'New project registration temporarily disabled. See https://pypi.org/help/#admin-intervention for more information.',
    drive: async (stage) => {
      await inMode('no-new-projects')(stage);
      return uv(stage);
    },
  },
  {
    what: 'a new project whose name a module of Python has',
    client: 'curl',
    status: 400,
    says: "The name 'json' isn't allowed (conflict with Python Standard Library module name). See https://pypi.org/help/#project-name for more information.",
    drive: (stage) => send(stage, { fields: { name: 'json' } }),
  },
  {
    what: 'a new project whose name looks like another',
    client: 'curl',
    status: 400,
    says: "The name 's0me-project' is too similar to an existing project. See https://pypi.org/help/#project-name for more information.",
    drive: async (stage) => {
      await exists(stage);
      return send(stage, { fields: { name: 's0me-project' } });
    },
  },
  {
    what: 'the fifth new project of a day',
    client: 'twine',
    status: 429,
    says: 'Too many new projects created',
    seen: true,
    drive: async (stage) => {
      await createFour(stage);
      return twine(stage);
    },
  },
  {
    what: 'the fifth new project of a day: the limit is in the header',
    client: 'curl',
    status: 429,
    says: 'ratelimit-policy: "project.create.user";q=4;w=86400;pk=:user:',
    seen: true,
    drive: async (stage) => {
      await createFour(stage);
      return send(stage);
    },
  },
  {
    what: 'the fifth new project a day later',
    client: 'twine',
    status: 0,
    says: 'Uploading some_project-1.0-py3-none-any.whl',
    drive: async (stage) => {
      await createFour(stage);
      await pass(stage, 24 * 3600);
      const outcome = await twine(stage);
      return { ...outcome, output: outcome.code === 0 ? outcome.output : 'refused' };
    },
  },
  {
    what: 'the fifth new project of a day, by a pending publisher',
    client: 'uv',
    status: 0,
    says: `Uploading ${wheel}`,
    drive: async (stage) => {
      await createFour(stage);
      await announce(stage, { pending: true });
      const jwt = await stage.identity('pypi');
      const body = JSON.stringify({ token: jwt });
      const { output } = await stage.curl('--data', body, `${stage.ready.pypi.oidc}/mint-token`);
      return uv(stage, { token: /"token":"([^"]+)"/.exec(output)?.[1] ?? '' });
    },
  },
];

/** Sdists of four names, each a project of its own. */
async function createFour(stage: Stage): Promise<void> {
  for (const name of ['alpha', 'beta', 'gamma', 'delta']) {
    const file = sdist.replace('some_project', name);
    const bytes = anSdist([[`${name}-1.0/PKG-INFO`, name]]);
    await send(stage, { file, bytes, fields: { name } });
  }
  const { projects } = await stage.report();
  if (projects.length !== 4) throw new Error(`there are ${projects.length} projects`);
}
