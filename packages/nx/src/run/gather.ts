/** Where several come with something to do, and it is done for all of them at once. */
export interface Gathering<T, R> {
  /** Brings what is to be done, or null for nothing; what came of it, once it is done for all. */
  bring(find: () => Promise<T | null>): Promise<R | null>;
}

/**
 * A gathering of so many: when the last has come, all that was brought is handed to `work`, which says what came of
 * each. Who fails to find it has come as well.
 */
export function gather<T, R>(
  size: number,
  work: (all: readonly T[]) => Promise<ReadonlyMap<T, R>>,
): Gathering<T, R> {
  const brought: T[] = [];
  const done = Promise.withResolvers<ReadonlyMap<T, R>>();
  let missing = size;
  const come = (): void => {
    missing -= 1;
    if (missing === 0 && brought.length > 0) work(brought).then(done.resolve, done.reject);
  };
  return {
    async bring(find) {
      let found: T | null = null;
      try {
        found = await find();
        if (found !== null) brought.push(found);
      } finally {
        come();
      }
      return found === null ? null : ((await done.promise).get(found) ?? null);
    },
  };
}
