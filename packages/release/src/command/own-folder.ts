import type { Ports } from '../ports.ts';

/** Where Slipway keeps what it makes for itself, relative to the repository. */
export const ownFolder = '.slipway';

/** Makes Slipway's own folder; it ignores itself, so that no user has to change .gitignore. */
export async function makeOwnFolder({
  root,
  ports,
}: {
  readonly root: string;
  readonly ports: Pick<Ports, 'files'>;
}): Promise<string> {
  const folder = `${root}/${ownFolder}`;
  if (!(await ports.files.exists(`${folder}/.gitignore`))) {
    await ports.files.write(`${folder}/.gitignore`, '*\n');
  }
  return folder;
}
