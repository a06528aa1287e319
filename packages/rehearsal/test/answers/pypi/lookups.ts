import type { Answer } from '../answer.ts';
import { exists, send, wheel } from './clients.ts';
import type { Stage } from '../stage.ts';

const json = ['--header', 'Accept: application/vnd.pypi.simple.v1+json'];
const simple = (stage: Stage, path: string) =>
  stage.curl(...json, `${stage.ready.pypi.simple}${path}`);
const page = (stage: Stage, path: string) =>
  stage.curl(new URL(`../pypi/${path}`, stage.ready.pypi.simple).href);

/** What anybody may ask. */
export const pypiLookups: readonly Answer[] = [
  {
    what: 'the files of a project',
    client: 'curl',
    status: 200,
    says: `x-pypi-last-serial: 1…"meta":{"api-version":"1.4","_last-serial":1},"name":"some-project","project-status":{"status":"active"},"versions":["1.0"],"files":[{"filename":"${wheel}",`,
    drive: async (stage) => {
      await send(stage);
      return simple(stage, 'some-project/');
    },
  },
  {
    what: 'a name that is not normalized',
    client: 'curl',
    status: 301,
    says: 'location: …/simple/some-project/',
    drive: async (stage) => {
      await exists(stage);
      return simple(stage, 'Some_Project/');
    },
  },
  {
    what: 'a project that is not there',
    client: 'curl',
    status: 404,
    says: '…',
    drive: (stage) => simple(stage, 'none/'),
  },
  {
    what: 'the files of a version',
    client: 'curl',
    status: 200,
    says: `"urls":[{"filename":"${wheel}"`,
    drive: async (stage) => {
      await send(stage);
      return page(stage, 'some-project/1.0/json');
    },
  },
  {
    what: 'a version that is not there',
    client: 'curl',
    status: 404,
    says: '{"message":"Not Found"}',
    drive: async (stage) => {
      await send(stage);
      return page(stage, 'some-project/2.0/json');
    },
  },
];
