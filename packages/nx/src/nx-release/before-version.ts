import type { NxJsonConfiguration, Tree } from '@nx/devkit';
import { parse } from 'jsonc-parser';
import { refuseTakenOver } from '../taken-over/refuse.ts';
import { settingsOf } from '@slipway/workspace/settings';

/** Subcommands of `nx release` that end before anything is published. */
const without = ['version', 'changelog', 'plan', 'plan:check'];

/** Asked once a run: Nx makes actions for each project. */
const asked = new WeakMap<Tree, Promise<void>>();

/**
 * `nx release` gives versions, commits and tags before it publishes: what would stop it there stops it here.
 * @throws Refusal SLW520, SLW521.
 */
export function refuseBeforeVersion(tree: Tree, argv = process.argv): Promise<void> {
  const [, , command, subcommand = '', ...rest] = argv;
  const publishes =
    command === 'release' &&
    !without.includes(subcommand) &&
    ![subcommand, ...rest].some((word) => /^--skip-?publish(=true)?$/i.test(word));
  if (!publishes) return Promise.resolve();
  const answer = asked.get(tree) ?? look(tree, argv);
  asked.set(tree, answer);
  return answer;
}

async function look(tree: Tree, argv: string[]): Promise<void> {
  const nxJson = (parse(tree.read('nx.json', 'utf8') ?? '{}') ?? {}) as NxJsonConfiguration;
  const context = { id: '', argv, workspaceRoot: tree.root, nxJsonConfiguration: nxJson };
  await refuseTakenOver(settingsOf(nxJson), context);
}
