import type { Answer } from '../answer.ts';
import { announce, api, publish, trustedToken } from './clients.ts';
import type { Stage } from '../stage.ts';

const index = (stage: Stage, path: string, ...args: readonly string[]) =>
  stage.curl(...args, `${stage.ready.cratesIo.index.replace('sparse+', '')}${path}`);

const withVersion = async (stage: Stage) => {
  await announce(stage, {}, { versions: ['0.1.0'] });
};

/** What anybody may ask. */
export const cratesIoLookups: readonly Answer[] = [
  {
    what: 'the configuration of the index, which asks for no token',
    client: 'curl',
    status: 200,
    says: '{"dl":"…/crates-io/crates","api":"…/crates-io"}',
    drive: (stage) => index(stage, 'config.json'),
  },
  {
    what: 'the line of a version',
    client: 'curl',
    status: 200,
    says: 'cache-control: public,max-age=600…{"name":"slw-crate","vers":"0.1.0","deps":[],"cksum":"',
    drive: async (stage) => {
      await withVersion(stage);
      return index(stage, 'sl/w-/slw-crate');
    },
  },
  {
    what: 'lines that are known already',
    client: 'curl',
    status: 304,
    says: '…',
    drive: async (stage) => {
      await withVersion(stage);
      const first = await index(stage, 'sl/w-/slw-crate');
      const tag = /etag: (".+?")/i.exec(first.output)?.[1];
      return index(stage, 'sl/w-/slw-crate', '--header', `If-None-Match: ${tag}`);
    },
  },
  {
    what: 'the lines of a crate that is not there',
    client: 'curl',
    status: 404,
    says: '…',
    drive: (stage) => index(stage, 'no/ne/none'),
  },
  {
    what: 'a version that the index shows already',
    client: 'cargo',
    status: 0,
    says: 'crate slw-crate@0.1.0 already exists on crates.io index',
    seen: true,
    drive: async (stage) => {
      await withVersion(stage);
      return publish(stage);
    },
  },
  {
    what: 'a crate that is not there',
    client: 'curl',
    status: 404,
    says: 'crate `none` does not exist',
    drive: (stage) => stage.curl(api(stage, '/api/v1/crates/none')),
  },
  {
    what: 'a version that a run published',
    client: 'curl',
    status: 200,
    says: '"published_by":null,"trustpub_data":{"provider":"github","repository":"local/workspace","run_id":"1","sha":"',
    drive: async (stage) => {
      await publish(stage, {}, await trustedToken(stage));
      return stage.curl(api(stage, '/api/v1/crates/slw-crate/0.1.0'));
    },
  },
  {
    what: 'the owners of a crate',
    client: 'curl',
    status: 200,
    says: '"users":[{"id":1,"login":"local"',
    drive: async (stage) => {
      await announce(stage);
      return stage.curl(api(stage, '/api/v1/crates/slw-crate/owners'));
    },
  },
  {
    what: 'the categories',
    client: 'curl',
    status: 200,
    says: '"category_slugs":[{"id":"accessibility","slug":"accessibility"',
    drive: (stage) => stage.curl(api(stage, '/api/v1/category_slugs')),
  },
  {
    what: 'an address of the API that is none',
    client: 'curl',
    status: 404,
    says: '{"errors":[{"detail":"Not Found"}]}',
    drive: (stage) => stage.curl(api(stage, '/api/v1/nothing')),
  },
];
