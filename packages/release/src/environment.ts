/** The machine and its variables. A part of `node.ts`, by itself for the graph, which needs nothing else of it. */
import { homedir } from 'node:os';
import type { Environment } from './ports.ts';

export const environment: Environment = {
  get: (name) => process.env[name] ?? null,
  platform: process.platform,
  architecture: process.arch,
  isMusl() {
    if (process.platform !== 'linux') return false;
    // Its addresses would be looked up by name.
    (process.report as { excludeNetwork?: boolean }).excludeNetwork = true;
    const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
    return !report.header?.glibcVersionRuntime;
  },
  isAlive(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  },
  home: homedir(),
  pid: process.pid,
};
