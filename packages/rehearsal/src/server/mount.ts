import type { Handler } from '../message/message.ts';

/** A handler behind a path prefix, under the name by which faults mean it. */
export interface Mount {
  readonly prefix: string;
  readonly registry: string;
  readonly handler: Handler;
  /** What a request leaves behind whose body broke off; nothing, where there is none. */
  readonly broken?: Handler;
}

export interface Mounted {
  readonly mount: Mount;
  /** The path below the prefix, with its first slash. */
  readonly path: string;
}

export function findMount(mounts: readonly Mount[], path: string): Mounted | null {
  const mount = mounts.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  return mount ? { mount, path: path.slice(mount.prefix.length) || '/' } : null;
}
