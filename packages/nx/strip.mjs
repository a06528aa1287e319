// Node strips the types of a TypeScript file each time it loads it, and a release is a dozen short
// processes that load the same hundred files. Beside the code that Node keeps compiled
// (NODE_COMPILE_CACHE, set for the tasks of a run) this keeps the stripped text.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import * as module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Loads `.ts` files through the text kept in `cache`. Without it Node does all by itself. */
export function keepStripped(cache = process.env.NODE_COMPILE_CACHE) {
  if (!cache || !module.registerHooks || !module.stripTypeScriptTypes) return;
  const folder = join(cache, `stripped-${process.version}`);
  mkdirSync(folder, { recursive: true });
  module.registerHooks({
    load(url, context, next) {
      if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
      return { format: 'module', source: stripped(fileURLToPath(url), folder), shortCircuit: true };
    },
  });
}

function stripped(path, folder) {
  const { mtimeMs, size } = statSync(path);
  const kept = join(folder, `${path.replaceAll(/[^\w.-]/g, '_')}-${mtimeMs}-${size}`);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const source = quietly(() => module.stripTypeScriptTypes(readFileSync(path, 'utf8')));
    writeFileSync(`${kept}.${process.pid}`, source);
    renameSync(`${kept}.${process.pid}`, kept);
    return source;
  }
}

/** Node warns that the function is experimental; what it does by itself it does without a word. */
function quietly(work) {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return work();
  } finally {
    process.emitWarning = emitWarning;
  }
}
