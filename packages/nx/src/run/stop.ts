/** How often we look whether the run that started us is still there. */
const lookEvery = 200;

/**
 * Resolves when this process is to end: Nx stops a continuous task with SIGTERM when nothing needs
 * it any more, a person with SIGINT; and when Nx itself was killed, nobody says so but the process
 * table, where we have another parent then.
 */
export function untilStopped(): Promise<void> {
  const parent = process.ppid;
  return new Promise((resolve) => {
    const orphaned = setInterval(() => {
      if (process.ppid !== parent) stop();
    }, lookEvery);
    const stop = (): void => {
      clearInterval(orphaned);
      resolve();
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, stop);
    process.once('disconnect', stop);
  });
}
