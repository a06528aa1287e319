import type { Tree } from '@nx/devkit';
import { readTags } from '@slipway/release/history';
import { runTool } from '@slipway/release/command';
import { excludeToolFiles } from '@slipway/release/edit';
import { isToolFile, readRepository, type Repository } from '@slipway/release/manifest';
import { nodePorts } from '@slipway/release/node';
import { findTagFormats, versionGroups } from '@slipway/release/plan';
import { showFinding } from '@slipway/release/report';
import type { PluginOptions } from '@slipway/workspace/settings';
import {
  loadTexts,
  describeExisting,
  isWorkflowText,
  readExistingRelease,
} from '@slipway/workspace/subject';
import { toFinding } from '@slipway/workspace/stage';
import { terminal } from '@slipway/workspace/terminal';
import { settingUp, withIgnored, type GitView } from './ignore.ts';
import { hasRelease, withAnalytics, withPlugin, withRelease, withShields } from './nx-json.ts';
import { nxReleaseOf } from './nx-release.ts';
import { isUsualPlace, propose, type Proposal } from './propose.ts';

const { paint, show } = terminal;

type Place = Parameters<typeof readTags>[0];

export interface InitOptions {
  readonly platforms?: readonly string[];
  /** Whether to look for what to propose; so when left out. */
  readonly propose?: boolean;
}

/**
 * Sets Slipway up: the plugin in nx.json, with what the repository itself shows, what `nx release` and Nx's
 * question for usage data need, and what Nx and Slipway write kept out of git. Run again, it changes nothing.
 */
export default async function init(tree: Tree, options: InitOptions) {
  const place = { root: tree.root, ports: nodePorts() };
  try {
    const read = await loadTexts(place, (file) => isWorkflowText(file) || isUsualPlace(file));
    const repository = readRepository(read.texts, read.listing);
    const formats = findTagFormats(repository, await readTags(place));
    const wanted = options.propose ?? true;
    const existing = wanted ? await readExistingRelease(read) : null;
    const proposal = wanted
      ? propose(read, repository, await readEarlier(repository, formats, place), existing)
      : null;
    const view = await lookAtGit(place);
    const told: PluginOptions = options.platforms ? { platforms: options.platforms } : {};
    const groups = versionGroups(repository, formats, proposal?.options);
    const nxRelease = nxReleaseOf(groups);
    const before = tree.read('nx.json', 'utf8');
    write(tree, 'nx.json', (text) => {
      const set = withShields(withPlugin(text, { ...proposal?.options, ...told }));
      return withRelease(withAnalytics(set), nxRelease);
    });
    write(tree, '.gitignore', (text) => withIgnored(text, view));
    const excluded = excludeOwn(tree, repository, view);
    return () => {
      show(summary(repository, proposal));
      if (excluded.length > 0)
        show(`  Cargo.toml: exclude leaves ${excluded.join(', ')} out of the package at the root`);
      if (groups.length > 0 && !nxRelease && !hasRelease(before)) show(noNxRelease);
      for (const line of existing ? describeExisting(existing) : []) show(`  today: ${line}`);
      for (const finding of existing?.findings ?? []) show(`\n${showFinding(finding, paint)}`);
      show(`\nNext: ${paint('bold', 'npx nx run release:plan')}`);
    };
  } catch (error) {
    // Nx shows a message, and no stack trace unless it is asked for one.
    throw new Error(showFinding(toFinding(error, nodePorts()), paint), { cause: error });
  }
}

const noNxRelease =
  '  nx release: not set up, as tags have several forms; docs/guides/nx-release.md shows what to write';

function write(tree: Tree, file: string, edit: (text: string | null) => string): void {
  const text = tree.read(file, 'utf8');
  const next = edit(text);
  if (next !== (text ?? '')) tree.write(file, next);
}

/**
 * Keeps what was brought along for Nx out of a package at the root. What git knows already was there before, and may
 * be meant. The files that are left out now.
 */
function excludeOwn(tree: Tree, { crates, pythons }: Repository, { tracked }: GitView): string[] {
  const root = crates.find(({ directory }) => directory === '');
  const isPacked =
    root?.publishable ||
    pythons.some((one) => one.publishable && one.crateManifest === root?.manifest);
  const before = tree.read('Cargo.toml', 'utf8');
  if (!isPacked || before === null) return [];
  const files = tree
    .children('.')
    .filter((file) => isToolFile(file) && !tracked.includes(file))
    .sort();
  write(tree, 'Cargo.toml', (text) => excludeToolFiles(text ?? '', files));
  return tree.read('Cargo.toml', 'utf8') === before ? [] : files;
}

async function lookAtGit(place: Place): Promise<GitView> {
  const git = async (...args: string[]): Promise<string[]> => {
    const { stdout } = await runTool('git', args, { cwd: place.root }, place.ports);
    return stdout.split(/[\0\n]/).filter(Boolean);
  };
  const [tracked, hidden] = await Promise.all([
    git('ls-files', '-z'),
    // Tracked files are never hidden, whatever the patterns say.
    git('check-ignore', ...settingUp),
  ]);
  return { tracked, hidden };
}

/** How many earlier releases tell what is on purpose. */
const releasesToAsk = 3;

/** The manifests of the repository at its last tags on the way to HEAD. */
async function readEarlier(
  repository: Repository,
  formats: ReturnType<typeof findTagFormats>,
  place: Place,
): Promise<Repository[]> {
  const [format] = versionGroups(repository, formats).flatMap((group) => group.format ?? []);
  const tags = (format?.tags ?? []).filter(({ reachable }) => reachable).slice(0, releasesToAsk);
  return Promise.all(tags.map(({ name }) => readAt(name, place)));
}

async function readAt(tag: string, place: Place): Promise<Repository> {
  const git = async (...args: string[]): Promise<string> =>
    (await runTool('git', args, { cwd: place.root }, place.ports)).stdout;
  const listing = (await git('ls-tree', '-r', '-z', '--name-only', tag))
    .split('\0')
    .filter(Boolean);
  const manifests = listing.filter((file) => /(^|\/)(Cargo|pyproject)\.toml$/.test(file));
  const texts = new Map<string, string>();
  for (const file of manifests.slice(0, manifestsToRead)) {
    texts.set(file, await git('show', `${tag}:${file}`));
  }
  return readRepository(texts, listing);
}

/** Each of them is one question to git. */
const manifestsToRead = 60;

function summary(repository: Repository, proposal: Proposal | null): string {
  const published = [...repository.crates, ...repository.pythons].filter((one) => one.publishable);
  const crates = repository.crates.filter(({ publishable }) => publishable).length;
  const some = published
    .slice(0, 6)
    .map(({ name }) => name)
    .join(', ');
  return [
    '',
    `${paint('green', '✔')} ${paint('bold', `${crates} crates and ${published.length - crates} Python packages to release`)}${some ? `: ${some}${published.length > 6 ? ' …' : ''}` : ''}`,
    ...(proposal?.reasons ?? []).map((reason) => `  ${reason}`),
  ].join('\n');
}
