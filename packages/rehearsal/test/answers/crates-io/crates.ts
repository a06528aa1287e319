import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Answer } from '../answer.ts';
import { announce, packed, publish, upload, type CrateSource } from './clients.ts';
import { pass, type Stage } from '../stage.ts';

const published = 'Published slw-crate v0.1.0';
const fields = 'description = "d"\nlicense = "MIT"\n';
const list = (count: number, name: (index: number) => string): string =>
  JSON.stringify(Array.from({ length: count }, (_, index) => name(index)));

/** What cargo uploads and crates.io refuses for its content: title, status, text, seen, source. */
const contents: readonly (readonly [string, number, string, boolean, CrateSource])[] = [
  [
    'neither description nor licence',
    400,
    'missing or empty metadata fields: description, license. Please see https://doc.rust-lang.org/cargo/reference/manifest.html for more information on configuring these fields',
    true,
    { fields: '' },
  ],
  [
    'a description of 1001 characters',
    400,
    'The `description` is too long. A maximum of 1000 characters are currently allowed.',
    false,
    { fields: `license = "MIT"\ndescription = "${'d'.repeat(1001)}"\n` },
  ],
  [
    'a licence that SPDX does not list',
    400,
    'unknown or invalid license expression; see http://opensource.org/licenses for options, and http://spdx.org/licenses/ for their identifiers Note: If you have a non-standard license that is not listed by SPDX, use the license-file field to specify the path to a file containing the text of the license. See https://doc.rust-lang.org/cargo/reference/manifest.html#the-license-and-license-file-fields for more information. MIT AND foobar ^^^^^^ unknown term',
    false,
    { fields: 'description = "d"\nlicense = "MIT AND foobar"\n' },
  ],
  [
    'a licence in plain words',
    400,
    'Apache 2.0 ^^^^^^ unknown term',
    false,
    { fields: 'description = "d"\nlicense = "Apache 2.0"\n' },
  ],
  [
    'a licence with a bracket too few',
    400,
    '(MIT OR Apache-2.0 ^ unclosed parens',
    false,
    { fields: 'description = "d"\nlicense = "(MIT OR Apache-2.0"\n' },
  ],
  [
    'a homepage without scheme',
    400,
    'URL for field `homepage` must begin with http:// or https:// (url: example.org)',
    false,
    { fields: `${fields}homepage = "example.org"\n` },
  ],
  [
    'six keywords',
    400,
    'expected at most 5 keywords per crate',
    false,
    { fields: `${fields}keywords = ${list(6, (index) => `k${index}`)}\n` },
  ],
  [
    'a keyword of 21 characters',
    400,
    `"${'k'.repeat(21)}" is an invalid keyword (keywords must have less than 20 characters)`,
    false,
    { fields: `${fields}keywords = ["${'k'.repeat(21)}"]\n` },
  ],
  [
    'a keyword of two words',
    400,
    '"two words" is an invalid keyword',
    false,
    { fields: `${fields}keywords = ["two words"]\n` },
  ],
  [
    'six categories',
    400,
    'expected at most 5 categories per crate',
    false,
    { fields: `${fields}categories = ${list(6, (index) => `c${index}`)}\n` },
  ],
  [
    'an unknown category',
    400,
    'The following category slugs are not currently supported on crates.io: no-such See https://crates.io/category_slugs for a list of supported slugs.',
    false,
    { fields: `${fields}categories = ["wasm", "no-such"]\n` },
  ],
  [
    '301 features',
    400,
    'crates.io only allows a maximum number of 300 features, but your crate is declaring 301 features',
    false,
    {
      rest: `[features]\n${Array.from({ length: 301 }, (_, index) => `f${index} = []`).join('\n')}\n`,
    },
  ],
  [
    'a reserved name',
    400,
    'cannot upload a crate with a reserved name',
    false,
    { name: 'proc-macro' },
  ],
  [
    'a name of 65 characters',
    400,
    `the crate name \`${'n'.repeat(65)}\` is too long (max 64 characters)`,
    false,
    { name: 'n'.repeat(65) },
  ],
];

const needing = (needs: string) => async (stage: Stage) => {
  const known = { registry: 'crates-io', name: 'slw-known', versions: ['1.0.0'] };
  await stage.arrange('projects', known);
  return publish(stage, { rest: `[dependencies]\n${needs}\n` });
};

