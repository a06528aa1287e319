import { execa } from 'execa';
import { program } from './programs.ts';

/** What actionlint and zizmor, each as strict as it can be, say of workflow files; nothing is the empty text. */
export async function lint(root: string, files: readonly string[]): Promise<string> {
  const [actionlint, zizmor] = await Promise.all([program('actionlint'), program('zizmor')]);
  if (!actionlint || !zizmor) throw new Error('actionlint is built with Go, which is not here');
  // Neither of them may depend on what else is installed.
  const strict = ['-no-color', '-shellcheck=', '-pyflakes=', ...files];
  const pedantic = ['--offline', '--pedantic', '--quiet', '--color=never', '--no-config', ...files];
  const said = await Promise.all([
    execa(actionlint, strict, { cwd: root, reject: false, all: true }),
    execa(zizmor, pedantic, { cwd: root, reject: false, all: true }),
  ]);
  return said
    .filter(({ exitCode, all }) => exitCode !== 0 || /warning|error/i.test(all))
    .map(({ all }) => all)
    .join('\n');
}
