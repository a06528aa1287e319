/**
 * `npm run pack`: the packages as tarballs that npm installs, in dist/packages. Progress on stderr; the last
 * line on stdout is JSON. With --check only what would be packed is made and looked at.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { repository, stage, stageAll } from './stage.ts';

const output = join(repository, 'dist/packages');

interface Packed {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly size: number;
}

if (process.argv.includes('--help')) {
  console.log('npm run pack: builds the packages into dist/packages/*.tgz; --check packs nothing');
} else if (process.argv.includes('--check')) {
  await stageAll();
} else {
  process.stderr.write('compiling\n');
  const names = await stageAll();
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const packages = [];
  for (const name of names) {
    const args = ['pack', '--json', '--pack-destination', output];
    const { stdout } = await execa('npm', args, { cwd: join(stage, name), stderr: 'ignore' });
    const [packed] = Object.values(JSON.parse(stdout) as Record<string, Packed>);
    if (!packed) throw new Error(`npm packed nothing of ${name}`);
    const { filename: file, size: bytes, version } = packed;
    packages.push({ name: packed.name, version, file, bytes });
    process.stderr.write(`  ${file}  ${(bytes / 1000).toFixed(0)} kB\n`);
  }
  console.log(JSON.stringify({ packages }));
}
