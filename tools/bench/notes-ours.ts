import type * as changelogRoom from '@slipway/release/changelog';
import type * as historyRoom from '@slipway/release/history';
import type * as nodeRoom from '@slipway/release/node';

/**
 * What `notes.ts` measures of ours: node notes-ours.ts WHAT PACKAGE REPOSITORY PACKAGES, where WHAT is latest, packages
 * or history. Prints the notes; the peak of its memory in KiB goes to stderr.
 */
const [, , what = '', release = '', directory = '', count = ''] = process.argv;

// git can be asked while the rest is loading.
const { nodePorts } = (await import(`${release}/src/node.js`)) as typeof nodeRoom;
const ports = nodePorts();
const listed = ports.processes.run('git', ['tag'], { cwd: directory });
const changelog = (await import(`${release}/src/changelog/index.js`)) as typeof changelogRoom;

const names = ((await listed)?.stdout ?? '').split('\n').filter(Boolean);
const tags = names.map((name) => ({ name, version: name.slice(1) }));
interface Tag {
  readonly name: string;
  readonly version: string;
}

const releaseOf = ({ name, version }: Tag) => ({
  version,
  tag: name,
  from: changelog.previousTag(tags, version),
  date: '2026-11-20',
  repositoryUrl: null,
});
const last = changelog.previousTag(tags, '999.0.0');
const newest = tags.find(({ name }) => name === last)!;

const measured: Readonly<Record<string, () => Promise<string>>> = {
  latest: () => changelog.renderNotes({ directory, ports, ...releaseOf(newest) }),
  async packages() {
    const { readCommits } = (await import(`${release}/src/history/index.js`)) as typeof historyRoom;
    const packages = Array.from({ length: Number(count) }, (_, index) => ({
      name: `pkg${index}`,
      paths: [`packages/pkg${index}`],
      ...releaseOf(newest),
    }));
    const history = await readCommits({ root: directory, ports }, changelog.rangeOf(packages));
    const notes = await changelog.renderPackageNotes(history, packages);
    return notes.map((one) => `# ${one.name}\n\n${one.notes}`).join('\n');
  },
  async history() {
    const { readCommits } = (await import(`${release}/src/history/index.js`)) as typeof historyRoom;
    const refs = tags.map(({ name }) => name);
    const range = { from: [], refs, files: false };
    const history = await readCommits({ root: directory, ports }, range);
    const byAge = tags.toSorted(
      (a, b) => Number(b.name.split('.')[1]) - Number(a.name.split('.')[1]),
    );
    return changelog.renderReleases(history, byAge.map(releaseOf));
  },
};

process.stdout.write(await measured[what]!());
process.stderr.write(`${process.resourceUsage().maxRSS}\n`);
