import { execa } from 'execa';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const folder = join(import.meta.dirname, '../../.slipway/tools');

/** Programs that read or run workflows, each at one version. Those of Go are built here, once. */
const pinned = {
  actionlint: { version: '1.7.12', go: 'github.com/rhysd/actionlint/cmd/actionlint' },
  act: { version: '0.2.89', go: 'github.com/nektos/act' },
  zizmor: { version: '1.32.0', go: null },
} as const;

/** The path of a program; null where there is no Go to build it with. */
export async function program(name: keyof typeof pinned): Promise<string | null> {
  const { version, go } = pinned[name];
  const home = join(folder, `${name}-${version}`);
  const path = join(home, 'bin', name);
  if (await isThere(path)) return path;
  if (go !== null && !(await hasGo())) return null;
  await mkdir(folder, { recursive: true });
  const beside = await mkdtemp(`${home}-`);
  if (go === null) {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await execa('python3', [...pip, '--target', beside, `${name}==${version}`]);
  } else {
    const env = { GOBIN: join(beside, 'bin'), GOFLAGS: '-mod=mod', PATH: pathWithGo() };
    await execa('go', ['install', `${go}@v${version}`], { env, cwd: beside });
  }
  // Somebody else may have been faster.
  await rename(beside, home).catch(() => rm(beside, { recursive: true, force: true }));
  return path;
}

/** Go's own installer leaves it out of PATH. */
function pathWithGo(): string {
  return [process.env['PATH'], '/usr/local/go/bin'].join(delimiter);
}

async function hasGo(): Promise<boolean> {
  const { failed } = await execa('go', ['version'], { env: { PATH: pathWithGo() }, reject: false });
  return !failed;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
