/** `npm run changelog`: CHANGELOG.md of this repository, made by Slipway from its commits. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import {
  addEntry,
  rangeOf,
  renderPackageNotes,
} from '../../packages/release/src/changelog/index.ts';
import { readCommit, readCommits, readTags } from '../../packages/release/src/history/index.ts';
import { nodePorts } from '../../packages/release/src/node.ts';
import { readTag } from '../../packages/release/src/version/index.ts';

const root = join(import.meta.dirname, '../..');
const file = join(root, 'CHANGELOG.md');
const place = { root, ports: nodePorts() };

const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
  version: string;
};
const { version } = manifest;
const tags = (await readTags(place)).filter(({ name, reachable }) => reachable && readTag(name));
const from = tags.at(-1)?.name ?? null;
const { date } = await readCommit(place);
const one = { name: 'slipway', paths: [''], from, version, date, tag: `v${version}` };
const release = { ...one, repositoryUrl: null };
const history = await readCommits(place, rangeOf([release]));
const [told] = await renderPackageNotes(history, [release]);
// Before its first release there is one entry, made anew each time; later ones join what is there.
const existing = from === null ? null : await readFile(file, 'utf8').catch(() => null);
const text = addEntry(existing, { ...release, notes: told?.notes ?? '' });
await writeFile(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
