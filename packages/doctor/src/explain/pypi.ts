import type { Entry } from './entry.ts';

/** What PyPI says, and the tools that upload to it. */
export const pypiEntries: readonly Entry[] = [
  {
    code: 'SLW617',
    pattern: /invalid-publisher: .*Publisher with matching claims was not found/i,
    told: {
      cause:
        'No publisher at PyPI has this repository (letter by letter), workflow file and environment.',
      remedy:
        'Compare them: `npx nx run release:doctor` names the field. PyPI takes the file of a called workflow, not its caller.',
    },
    sample:
      'invalid-publisher: valid token, but no corresponding publisher (Publisher with matching claims was not found)',
  },
  {
    code: 'SLW617',
    pattern: /job_workflow_ref claim does not match/i,
    told: {
      cause: 'The workflow that uploads lies in another repository.',
      remedy: 'Write the job into a workflow of this repository.',
    },
    sample: "The job_workflow_ref claim does not match, expecting one of ['a'], got 'b'",
  },
  {
    code: 'SLW612',
    pattern: /Publishing from a workflow invoked via 'pull_request_target' is not supported/i,
    told: {
      cause: 'PyPI gives no token to runs of pull_request_target.',
      remedy: 'Publish on a pushed tag, a published release or `workflow_dispatch`.',
    },
    sample: "Publishing from a workflow invoked via 'pull_request_target' is not supported.",
  },
  {
    code: 'SLW636',
    pattern: /Non-user identities cannot create new projects/i,
    told: {
      cause: 'The project does not exist, and no pending publisher has just its name.',
      remedy: 'Correct the name in the pending publisher or in pyproject.toml.',
    },
    sample: 'Non-user identities cannot create new projects. This was probably caused by',
  },
  {
    code: 'SLW629',
    pattern: /Attestations are only supported when using Trusted Publishing/i,
    told: {
      cause: 'Attestations were sent with a stored token.',
      remedy: 'Publish by OIDC, or `attestations: false`.',
    },
    sample: 'Attestations are only supported when using Trusted Publishing',
  },
  {
    code: 'SLW618',
    pattern: /Build Config URI .* does not match expected Trusted Publisher/i,
    told: {
      cause:
        'The upload is in a called workflow: the token wants the called file, the attestation the calling one.',
      remedy: 'Write the job into the workflow that starts, and register that file.',
    },
    sample: "Certificate's Build Config URI (a) does not match expected Trusted Publisher (b)",
  },
  {
    code: 'SLW402',
    pattern: /File already exists \('(?<file>[^']+)'/i,
    told: {
      cause: 'PyPI has this file with other bytes: the version was built again.',
      remedy: 'Bump the version; or upload the files of the first build.',
    },
    sample: "File already exists ('tide-0.3.1.tar.gz', with blake2_256 hash 'ab').",
  },
  {
    code: 'SLW639',
    pattern: /releases older than 14 days is not allowed/i,
    told: { cause: 'PyPI closes a version after 14 days.', remedy: 'Release a new version.' },
    sample: 'Uploading new files to releases older than 14 days is not allowed.',
  },
  {
    code: 'SLW605',
    pattern: /unsupported platform tag '(?<tag>linux_\w+)'/i,
    told: {
      cause: 'The wheel was built outside a manylinux image.',
      remedy: 'Build with `manylinux: auto`, or `maturin build --zig`.',
    },
    sample:
      "Binary wheel 'tide-0.3.1-cp312-cp312-linux_x86_64.whl' has an unsupported platform tag 'linux_x86_64'.",
  },
  {
    code: 'SLW229',
    pattern: /License-File (?<file>\S+) does not exist in distribution file/i,
    told: {
      cause:
        'The licence file is outside the folder of the package, or a link that was not packed.',
      remedy: 'Put a copy beside pyproject.toml.',
    },
    sample:
      'License-File LICENSE does not exist in distribution file tide-0.3.1.tar.gz at tide-0.3.1/LICENSE',
  },
  {
    code: 'SLW106',
    pattern: /The use of local versions in|is not a valid python version/i,
    told: {
      cause: 'PyPI does not know this version.',
      remedy: 'Use alpha, beta or rc with a number; no `+build`.',
    },
    sample: "The use of local versions in '0.3.1+abc' is not allowed.",
  },
  {
    code: 'SLW716',
    pattern: /invalid-pending-publisher/i,
    told: null,
    sample: 'invalid-pending-publisher: valid token, but project already exists',
  },
  {
    code: 'SLW717',
    pattern: /pending (?:trusted )?publisher .*already (?:been )?registered/i,
    told: null,
    sample: 'This pending trusted publisher has already been registered',
  },
  {
    code: 'SLW718',
    pattern: /OIDC scoped token is not valid for project '(?<name>[^']+)'/i,
    told: null,
    sample: "Invalid API Token: OIDC scoped token is not valid for project 'tide'",
  },
  {
    code: 'SLW719',
    pattern: /Invalid API Token: token is expired/i,
    told: null,
    sample: 'Invalid API Token: token is expired',
  },
  {
    code: 'SLW720',
    pattern: /invalid-token: malformed or invalid token/i,
    told: null,
    sample: 'invalid-token: malformed or invalid token',
  },
  {
    code: 'SLW723',
    pattern:
      /previously used by a file that has since been deleted|This filename has already been used/i,
    told: null,
    sample:
      'This filename was previously used by a file that has since been deleted. Use a different version.',
  },
  {
    code: 'SLW724',
    pattern: /Filename '(?<file>[^']+)' is invalid, should be '(?<wanted>[^']+)'/i,
    told: null,
    sample: "Filename 'tide-py-0.3.1.tar.gz' is invalid, should be 'tide_py-0.3.1.tar.gz'.",
  },
  {
    code: 'SLW725',
    pattern: /Project size too large/i,
    told: null,
    sample: "Project size too large. Limit for project 'tide' total size is 10 GB.",
  },
  {
    code: 'SLW726',
    pattern: /File too large\. Limit for project/i,
    told: null,
    sample: "File too large. Limit for project 'tide' is 100 MB.",
  },
  {
    code: 'SLW727',
    pattern: /ZIP archive not accepted/i,
    told: null,
    sample: 'ZIP archive not accepted: Trailing data.',
  },
  {
    code: 'SLW728',
    pattern: /unrecognized or malformed field 'license-file'/i,
    told: null,
    sample:
      "InvalidDistribution: Invalid distribution metadata: unrecognized or malformed field 'license-file'",
  },
  {
    code: 'SLW729',
    pattern: /'(?<classifier>[^']+)' is not a valid classifier/i,
    told: null,
    sample: "'Topic :: Tides' is not a valid classifier.",
  },
  {
    code: 'SLW730',
    pattern: /Can't have direct dependency/i,
    told: null,
    sample: "Can't have direct dependency: moon @ git+ssh",
  },
  {
    code: 'SLW731',
    pattern: /is too similar to an existing project/i,
    told: null,
    sample: "The name 't1de' is too similar to an existing project.",
  },
  {
    code: 'SLW732',
    pattern: /Only one sdist may be uploaded per release/i,
    told: null,
    sample: 'Only one sdist may be uploaded per release.',
  },
];
