import type { Entry } from './entry.ts';

/** What pypa/gh-action-pypi-publish prints when PyPI gives it no token. */
function refusedByAction({
  repository = 'octo/tide',
  called = 'publish.yml',
}: {
  repository?: string;
  called?: string;
}): string {
  const workflow = (file: string): string =>
    `${repository}/.github/workflows/${file}@refs/tags/v0.3.1`;
  return `Error: Trusted publishing exchange failure:
Token request failed: the server refused the request for the following reasons:

* \`invalid-publisher\`: valid token, but no corresponding publisher (Publisher with matching claims was not found)

The claims rendered below are **for debugging purposes only**.

* \`sub\`: \`repo:${repository}:environment:release\`
* \`repository\`: \`${repository}\`
* \`repository_owner\`: \`octo\`
* \`repository_owner_id\`: \`12\`
* \`workflow_ref\`: \`${workflow('publish.yml')}\`
* \`job_workflow_ref\`: \`${workflow(called)}\`
* \`ref\`: \`refs/tags/v0.3.1\`
* \`environment\`: \`release\``;
}

/** What PyPI says, and the tools that upload to it. */
export const pypiEntries: readonly Entry[] = [
  {
    code: 'SLW618',
    patterns: [
      /Publisher with matching claims was not found\)[^]{0,2000}?`workflow_ref`: `(?<caller>[^`@]+)@[^`]*`[^`]{0,80}`job_workflow_ref`: `(?!\k<caller>@)(?<called>[^`@]+)@/,
    ],
    told: {
      cause:
        '{caller} calls {called}, which uploads: PyPI looks at the called file, and takes none of another repository.',
      remedy: 'Write the job that uploads into {caller}, and register that file.',
    },
    sample: refusedByAction({ called: 'upload.yml' }),
  },
  {
    code: 'SLW638',
    patterns: [
      /Publisher with matching claims was not found\)[^]{0,2000}?\brepository`?: [`"](?<repository>[^`"]*[A-Z][^`"]*)[`"]/,
    ],
    told: {
      cause:
        'No publisher at PyPI matches. PyPI compares letter by letter, and the repository is spelled {repository}; else workflow file or environment differ.',
      remedy:
        'Register {repository} in just these letters; `npx nx run release:doctor` compares the other fields.',
    },
    sample: refusedByAction({ repository: 'octo/Tide' }),
  },
  {
    code: 'SLW617',
    patterns: [/Publisher with matching claims was not found/i],
    told: {
      cause:
        'No publisher at PyPI has this repository (letter by letter), workflow file and environment.',
      remedy:
        'Compare them: `npx nx run release:doctor` names the field. PyPI takes the file of a called workflow, not its caller.',
    },
    sample: refusedByAction({}),
  },
  {
    code: 'SLW617',
    patterns: [/job_workflow_ref claim does not match/i],
    told: {
      cause: 'The workflow that uploads lies in another repository.',
      remedy: 'Write the job into a workflow of this repository.',
    },
    sample: "The job_workflow_ref claim does not match, expecting one of ['a'], got 'b'",
  },
  {
    code: 'SLW612',
    patterns: [/Publishing from a workflow invoked via 'pull_request_target' is not supported/i],
    told: {
      cause: 'PyPI gives no token to runs of pull_request_target.',
      remedy: 'Publish on a pushed tag, a published release or `workflow_dispatch`.',
    },
    sample: "Publishing from a workflow invoked via 'pull_request_target' is not supported.",
  },
  {
    code: 'SLW636',
    patterns: [/Non-user identities cannot create new projects/i],
    told: {
      cause: 'The project does not exist, and no pending publisher has just its name.',
      remedy: 'Correct the name in the pending publisher or in pyproject.toml.',
    },
    sample: 'Non-user identities cannot create new projects. This was probably caused by',
  },
  {
    code: 'SLW629',
    patterns: [/Attestations are only supported when using Trusted Publishing/i],
    told: {
      cause: 'Attestations were sent with a stored token.',
      remedy: 'Publish by OIDC, or `attestations: false`.',
    },
    sample: 'Attestations are only supported when using Trusted Publishing',
  },
  {
    code: 'SLW618',
    patterns: [/Build Config URI\b[^]{0,600}?does not match expected Trusted Publisher/],
    told: {
      cause:
        'The upload is in a called workflow: the token wants the called file, the attestation the calling one.',
      remedy: 'Write the job into the workflow that starts, and register that file.',
    },
    sample: "Certificate's Build Config URI (a) does not match expected Trusted Publisher (b)",
  },
  {
    code: 'SLW403',
    patterns: [
      /Invalid attestations supplied during upload(?![^]{0,600}(?:Trusted Publish|already ha))/i,
    ],
    told: {
      cause: 'PyPI cannot verify the attestations that came with the file.',
      remedy:
        'Go on: `npx nx run release:publish --continue` attests anew. `attestations: false` publishes without them.',
    },
    sample:
      'Invalid attestations supplied during upload: Could not verify the uploaded artifact using the included attestation: Verification failed: signature is wrong',
  },
  {
    code: 'SLW402',
    patterns: [/File already exists \('(?<file>[^']+)'/],
    told: {
      cause: 'PyPI has {file} with other bytes: the version was built again.',
      remedy: 'Bump the version; or upload the files of the first build.',
    },
    sample: `ERROR    HTTPError: 400 Bad Request from https://upload.pypi.org/legacy/
         File already exists ('tide-0.3.1-cp39-abi3-manylinux2014_x86_64.whl',
         with blake2_256 hash
         '5a7bbaef507494a1537153ff244041fb127f06217b6aa6e316b1c7b0f27c45c0').
         See https://pypi.org/help/#file-name-reuse for more information.`,
  },
  {
    code: 'SLW402',
    patterns: [/Local file and index file do not match for (?<file>[^\s]+?)\. Local: /],
    told: {
      cause: 'The index has {file} with other bytes: the version was built again.',
      remedy: 'Bump the version; or upload the files of the first build.',
    },
    sample:
      'error: Local file and index file do not match for tide-0.3.1.tar.gz. Local: sha256=ab, Remote: sha256=cd',
  },
  {
    code: 'SLW607',
    patterns: [/Invalid or non-existent authentication information/],
    told: {
      cause: 'The token for PyPI is empty here, was revoked, or is one of TestPyPI.',
      remedy: 'Publish by OIDC instead: `npx nx run release:setup`.',
    },
    sample:
      'ERROR    HTTPError: 403 Forbidden from https://upload.pypi.org/legacy/\n         Invalid or non-existent authentication information.',
  },
  {
    code: 'SLW126',
    patterns: [/isn't allowed to upload to project '(?<name>[^']+)'/],
    told: {
      cause: 'The token belongs to somebody who does not own {name} at PyPI.',
      remedy: 'Ask the owners of {name}, or take another name.',
    },
    sample: "The user 'octo' isn't allowed to upload to project 'tide'. See the help.",
  },
  {
    code: 'SLW405',
    patterns: [/Token request failed: the index produced an unexpected (?<status>\d+) response/],
    told: {
      cause: 'PyPI answered {status} when it was asked for a token: it is out of order.',
      remedy: 'See its status page; then go on: `npx nx run release:publish --continue`.',
    },
    sample: 'Token request failed: the index produced an unexpected\n503 response.',
  },
  {
    code: 'SLW639',
    patterns: [/releases older than 14 days is not allowed/i],
    told: { cause: 'PyPI closes a version after 14 days.', remedy: 'Release a new version.' },
    sample: 'Uploading new files to releases older than 14 days is not allowed.',
  },
  {
    code: 'SLW605',
    patterns: [/Binary wheel '(?<file>[^']+)' has an unsupported platform tag '(?<tag>linux_\w+)'/],
    told: {
      cause:
        '{file} was built outside a manylinux image: {tag} says nothing of the glibc it needs.',
      remedy: 'Build with `manylinux: auto`, or `maturin build --zig`.',
    },
    sample:
      "Binary wheel 'tide-0.3.1-cp312-cp312-linux_x86_64.whl' has an unsupported platform tag 'linux_x86_64'.",
  },
  {
    code: 'SLW227',
    patterns: [
      /Binary wheel '(?<file>[^']+)' has an unsupported platform tag '(?<tag>(?!linux_)\w+)'/,
    ],
    told: {
      cause: 'PyPI takes no wheel for {tag}.',
      remedy: 'Build {file} for a platform of the list that PyPI has.',
    },
    sample:
      "Binary wheel 'tide-0.3.1-cp312-cp312-macosx_12_3_arm64.whl' has an unsupported platform tag 'macosx_12_3_arm64'.",
  },
  {
    code: 'SLW229',
    patterns: [/License-File (?<file>\S+) does not exist in distribution file/i],
    told: {
      cause: '{file} is outside the folder of the package, or a link that was not packed.',
      remedy: 'Put a copy of {file} beside pyproject.toml.',
    },
    sample:
      'License-File LICENSE does not exist in distribution file tide-0.3.1.tar.gz at tide-0.3.1/LICENSE',
  },
  {
    code: 'SLW106',
    patterns: [/The use of local versions in '(?<version>[^']+)' is not allowed/],
    told: {
      cause: '{version} has build metadata (after the +), which PyPI does not take.',
      remedy: 'Take it out of the version in Cargo.toml.',
    },
    sample: "The use of local versions in '0.3.1+abc' is not allowed.",
  },
  {
    code: 'SLW106',
    patterns: [
      /Rust version used in Cargo\.toml is not a valid python version: (?<version>\d[\w.+-]*\w)/,
    ],
    told: {
      cause: '{version} has no counterpart among the versions of Python.',
      remedy: 'Use alpha, beta or rc with a number: 1.0.0-rc.1.',
    },
    sample:
      'Rust version used in Cargo.toml is not a valid python version: 0.4.0-nightly.1. Note that rust uses SemVer while python uses PEP 440',
  },
  {
    code: 'SLW106',
    patterns: [/is not a valid python version/],
    told: {
      cause: 'The version in Cargo.toml has no counterpart among the versions of Python.',
      remedy: 'Use alpha, beta or rc with a number: 1.0.0-rc.1.',
    },
    sample: 'Rust version used in Cargo.toml is not a valid python version',
  },
  {
    code: 'SLW106',
    patterns: [/Uploading \S+-(?<release>\d+(?:\.\d+)*)\.post(?<number>\d+)[-.]\S+/],
    told: {
      cause:
        'The version in Cargo.toml is {release}-{number}: a pre-release for cargo, and the post-release {release}.post{number} for Python.',
      remedy: 'Use alpha, beta or rc with a number: {release}-rc.{number}.',
    },
    sample: 'Uploading tide-1.0.0.post1-cp39-abi3-manylinux2014_x86_64.whl',
  },
  {
    code: 'SLW716',
    patterns: [/invalid-pending-publisher/i],
    told: null,
    sample: 'invalid-pending-publisher: valid token, but project already exists',
  },
  {
    code: 'SLW717',
    patterns: [/publisher .{0,40}already (?:been )?registered/i],
    told: null,
    sample:
      "This trusted publisher has already been registered. Please contact PyPI's admins if this wasn't intentional.",
  },
  {
    code: 'SLW718',
    patterns: [/OIDC scoped token is not valid for project '(?<name>[^']+)'/i],
    told: null,
    sample: "Invalid API Token: OIDC scoped token is not valid for project 'tide'",
  },
  {
    code: 'SLW719',
    patterns: [/Invalid API Token: token is expired/i],
    told: null,
    sample: 'Invalid API Token: token is expired',
  },
  {
    code: 'SLW720',
    patterns: [/malformed or invalid token/],
    told: null,
    sample: 'invalid-token: malformed or invalid token',
  },
  {
    code: 'SLW723',
    patterns: [
      /previously used by a file that has since been deleted|This filename has already been used/i,
    ],
    told: null,
    sample:
      'This filename was previously used by a file that has since been deleted. Use a different version.',
  },
  {
    code: 'SLW724',
    patterns: [/Filename '(?<file>[^']+)' is invalid, should be '(?<wanted>[^']+)'/i],
    told: null,
    sample: "Filename 'tide-py-0.3.1.tar.gz' is invalid, should be 'tide_py-0.3.1.tar.gz'.",
  },
  {
    code: 'SLW725',
    patterns: [/Project size too large/i],
    told: null,
    sample: "Project size too large. Limit for project 'tide' total size is 10 GB.",
  },
  {
    code: 'SLW726',
    patterns: [/File too large\. Limit/],
    told: null,
    sample: "File too large. Limit for project 'tide' is 100 MB.",
  },
  {
    code: 'SLW727',
    patterns: [/ZIP archive not accepted/i],
    told: null,
    sample: 'ZIP archive not accepted: Trailing data.',
  },
  {
    code: 'SLW728',
    patterns: [/unrecognized or malformed field 'license-file'/i],
    told: null,
    sample:
      "InvalidDistribution: Invalid distribution metadata: unrecognized or malformed field 'license-file'",
  },
  {
    code: 'SLW729',
    patterns: [/'(?<classifier>[^']+)' is not a valid classifier/i],
    told: null,
    sample: "'Topic :: Tides' is not a valid classifier.",
  },
  {
    code: 'SLW730',
    patterns: [/Can't have direct dependency/i],
    told: null,
    sample: "Can't have direct dependency: moon @ git+ssh",
  },
  {
    code: 'SLW731',
    patterns: [/too similar to an existing project/],
    told: null,
    sample: "The name 't1de' is too similar to an existing project.",
  },
  {
    code: 'SLW732',
    patterns: [/Only one sdist may be uploaded per release/i],
    told: null,
    sample: 'Only one sdist may be uploaded per release.',
  },
];
