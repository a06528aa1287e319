/** Environment variable that carries the start of the Nx run (UTC, ISO 8601) to its tasks. */
export const runStarted = 'SLIPWAY_RUN_STARTED';

/** Where Node keeps compiled code for the tasks' processes, relative to the workspace. */
export const compileCache = '.slipway/cache/node';
