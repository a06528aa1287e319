import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import typescript from 'typescript';
import { repository } from './measure.ts';

/** The folder of what benchmarks install, compile and keep. */
export const own = join(repository, '.slipway/bench');

/** Tasks run with Node's compile cache, which the plugin turns on; every Node here has it. */
export const compileCache = { NODE_COMPILE_CACHE: join(own, 'compile-cache') };

/** @slipway/release as JavaScript, as it is installed: Node runs no TypeScript within node_modules. What changed is compiled. */
export async function compiledRelease(): Promise<string> {
  const from = join(repository, 'packages/release');
  const to = join(own, 'release');
  const files = await readdir(join(from, 'src'), { recursive: true });
  for (const file of files) {
    if (!file.endsWith('.ts') || /\.(test|fixture)\.ts$/.test(file)) continue;
    const target = join(to, 'src', file.replace(/\.ts$/, '.js'));
    if ((await changedAt(target)) > (await changedAt(join(from, 'src', file)))) continue;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, compile(await readFile(join(from, 'src', file), 'utf8')));
  }
  await writeFile(join(to, 'package.json'), '{ "type": "module" }\n');
  return to;
}

/** Before everything where there is no such file. */
const changedAt = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => -Infinity,
  );

function compile(text: string): string {
  const { ModuleKind, ScriptTarget } = typescript;
  const compilerOptions = {
    module: ModuleKind.ESNext,
    target: ScriptTarget.ES2023,
    rewriteRelativeImportExtensions: true,
    verbatimModuleSyntax: true,
  };
  return typescript.transpileModule(text, { compilerOptions }).outputText;
}
