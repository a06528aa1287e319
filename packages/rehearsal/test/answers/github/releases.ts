import type { Answer } from '../answer.ts';
import { arrangeRepository, call, gh, idIn, repository } from './clients.ts';
import type { Stage } from '../stage.ts';

const releases = `${repository}/releases`;

const release = (stage: Stage, body: object = {}) =>
  call(stage, `POST ${releases}`, { tag_name: 'v1', ...body }, 'run');

function attach(stage: Stage, id: string, name = 'a.txt') {
  const { token, uploads } = stage.ready.github;
  const head = [
    '--header',
    `Authorization: Bearer ${token}`,
    '--header',
    'Content-Type: text/plain',
  ];
  return stage.curl(...head, '--data', 'x', `${uploads}${releases}/${id}/assets?name=${name}`);
}

/** A draft to which an upload broke off in its middle. */
async function broken(stage: Stage): Promise<string> {
  const id = idIn(await release(stage, { draft: true }));
  const match = { registry: 'github', path: '/assets', method: 'POST', times: 1 };
  await stage.arrange('faults', [{ match, do: { reset: 'during' } }]);
  await attach(stage, id);
  return id;
}

/** A repository whose releases cannot be changed, and one release in it. */
async function immutable(stage: Stage): Promise<string> {
  await call(stage, `PUT ${repository}/immutable-releases`);
  return idIn(await release(stage));
}

const digest = 'a'.repeat(64);
const payload = Buffer.from(JSON.stringify({ subject: [{ digest: { sha256: digest } }] }));
const bundle = { dsseEnvelope: { payload: payload.toString('base64') } };

const attest = (stage: Stage, body: object = { bundle }) =>
  call(stage, `POST ${repository}/attestations`, body, 'run');

export const githubReleases: readonly Answer[] = [
  {
    what: 'a second release of a tag',
    client: 'curl',
    status: 422,
    says: '"message":"Validation Failed","errors":[{"resource":"Release","code":"already_exists","field":"tag_name"}]',
    seen: true,
    drive: async (stage) => {
      await release(stage);
      return release(stage);
    },
  },
  {
    what: 'a second release of a tag',
    client: 'gh',
    status: 422,
    says: 'already_exists',
    seen: true,
    drive: async (stage) => {
      await release(stage);
      return gh(stage, `POST ${releases}`, ['tag_name=v1']);
    },
  },
  {
    what: 'a draft by its tag',
    client: 'curl',
    status: 404,
    says: '"message":"Not Found"',
    drive: async (stage) => {
      await release(stage, { draft: true });
      return call(stage, `GET ${releases}/tags/v1`);
    },
  },
  {
    what: 'a second draft of a tag',
    client: 'curl',
    status: 201,
    says: '"draft":true',
    drive: async (stage) => {
      await release(stage, { draft: true });
      return release(stage, { draft: true });
    },
  },
  {
    what: 'the tag of a draft',
    client: 'curl',
    status: 404,
    says: '"message":"Not Found"',
    drive: async (stage) => {
      await release(stage, { draft: true });
      return call(stage, `GET ${repository}/git/ref/tags/v1`);
    },
  },
  {
    what: 'the tag of a release',
    client: 'curl',
    status: 200,
    says: '"ref":"refs/tags/v1"',
    drive: async (stage) => {
      await release(stage);
      return call(stage, `GET ${repository}/git/ref/tags/v1`);
    },
  },
  {
    what: 'a release without tag',
    client: 'curl',
    status: 422,
    says: '{"resource":"Release","code":"missing_field","field":"tag_name"}',
    drive: (stage) => call(stage, `POST ${releases}`, {}, 'run'),
  },
  {
    what: 'a second asset of a name',
    client: 'curl',
    status: 422,
    says: '"errors":[{"resource":"ReleaseAsset","code":"already_exists","field":"name"}]',
    seen: true,
    drive: async (stage) => {
      const id = idIn(await release(stage));
      await attach(stage, id);
      return attach(stage, id);
    },
  },
  {
    what: 'an asset whose upload broke off',
    client: 'curl',
    status: 200,
    says: '"name":"a.txt",…"state":"starter",…"digest":null',
    drive: async (stage) => {
      const id = await broken(stage);
      return call(stage, `GET ${releases}/${id}/assets`);
    },
  },
  {
    what: 'an asset whose upload broke off, again',
    client: 'curl',
    status: 422,
    says: '"errors":[{"resource":"ReleaseAsset","code":"already_exists","field":"name"}]',
    drive: async (stage) => attach(stage, await broken(stage)),
  },
  {
    what: 'an asset whose upload broke off, after it was removed',
    client: 'curl',
    status: 201,
    says: '"state":"uploaded"',
    drive: async (stage) => {
      const id = await broken(stage);
      const asset = idIn(await call(stage, `GET ${releases}/${id}/assets`));
      await call(stage, `DELETE ${releases}/assets/${asset}`);
      return attach(stage, id);
    },
  },
  {
    what: 'an asset for an immutable release',
    client: 'curl',
    status: 422,
    says: 'Cannot upload assets to an immutable release.',
    seen: true,
    drive: async (stage) => attach(stage, await immutable(stage)),
  },
  {
    what: 'another tag for an immutable release',
    client: 'curl',
    status: 422,
    says: 'Cannot change the tag of an immutable release.',
    drive: async (stage) => {
      const id = await immutable(stage);
      return call(stage, `PATCH ${releases}/${id}`, { tag_name: 'v2' }, 'run');
    },
  },
  {
    what: 'the tag of an immutable release that was removed',
    client: 'curl',
    status: 422,
    says: 'tag_name was used by an immutable release',
    seen: true,
    drive: async (stage) => {
      const id = await immutable(stage);
      await call(stage, `DELETE ${releases}/${id}`);
      return release(stage);
    },
  },
  {
    what: 'the setting of immutable releases',
    client: 'curl',
    status: 200,
    says: '{"enabled":true,"enforced_by_owner":false}',
    drive: async (stage) => {
      await immutable(stage);
      return call(stage, `GET ${repository}/immutable-releases`);
    },
  },
  {
    what: 'an attestation',
    client: 'curl',
    status: 200,
    says: '{"attestations":[{"repository_id":2,"bundle":{"dsseEnvelope":',
    drive: async (stage) => {
      await attest(stage);
      return call(stage, `GET ${repository}/attestations/sha256:${digest}`, null, 'nobody');
    },
  },
  {
    what: 'an attestation in a private repository',
    client: 'curl',
    status: 422,
    says: 'Feature not available for user-owned private repositories. To enable this feature, please make this repository public.',
    seen: true,
    drive: async (stage) => {
      await arrangeRepository(stage, { visibility: 'private' });
      return attest(stage);
    },
  },
  {
    what: 'an attestation of nothing',
    client: 'curl',
    status: 422,
    says: 'Bundle is invalid',
    drive: (stage) => attest(stage, { bundle: {} }),
  },
  {
    what: 'the attestations of a file that has none',
    client: 'curl',
    status: 404,
    says: '"message":"Not Found"',
    drive: (stage) => call(stage, `GET ${repository}/attestations/sha256:00`),
  },
  {
    what: 'generated notes',
    client: 'curl',
    status: 200,
    says: '{"name":"v2","body":"**Full Changelog**: …/local/workspace/compare/v1...v2"}',
    drive: (stage) =>
      call(
        stage,
        `POST ${releases}/generate-notes`,
        { tag_name: 'v2', previous_tag_name: 'v1' },
        'run',
      ),
  },
];
