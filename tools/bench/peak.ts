import { readFileSync } from 'node:fs';

/** The largest resident memory of this process so far, in MiB. */
export function peakMiB(): number {
  // What the system counts for resourceUsage begins with the memory of whoever started us.
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
}
