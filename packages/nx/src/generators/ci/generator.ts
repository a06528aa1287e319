import type { NxJsonConfiguration, Tree } from '@nx/devkit';
import { parse } from 'jsonc-parser';
import { readTags } from '@slipway/release/history';
import { hasErrors, wrongOptions, type Finding } from '@slipway/release/finding';
import { readRepository } from '@slipway/release/manifest';
import { nodePorts } from '@slipway/release/node';
import { findTagFormats } from '@slipway/release/plan';
import { showFinding } from '@slipway/release/report';
import { checkOptions } from '@slipway/workspace/settings-check';
import { annotate } from '@slipway/workspace/report';
import { loadTexts, isWorkflowText } from '@slipway/workspace/subject';
import { settingsOf } from '@slipway/workspace/settings';
import { toFinding } from '@slipway/workspace/stage';
import { terminal } from '@slipway/workspace/terminal';
import { defaultBranch } from './branch.ts';
import { compare, rewrite } from './compare.ts';
import { branchesIn, generatedFiles, type FileNames, type GeneratedFile } from './files.ts';
import { ciModel } from './model.ts';
import { packageManagerOf } from './package-manager.ts';

const { paint, show } = terminal;

export interface CiOptions extends FileNames {
  /** Only says what differs. */
  readonly check?: boolean;
  /** Writes over files that the generator has not written. */
  readonly force?: boolean;
}

/**
 * Writes the workflows of this repository, for pull requests, for releases, and one that watches these: what stands between
 * marks is written again each time, everything else is kept.
 */
export default async function ci(tree: Tree, options: CiOptions) {
  try {
    const files = await filesFor(tree, options);
    if (options.check) return check(files, tree);
    const all = files.map((one) => ({ one, ...rewrite(one, read(tree, one), options.force) }));
    refuse(all.flatMap(({ findings }) => findings));
    for (const { one, text } of all) {
      if (text !== read(tree, one)) tree.write(one.file, text);
    }
    return () =>
      show(
        `\nNext: ${paint('bold', 'npx nx run release:doctor')}: will GitHub and the registries take it?`,
      );
  } catch (error) {
    if (error instanceof Refused) throw error;
    // Nx shows a message, and no stack trace unless it is asked for one.
    throw new Error(showFinding(toFinding(error, nodePorts()), paint), { cause: error });
  }
}

/** Findings that people have been shown, as the one error that Nx ends with. */
class Refused extends Error {}

function refuse(findings: readonly Finding[]): void {
  if (!hasErrors(findings)) return;
  throw new Refused(findings.map((finding) => showFinding(finding, paint)).join('\n\n'));
}

function check(files: readonly GeneratedFile[], tree: Tree): () => void {
  const findings = files.flatMap((one) => compare(one, read(tree, one)));
  annotate(findings, { ports: nodePorts(), show });
  refuse(findings);
  return () => show(`${paint('green', '✔')} The workflows are as they would be written.`);
}

const read = (tree: Tree, { file }: GeneratedFile): string | null => tree.read(file, 'utf8');

async function filesFor(tree: Tree, options: CiOptions): Promise<GeneratedFile[]> {
  for (const option of ['ci', 'publish'] as const) {
    const name = options[option] ?? '';
    if (name && !/^[\w.-]+\.ya?ml$/.test(name)) {
      throw wrongOptions.error({ option, wanted: 'the name of a file, such as release.yml' });
    }
  }
  const place = { root: tree.root, ports: nodePorts() };
  const nxJson = (parse(tree.read('nx.json', 'utf8') ?? '{}') ?? {}) as NxJsonConfiguration;
  const settings = settingsOf(nxJson);
  const { texts, listing } = await loadTexts(place, isWorkflowText);
  const repository = readRepository(texts, listing, settings);
  refuse(checkOptions(settings, repository, tree.read('nx.json', 'utf8')));
  const formats = findTagFormats(repository, await readTags(place));
  const branches = branchesIn(texts) ?? (await defaultBranch(place, nxJson.defaultBase));
  const packageManager = packageManagerOf({
    listing,
    packageJson: tree.read('package.json', 'utf8'),
    yarnrc: tree.read('.yarnrc.yml', 'utf8'),
  });
  const model = ciModel(repository, formats, listing, packageManager, settings, branches);
  return generatedFiles(model, texts, options);
}
