import type { Entry } from './entry.ts';

/** What cargo says by itself. */
export const cargoEntries: readonly Entry[] = [
  {
    code: 'SLW513',
    patterns: [/could not resolve proxy/i, /CONNECT tunnel failed/i],
    told: {
      cause: 'The proxy between here and the registry is not there, or refuses.',
      remedy:
        'Correct HTTPS_PROXY, or `http.proxy` of cargo or git, and start again with --continue.',
    },
    sample: '[56] Failure when receiving data from the peer (CONNECT tunnel failed, response 407)',
  },
  {
    code: 'SLW108',
    patterns: [/all dependencies must have a version requirement specified/i],
    told: { cause: 'A path dependency has no version.', remedy: 'Add `version` beside `path`.' },
    sample: 'all dependencies must have a version requirement specified when publishing.',
  },
  {
    code: 'SLW109',
    patterns: [/circular dependency detected while publishing/i],
    told: {
      cause: 'Crates need each other, as a rule by a dev-dependency with a version.',
      remedy: 'Take the version from the dev-dependency on a path.',
    },
    sample: 'circular dependency detected while publishing tide',
  },
  {
    code: 'SLW103',
    patterns: [
      /lock file .{0,200}needs to be updated/,
      /cannot update the lock file \S+ because --locked was passed/,
    ],
    told: {
      cause: 'Cargo.lock was packed as it was before the bump.',
      remedy: 'Commit the lock file with the version: `npx nx run release:version`.',
    },
    sample: 'error: the lock file /tmp/x/Cargo.lock needs to be updated but --locked was passed',
  },
  {
    code: 'SLW703',
    patterns: [/no token found, please run `cargo login`/i],
    told: null,
    sample:
      'error: no token found, please run `cargo login`\nor use environment variable CARGO_REGISTRY_TOKEN',
  },
  {
    code: 'SLW705',
    patterns: [
      /unable to publish (?<name>[^\n]{1,200}?) due to a timeout while waiting for published dependencies/,
      /timed out waiting for (?<name>[^\n]{1,200}?) to be available/,
    ],
    told: {
      cause:
        'The upload is live; cargo waits a minute for the index, and gave up with {name} still to come or not to be seen.',
      remedy: 'Go on with what is missing: `npx nx run release:publish --continue`.',
    },
    sample:
      'error: unable to publish tide-py due to a timeout while waiting for published dependencies to be available.',
  },
  {
    code: 'SLW705',
    patterns: [/timeout while waiting for published dependencies/],
    told: null,
    sample: 'error: timeout while waiting for published dependencies to be available.',
  },
  {
    code: 'SLW706',
    patterns: [
      /failed to select a version for the requirement `(?<name>[\w-]+) = /,
      /no matching package named `(?<name>[\w-]+)` found/,
      /no known crate named `(?<name>[\w-]+)`/,
    ],
    told: {
      cause:
        'What needs {name} was published before it, or asks for a version that crates.io does not have; a dev-dependency with a version counts.',
      remedy:
        'If this release published {name}, go on in some minutes: `npx nx run release:publish --continue`. If not, publish in the order that `npx nx run release:plan` shows, or correct the requirement.',
    },
    sample:
      'error: failed to select a version for the requirement `tide-core = "^0.4"`\ncandidate versions found which didn\'t match: 0.3.1\nlocation searched: crates.io index',
  },
  {
    code: 'SLW707',
    patterns: [
      /files? in the working directory contain changes that were not yet committed into git/i,
    ],
    told: null,
    sample:
      'error: 1 files in the working directory contain changes that were not yet committed into git:',
  },
  {
    code: 'SLW708',
    patterns: [/Source directory was modified by build\.rs/i],
    told: null,
    sample:
      'Source directory was modified by build.rs during cargo publish. Build scripts should not modify anything outside of OUT_DIR.',
  },
  {
    code: 'SLW714',
    patterns: [
      /`[\w-]+` cannot be published\. `package\.publish` must be set/,
      /`package\.publish` must be set/,
    ],
    told: null,
    sample:
      'error: `tide-tests` cannot be published.\n`package.publish` must be set to `true` or a non-empty list in Cargo.toml to publish.',
  },
];
