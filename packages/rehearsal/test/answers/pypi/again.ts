import { zip } from '../../../src/archive/archive.fixture.ts';
import type { Answer } from '../answer.ts';
import { pass, type Stage } from '../stage.ts';
import { aWheel, exists, sdist, send, twine, uv, wheel } from './clients.ts';

const reuse = 'See https://pypi.org/help/#file-name-reuse for more information.';
const other = aWheel([['other', 'x']]);

const present = (drive: (stage: Stage) => ReturnType<typeof uv>) => async (stage: Stage) => {
  await uv(stage);
  return drive(stage);
};

/** What is there already. */
export const pypiAgain: readonly Answer[] = [
  {
    what: 'the same bytes again',
    client: 'twine',
    status: 0,
    says: '200 OK',
    drive: present((stage) => twine(stage)),
  },
  {
    what: 'other bytes under the same name',
    client: 'twine',
    status: 400,
    says: `File already exists ('${wheel}', with blake2_256 hash '…'). See https://pypi.org/help/#file-name-reuse for more information.`,
    seen: true,
    drive: present((stage) => twine(stage, { bytes: other })),
  },
  {
    what: 'other bytes under the same name',
    client: 'uv',
    status: 400,
    says: `File already exists ('${wheel}', with blake2_256 hash '…'). See https://pypi.org/help/#file-name-reuse for more information.`,
    seen: true,
    drive: present((stage) => uv(stage, { bytes: other })),
  },
  {
    what: 'the same bytes under another name',
    client: 'curl',
    status: 400,
    says: `File already exists ('${wheel}', with blake2_256 hash '…').`,
    drive: present((stage) => send(stage, { file: wheel.replace('py3', 'py2.py3') })),
  },
  {
    what: 'the name of a file that was deleted',
    client: 'twine',
    status: 400,
    says: `This filename was previously used by a file that has since been deleted. Use a different version. ${reuse}`,
    drive: async (stage) => {
      await exists(stage, { deletedFiles: [wheel] });
      return twine(stage);
    },
  },
  {
    what: 'another file 15 days after the release',
    client: 'twine',
    status: 400,
    says: 'Uploading new files to releases older than 14 days is not allowed.',
    drive: async (stage) => {
      await send(stage, { file: sdist });
      await pass(stage, 15 * 24 * 3600);
      return twine(stage);
    },
  },
  {
    what: 'the same bytes 15 days after the release',
    client: 'twine',
    status: 0,
    says: '200 OK',
    drive: present(async (stage) => {
      await pass(stage, 15 * 24 * 3600);
      return twine(stage);
    }),
  },
  {
    what: 'a second sdist of the release',
    client: 'curl',
    status: 400,
    says: 'Only one sdist may be uploaded per release.',
    drive: async (stage) => {
      await send(stage, { file: sdist });
      const bytes = zip([['some_project-1.0/PKG-INFO', 'x']]);
      return send(stage, { file: 'some_project-1.0.zip', bytes });
    },
  },
  {
    what: 'a file of more than 100 MB',
    client: 'curl',
    status: 400,
    says: "File too large. Limit for project 'some-project' is 100 MB. See https://docs.pypi.org/project-management/storage-limits",
    drive: (stage) => send(stage, { bytes: Buffer.alloc(100 * 1024 * 1024 + 1) }),
  },
  {
    what: 'a file of more than the project may have',
    client: 'twine',
    status: 400,
    says: "File too large. Limit for project 'some-project' is 0 MB.",
    drive: async (stage) => {
      await exists(stage, { fileLimit: 100 });
      return twine(stage);
    },
  },
  {
    what: 'more bytes than a project may have in all',
    client: 'curl',
    status: 400,
    says: "Project size too large. Limit for project 'some-project' total size is 0 GB. See https://docs.pypi.org/project-management/storage-limits",
    drive: present(async (stage) => {
      await exists(stage, { totalLimit: aWheel().length });
      return send(stage, { file: sdist });
    }),
  },
  {
    what: 'an upload without the final slash',
    client: 'curl',
    status: 308,
    says: 'An upload was attempted to /legacy but the expected upload URL is /legacy/ (with a trailing slash)',
    drive: (stage) => stage.curl('--data', '', stage.ready.pypi.upload.slice(0, -1)),
  },
];