/** What the crate is, and what is there already. */
export const cratesIoCrates: readonly Answer[] = [
  ...contents.map(([what, status, says, seen, source]): Answer => ({
    what,
    client: 'cargo',
    status,
    says,
    ...(seen ? { seen } : {}),
    drive: (stage) => publish(stage, source),
  })),
  {
    what: 'a wildcard dependency',
    client: 'cargo',
    status: 400,
    says: 'wildcard (`*`) dependency constraints are not allowed on crates.io. See https://doc.rust-lang.org/cargo/faq.html#can-libraries-use--as-a-version-for-their-dependencies for more information',
    drive: needing('slw-known = "*"'),
  },
  {
    what: 'a dependency that the registry does not know',
    client: 'curl',
    status: 400,
    says: 'no known crate named `slw-unheard`',
    drive: (stage) => upload(stage, packed({ deps: [{ name: 'slw-unheard', version_req: '^1' }] })),
  },
  {
    what: 'a development dependency that the registry does not know',
    client: 'curl',
    status: 400,
    says: 'no known crate named `slw-unheard`',
    drive: (stage) =>
      upload(stage, packed({ deps: [{ name: 'slw-unheard', version_req: '^1', kind: 'dev' }] })),
  },
  {
    what: 'a dependency spelled with the other dash',
    client: 'curl',
    status: 400,
    says: 'no known crate named `slw_known`',
    drive: async (stage) => {
      await stage.arrange('projects', { registry: 'crates-io', name: 'slw-known' });
      return upload(stage, packed({ deps: [{ name: 'slw_known', version_req: '^1' }] }));
    },
  },
  {
    what: 'a dependency on another registry',
    client: 'curl',
    status: 400,
    says: 'Dependency `x` is hosted on another registry. Cross-registry dependencies are not permitted on crates.io.',
    drive: (stage) =>
      upload(stage, packed({ deps: [{ name: 'x', version_req: '^1', registry: 'https://x' }] })),
  },
  {
    what: '501 dependencies',
    client: 'curl',
    status: 400,
    says: 'crates.io only allows a maximum number of 500 dependencies, but your crate is declaring 501 dependencies.',
    drive: (stage) => {
      const deps = Array.from({ length: 501 }, (_, index) => ({
        name: `d${index}`,
        version_req: '^1',
      }));
      return upload(stage, packed({ deps }));
    },
  },
  {
    what: 'a name that differs from another in its dash',
    client: 'cargo',
    status: 400,
    says: 'crate was previously named `slw-crate`',
    drive: async (stage) => {
      await announce(stage);
      return publish(stage, { name: 'slw_crate' });
    },
  },
  {
    what: 'the name of a crate that was deleted today',
    client: 'cargo',
    status: 400,
    says: 'A crate with the name `slw-crate` was recently deleted. Reuse of this name will be available after …Z.',
    drive: async (stage) => {
      await stage.arrange('projects', { registry: 'crates-io', name: 'slw-crate', deleted: true });
      return publish(stage);
    },
  },
  {
    what: 'the name of a crate that was deleted the day before',
    client: 'cargo',
    status: 0,
    says: published,
    drive: async (stage) => {
      await stage.arrange('projects', { registry: 'crates-io', name: 'slw-crate', deleted: true });
      await pass(stage, 24 * 3600);
      return publish(stage);
    },
  },
  {
    what: 'a version that is there with other build metadata',
    client: 'curl',
    status: 400,
    says: 'crate version `1.0.0` is already uploaded',
    seen: true,
    drive: async (stage) => {
      await upload(stage, packed({}));
      return upload(stage, packed({ vers: '1.0.0+b1' }));
    },
  },
  {
    what: 'a version that is there, before the index shows it',
    client: 'cargo',
    status: 400,
    says: 'crate version `0.1.0` is already uploaded',
    seen: true,
    drive: async (stage) => {
      const match = { registry: 'crates-io', method: 'PUT', times: 1 };
      await stage.arrange('faults', [{ match, do: { indexDelayMs: 60_000 } }]);
      await upload(stage, packed({ name: 'slw-crate', vers: '0.1.0' }));
      return publish(stage);
    },
  },
  {
    what: 'a crate of more than 10 MiB',
    client: 'cargo',
    status: 413,
    says: 'max upload size is: 10485760',
    drive: async (stage) => {
      await publish(stage, {}, undefined, '--dry-run');
      await stage.write(join('slw-crate', 'data.bin'), randomBytes(10.5 * 1024 * 1024));
      return publish(stage);
    },
  },
  {
    what: 'metadata of more than 1 MiB',
    client: 'cargo',
    status: 413,
    says: 'JSON metadata blob too large',
    drive: async (stage) => {
      await publish(stage, {}, undefined, '--dry-run');
      await stage.write(join('slw-crate', 'README.md'), 'r'.repeat(1024 * 1024));
      return publish(stage, { fields: `${fields}readme = "README.md"\n` });
    },
  },
];
