/** Where several come with something to do, and it is done for all of them at once. */
export interface Gathering<T, R> {
  /** Brings what is to be done, or null for nothing; what came of it, once it is done for all. */
  bring(find: () => Promise<T | null>): Promise<R | null>;
}

/**
 * A gathering of so many: when the last has come, all that was brought is handed to `work`, which says what came of
 * each. Who fails to find it has come as well, and is counted.
 */
export function gather<T, R>(
  size: number,
  work: (all: readonly T[], failed: number) => Promise<ReadonlyMap<T, R>>,
): Gathering<T, R> {
  const brought: T[] = [];
  const done = Promise.withResolvers<ReadonlyMap<T, R>>();
  let missing = size;
  let failed = 0;
  const come = (): void => {
    missing -= 1;
    if (missing === 0 && brought.length > 0) work(brought, failed).then(done.resolve, done.reject);
  };
  return {
    async bring(find) {
      let found: T | null = null;
      try {
        found = await find();
        if (found !== null) brought.push(found);
      } catch (error) {
        failed += 1;
        throw error;
      } finally {
        come();
      }
      return found === null ? null : ((await done.promise).get(found) ?? null);
    },
  };
}
