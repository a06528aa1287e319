import { cargo } from '../../crates.ts';
import type { Outcome } from '../../command.ts';
import type { Answer } from '../answer.ts';
import { announce, scopedToken, trustedToken } from './clients.ts';
import type { Stage } from '../stage.ts';

const forbidden = 'this token does not have the required permissions to perform this action';

/** `cargo yank` of a version that is there, with the owner's token unless another is given. */
async function yank(
  stage: Stage,
  token = stage.ready.cratesIo.ownerToken,
  ...args: readonly string[]
): Promise<Outcome> {
  const { folder, home } = stage;
  const [version = '0.1.0', ...more] = args;
  return cargo(
    { folder, home },
    stage.ready,
    ['yank', 'slw-crate', `--version=${version}`, ...more],
    token,
  );
}

const withVersion = (stage: Stage, change: object = {}): Promise<void> =>
  announce(stage, {}, { versions: ['0.1.0'], ...change });

/** Who may yank, and take it back. */
export const cratesIoYanks: readonly Answer[] = [
  {
    what: "a version, with a token of its owner's for that",
    client: 'cargo',
    status: 0,
    says: 'Yank slw-crate@0.1.0',
    drive: async (stage) => {
      await withVersion(stage);
      return yank(stage, await scopedToken(stage, { scopes: ['yank'] }));
    },
  },
  {
    what: 'a version that is yanked already',
    client: 'cargo',
    status: 0,
    says: 'Yank slw-crate@0.1.0',
    drive: async (stage) => {
      await withVersion(stage);
      await yank(stage);
      return yank(stage);
    },
  },
  {
    what: 'a yanked version, which is taken back',
    client: 'cargo',
    status: 0,
    says: 'Unyank slw-crate@0.1.0',
    drive: async (stage) => {
      await withVersion(stage);
      await yank(stage);
      return yank(stage, stage.ready.cratesIo.ownerToken, '0.1.0', '--undo');
    },
  },
  {
    what: 'a version, with a token without the scope yank',
    client: 'cargo',
    status: 403,
    says: forbidden,
    drive: async (stage) => {
      await withVersion(stage);
      return yank(stage, await scopedToken(stage, { scopes: ['publish-update'] }));
    },
  },
  {
    what: 'a version, with a token for other crates',
    client: 'cargo',
    status: 403,
    says: forbidden,
    drive: async (stage) => {
      await withVersion(stage);
      return yank(stage, await scopedToken(stage, { scopes: ['yank'], packages: ['other-*'] }));
    },
  },
  {
    what: 'a version, with a trusted token',
    client: 'cargo',
    status: 403,
    says: 'authentication failed',
    drive: async (stage) => {
      const token = await trustedToken(stage);
      await withVersion(stage);
      return yank(stage, token);
    },
  },
  {
    what: "a version of somebody else's crate",
    client: 'cargo',
    status: 403,
    says: 'must already be an owner to yank or unyank',
    drive: async (stage) => {
      await withVersion(stage, { owner: 'somebody', foreign: true });
      return yank(stage);
    },
  },
  {
    what: 'a version that is not there',
    client: 'cargo',
    status: 404,
    says: 'crate `slw-crate` does not have a version `9.9.9`',
    drive: async (stage) => {
      await withVersion(stage);
      return yank(stage, stage.ready.cratesIo.ownerToken, '9.9.9');
    },
  },
];
