import { anUpload } from '../../../src/crates-io/crate.fixture.ts';
import type { Outcome } from '../../command.ts';
import type { Answer } from '../answer.ts';
import { announce, call, publish, trustedToken, upload } from './clients.ts';
import { pass, type Stage } from '../stage.ts';

const published = 'Published slw-crate v0.1.0';

/** Spends what the owner may do at once; attempts that fail later count as well. */
async function spend(stage: Stage, times: number, name: string): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    await upload(stage, anUpload({ name, manifest: '' }));
  }
}

const tooMany = (stage: Stage, name: string): Promise<Outcome> => publish(stage, { name });
const again =
  'Please try again after …, … GMT and see https://crates.io/docs/rate-limits for more details.';

/** How much at once. */
export const cratesIoRates: readonly Answer[] = [
  {
    what: 'the sixth new crate at once',
    client: 'cargo',
    status: 429,
    says: `You have published too many new crates in a short period of time. ${again}`,
    seen: true,
    drive: async (stage) => {
      await spend(stage, 5, 'slw-crate');
      return tooMany(stage, 'slw-crate');
    },
  },
  {
    what: 'the sixth new crate at once: the instant is in the header',
    client: 'curl',
    status: 429,
    says: 'retry-after: …, … GMT',
    drive: async (stage) => {
      await spend(stage, 5, 'slw-crate');
      return upload(stage, anUpload());
    },
  },
  {
    what: 'the sixth new crate after ten minutes',
    client: 'cargo',
    status: 0,
    says: published,
    drive: async (stage) => {
      await spend(stage, 5, 'slw-crate');
      await pass(stage, 600);
      return tooMany(stage, 'slw-crate');
    },
  },
  {
    what: 'the 31st version at once',
    client: 'cargo',
    status: 429,
    says: `You have published too many updates to existing crates in a short period of time. ${again}`,
    drive: async (stage) => {
      await announce(stage);
      await spend(stage, 30, 'slw-crate');
      return tooMany(stage, 'slw-crate');
    },
  },
  {
    what: 'the 31st version after a minute',
    client: 'cargo',
    status: 0,
    says: published,
    drive: async (stage) => {
      await announce(stage);
      await spend(stage, 30, 'slw-crate');
      await pass(stage, 60);
      return tooMany(stage, 'slw-crate');
    },
  },
  {
    what: 'the 31st version at once, with a trusted token',
    client: 'cargo',
    status: 0,
    says: published,
    drive: async (stage) => {
      const token = await trustedToken(stage);
      await spend(stage, 31, 'slw-crate');
      return publish(stage, {}, token);
    },
  },
  {
    what: 'more versions of one crate than it may have a day',
    client: 'cargo',
    status: 429,
    says: 'You have published too many versions of this crate in the last 24 hours',
    drive: async (stage) => {
      await stage.arrange('accounts', { registry: 'crates-io', versionsDaily: 1 });
      await announce(stage, {}, { versions: ['0.0.1'] });
      return publish(stage);
    },
  },
  {
    what: 'the 101st yank at once',
    client: 'curl',
    status: 429,
    says: `You have yanked or unyanked too many versions in a short period of time. ${again}`,
    drive: async (stage) => {
      await stage.arrange('accounts', { registry: 'crates-io', bursts: { yank: 2 } });
      await announce(stage, {}, { versions: ['0.1.0'] });
      const yank = () => call(stage, 'DELETE /api/v1/crates/slw-crate/0.1.0/yank');
      await yank();
      await yank();
      return yank();
    },
  },
];
