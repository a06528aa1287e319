import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';

const own = join(import.meta.dirname, '../../../.slipway');

/**
 * Lets a repository use what Slipway has installed in another folder, this repository's own unless another is named: maturin,
 * zig, uv and pytest, once for all tests.
 */
export async function shareTools(root: string, home = own): Promise<void> {
  await mkdir(join(root, '.slipway'), { recursive: true });
  for (const name of ['tools', 'cache']) {
    await mkdir(join(home, name), { recursive: true });
    await symlink(join(home, name), join(root, '.slipway', name));
  }
}
