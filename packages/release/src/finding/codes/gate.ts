import { defineFinding } from '../finding.ts';

export const firstVersionByHand = defineFinding<{ name: string }>('SLW413', {
  title: 'a crate is to be published for the first time, by trusted publishing',
  severity: 'error',
  message: ({ name }) => `crates.io has never seen ${name}, and no identity can make a crate there`,
  why: 'A token of trusted publishing is for crates that exist; crates.io would refuse the upload, with the crates before it out already.',
  remedy: ({ name }) =>
    `Publish the first version with a token of yours: \`npx nx run release:setup --first=${name}\`; register the publisher, and start again.`,
  example: { name: 'tide-core' },
});

export const projectNotMade = defineFinding<{ registry: string; name: string }>('SLW408', {
  title: 'no pending publisher makes the project',
  severity: 'error',
  message: ({ registry, name }) =>
    `${registry} gave a token to this workflow, and has no project ${name}`,
  why: 'The token is for other projects: no pending publisher of this workflow and environment is for just this name. The first upload would be refused, with crates out already.',
  remedy: ({ registry, name }) =>
    `Add a pending publisher for ${name} at ${registry}: \`npx nx run release:setup\` shows the values; a name that was mistyped has made a project, to be deleted there. Then start again.`,
  example: { registry: 'PyPI', name: 'tide' },
});

export const noRelease = defineFinding<{ file: string; detail: string }>('SLW409', {
  title: 'this job may not make a GitHub release',
  severity: 'error',
  message: ({ file, detail }) => `GitHub would not let this job release ${file}: ${detail}`,
  why: 'The release is the last step: everything else would be live by then.',
  remedy: () => 'Give the job `permissions: contents: write`, and start again with --continue.',
  example: { file: 'v0.3.1', detail: '403 Resource not accessible by integration' },
});

export const tagMoved = defineFinding<{ tag: string; commit: string; there: string }>('SLW414', {
  title: 'the tag has moved',
  severity: 'error',
  message: ({ tag, commit, there }) =>
    `${tag} is on ${there.slice(0, 12)} at GitHub, and this release is of ${commit.slice(0, 12)}`,
  why: 'Whoever follows the tag would find another source than the one that was published.',
  remedy: ({ tag, commit }) =>
    `Put the tag back (\`git push --force origin ${commit.slice(0, 12)}:refs/tags/${tag}\`) and start again with --continue; or release what it names now as another version.`,
  example: {
    tag: 'v0.3.1',
    commit: 'a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4',
    there: '0f9e8d7c0f9e8d7c0f9e8d7c0f9e8d7c0f9e8d7c',
  },
});

export const diskFull = defineFinding<{ free: number; needed: number }>('SLW415', {
  title: 'the disk is too full for the rest of the release',
  severity: 'error',
  message: ({ free, needed }) => `${free} MiB are free, and ${needed} MiB are needed`,
  why: 'A release that stops for want of room stops half-way.',
  remedy: () => 'Make room, or use a larger runner; then start again: what is built is kept.',
  example: { free: 120, needed: 640 },
});

export const diskIsFull = defineFinding<{ file: string; detail: string }>('SLW510', {
  title: 'the disk is full',
  severity: 'error',
  message: ({ file, detail }) => `there is no room to write ${file} (${detail})`,
  why: 'What cannot be written down stops the release; what is live stays, and is found again.',
  remedy: () =>
    'Make room, and go on from what is live: `npx nx run release:publish --continue` for a rehearsal, the job again for a release.',
  example: { file: 'dist/release/report.json', detail: 'ENOSPC' },
});
