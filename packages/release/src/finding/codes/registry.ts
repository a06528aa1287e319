import { defineFinding } from '../finding.ts';
import { builtWheel, crateManifest } from './places.ts';

export const registryUnreachable = defineFinding<{
  registry: string;
  url: string;
  detail: string;
}>('SLW401', {
  title: 'a registry cannot be reached',
  severity: 'error',
  message: ({ registry, url, detail }) => `${registry} cannot be reached at ${url}: ${detail}`,
  why: 'What is live there decides what is published; without an answer nothing is.',
  remedy: () =>
    'Check the network and the status page of the registry; then start again with --continue.',
  example: {
    registry: 'PyPI',
    url: 'http://127.0.0.1:3141',
    detail: 'connect ECONNREFUSED 127.0.0.1:3141',
  },
});

export const otherBytes = defineFinding<{
  registry: string;
  file: string;
  local: string;
  remote: string;
}>('SLW402', {
  title: 'the registry has this version with other bytes',
  severity: 'error',
  message: ({ registry, file, local, remote }) =>
    `${registry} has ${file} with SHA-256 ${remote}, but the one built here has ${local}`,
  why: 'A registry never replaces a file, so this release cannot be what was tested here.',
  remedy: () =>
    'If the version was published before: bump it. If this release was cut off: use the artifacts of the run that started it.',
  example: {
    at: builtWheel,
    registry: 'PyPI',
    file: 'tide-0.3.1.tar.gz',
    local: 'a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4',
    remote: '0f9e8d7c0f9e8d7c0f9e8d7c0f9e8d7c0f9e8d7c0f9e8d7c0f9e8d7c0f9e8d7c',
  },
});

export const uploadRefused = defineFinding<{
  registry: string;
  file: string;
  detail: string;
}>('SLW403', {
  title: 'a registry refused an upload',
  severity: 'error',
  message: ({ registry, file, detail }) => `${registry} refused ${file}: ${detail}`,
  why: 'The file is not live. What was uploaded before it is.',
  remedy: () => 'Mend what the registry names; then start again with --continue.',
  example: {
    at: crateManifest,
    registry: 'crates.io',
    file: 'tide-0.3.1.crate',
    detail: 'this version cannot be published today',
  },
});

export const notVisible = defineFinding<{ registry: string; file: string; seconds: number }>(
  'SLW404',
  {
    title: 'an accepted upload is not visible yet',
    severity: 'error',
    message: ({ registry, file, seconds }) =>
      `${registry} accepted ${file}, but it was not to be seen after ${seconds} s`,
    why: 'What depends on it cannot be published before it is visible.',
    remedy: () => 'Wait a few minutes; then start again with --continue, which looks first.',
    example: { registry: 'crates.io', file: 'tide-0.3.1.crate', seconds: 300 },
  },
);

export const registryAnswered = defineFinding<{
  registry: string;
  url: string;
  status: number;
  detail: string;
}>('SLW405', {
  title: 'a registry gave an answer that makes no sense',
  severity: 'error',
  message: ({ registry, url, status, detail }) =>
    `${registry} answered ${status} at ${url}: ${detail}`,
  why: 'What is live there decides what is published; without a clear answer nothing is.',
  remedy: () => 'Try again in a few minutes with --continue; see the status page of the registry.',
  example: {
    registry: 'PyPI',
    url: 'http://127.0.0.1:3141/simple/tide/',
    status: 503,
    detail: 'not an answer of the simple API',
  },
});

export const notAttested = defineFinding<{
  service: string;
  url: string;
  registry: string;
  file: string;
  detail: string;
}>('SLW407', {
  title: 'Sigstore gave no signature for an attestation',
  severity: 'error',
  message: ({ service, url, file, detail }) =>
    `${file} could not be attested: ${service} at ${url} says ${detail}`,
  why: ({ registry }) =>
    `All files are attested before the first is uploaded: none of those was sent to ${registry}.`,
  remedy: () =>
    "See Sigstore's status page, and start again with --continue; to release without attestations, set the plugin's option `attestations: false` in nx.json.",
  example: {
    at: builtWheel,
    service: 'Fulcio',
    url: 'https://fulcio.sigstore.dev',
    registry: 'PyPI',
    file: 'tide-0.3.1-cp39-abi3-manylinux2014_x86_64.whl',
    detail: '(502) Bad Gateway',
  },
});

export const installFails = defineFinding<{ registry: string; name: string; detail: string }>(
  'SLW406',
  {
    title: 'what was published does not install',
    severity: 'error',
    message: ({ registry, name, detail }) =>
      `${name} does not install from ${registry} into a clean folder: ${detail}`,
    why: 'It is live, and users meet the same error.',
    remedy: () =>
      'Mend the cause and release a new version; yank this one if it is on a public registry.',
    example: {
      registry: 'PyPI',
      name: 'tide==0.3.1',
      detail: 'ERROR: No matching distribution found for tide==0.3.1',
    },
  },
);

export const waitTooLong = defineFinding<{ registry: string; file: string; until: string }>(
  'SLW411',
  {
    title: 'a registry is to be waited for longer than this run may',
    severity: 'error',
    message: ({ registry, file, until }) => `${registry} takes ${file} again from ${until} on`,
    why: 'It counts what was published lately and names the instant; asked before, it refuses.',
    remedy: () =>
      'Start again with --continue after that instant, or let it wait: `--max-wait=MINUTES`. What is live stays as it is.',
    example: { registry: 'crates.io', file: 'tide-0.3.1.crate', until: '2026-01-01T12:40:00.000Z' },
  },
);
