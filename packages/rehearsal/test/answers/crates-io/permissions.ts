import { anUpload } from '../../../src/crates-io/crate.fixture.ts';
import type { Answer } from '../answer.ts';
import { announce, publish, scopedToken, trustedToken, upload } from './clients.ts';
import { pass, type Stage } from '../stage.ts';

const published = 'Published slw-crate v0.1.0';
const forbidden = 'this token does not have the required permissions to perform this action';

const withPermission = (limits: object) => async (stage: Stage) => {
  await announce(stage);
  return publish(stage, {}, await scopedToken(stage, limits));
};

/** Who may publish. */
export const cratesIoPermissions: readonly Answer[] = [
  {
    what: 'a new crate with a trusted token',
    client: 'cargo',
    status: 403,
    says: 'Trusted Publishing tokens do not support creating new crates. Publish the crate manually, first',
    seen: true,
    drive: async (stage) => publish(stage, { name: 'slw-new' }, await trustedToken(stage)),
  },
  {
    what: 'a crate that the trusted token is not for',
    client: 'cargo',
    status: 403,
    says: 'The provided access token is not valid for crate `slw-other`',
    seen: true,
    drive: async (stage) => {
      await stage.arrange('projects', { registry: 'crates-io', name: 'slw-other' });
      return publish(stage, { name: 'slw-other' }, await trustedToken(stage));
    },
  },
  {
    what: 'a crate whose publisher came after the token',
    client: 'cargo',
    status: 403,
    says: 'The provided access token is not valid for crate `slw-late`',
    drive: async (stage) => {
      const token = await trustedToken(stage);
      await announce(stage, { name: 'slw-late' }, { name: 'slw-late' });
      return publish(stage, { name: 'slw-late' }, token);
    },
  },
  {
    what: 'a trusted token that is malformed',
    client: 'cargo',
    status: 401,
    says: 'Invalid `Authorization` header: Failed to parse token',
    drive: async (stage) => {
      await announce(stage);
      return publish(stage, {}, 'cio_tp_short');
    },
  },
  {
    what: 'an ordinary token for a crate that takes trusted publishing only',
    client: 'cargo',
    status: 403,
    says: 'New versions of this crate can only be published using Trusted Publishing (see https://crates.io/docs/trusted-publishing).',
    seen: true,
    drive: async (stage) => {
      await announce(stage, {}, { trustpubOnly: true });
      return publish(stage);
    },
  },
  {
    what: 'a trusted token for a crate that takes trusted publishing only',
    client: 'cargo',
    status: 0,
    says: published,
    drive: async (stage) => {
      const token = await trustedToken(stage);
      await announce(stage, {}, { trustpubOnly: true });
      return publish(stage, {}, token);
    },
  },
  {
    what: 'a token that nobody issued',
    client: 'cargo',
    status: 403,
    says: 'authentication failed',
    seen: true,
    drive: (stage) => publish(stage, {}, `cio${'x'.repeat(32)}`),
  },
  {
    what: 'a token of before 2020',
    client: 'cargo',
    status: 401,
    says: 'The given API token does not match the format used by crates.io. Tokens generated before 2020-07-14 were generated with an insecure random number generator',
    drive: (stage) => publish(stage, {}, 'x'.repeat(32)),
  },
  {
    what: 'no token',
    client: 'curl',
    status: 403,
    says: 'this action requires authentication',
    drive: (stage) => upload(stage, anUpload(), null),
  },
  {
    what: 'a token that has expired',
    client: 'cargo',
    status: 403,
    says: 'authentication failed',
    drive: async (stage) => {
      const token = await scopedToken(stage, { expiresInSeconds: 60 });
      await pass(stage, 60);
      return publish(stage, {}, token);
    },
  },
  {
    what: 'a token that may only publish new crates, for another version',
    client: 'cargo',
    status: 403,
    says: forbidden,
    drive: withPermission({ scopes: ['publish-new'] }),
  },
  {
    what: 'a token for other crates',
    client: 'cargo',
    status: 403,
    says: forbidden,
    drive: withPermission({ packages: ['slw-other', 'other-*'] }),
  },
  {
    what: 'a token for crates of this beginning',
    client: 'cargo',
    status: 0,
    says: published,
    drive: withPermission({ scopes: ['publish-update'], packages: ['slw-*'] }),
  },
  {
    what: 'a crate of somebody else',
    client: 'cargo',
    status: 403,
    says: "this crate exists but you don't seem to be an owner. If you believe this is a mistake, perhaps you need to accept an invitation to be an owner before publishing.",
    drive: async (stage) => {
      await announce(stage, {}, { foreign: true });
      return publish(stage);
    },
  },
  {
    what: 'an owner without a verified address',
    client: 'cargo',
    status: 400,
    says: 'A verified email address is required to publish crates to crates.io. Visit https://crates.io/settings/profile to set and verify your email address.',
    drive: async (stage) => {
      await stage.arrange('accounts', { registry: 'crates-io', verifiedEmail: false });
      return publish(stage);
    },
  },
  {
    what: 'a locked account',
    client: 'cargo',
    status: 403,
    says: 'This account is indefinitely locked. Reason: spam',
    drive: async (stage) => {
      await stage.arrange('accounts', { registry: 'crates-io', locked: { reason: 'spam' } });
      return publish(stage);
    },
  },
  {
    what: 'an account that is locked for a time',
    client: 'cargo',
    status: 403,
    says: 'This account is locked until 2099-01-01 at 00:00:00 UTC. Reason: spam',
    drive: async (stage) => {
      const locked = { reason: 'spam', until: '2099-01-01T00:00:00Z' };
      await stage.arrange('accounts', { registry: 'crates-io', locked });
      return publish(stage);
    },
  },
  {
    what: 'the registry in read-only mode',
    client: 'cargo',
    status: 503,
    says: 'crates.io is currently in read-only mode. Please check https://status.crates.io/ for details.',
    drive: async (stage) => {
      await stage.arrange('sites', { registry: 'crates-io', mode: 'read-only' });
      return publish(stage);
    },
  },
];
