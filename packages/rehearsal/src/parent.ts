import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** How often we look, in milliseconds. */
const lookEvery = 200;

/**
 * Resolves when the process that started this one has ended, however it did: nobody says so but the process table,
 * where an orphan has another parent. Never where that is not to matter: a service manager started us (1), or `nohup`
 * or `setsid` of a shell.
 *
 * npm, pnpm and yarn run a program in a shell of their own, which outlives them where they are killed: then its parent
 * counts as well.
 */
export function parentGone(parent: number): Promise<void> {
  const isManaged = process.env['npm_execpath'] !== undefined;
  const isDetached = /^(nohup|setsid)$/.test(basename(process.env['_'] ?? ''));
  if (parent <= 1 || (isDetached && !isManaged)) return new Promise(() => undefined);
  const beyond = isManaged && isShell(parent) ? parentOf(parent) : null;
  return new Promise((resolve) => {
    const look = setInterval(() => {
      const isThere = process.ppid === parent && isAlive(parent);
      if (isThere && (beyond === null || isStillParent(beyond, parent))) return;
      clearInterval(look);
      resolve();
    }, lookEvery);
    // The servers keep this process running, and a start that fails must not wait for its parent.
    look.unref();
  });
}

/** Windows names the parent even when that has ended. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's, as of one who has become us by sudo.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Elsewhere than on Linux each look into the process table would be a process of its own. */
function isStillParent(pid: number, child: number): boolean {
  return process.platform === 'linux' ? parentOf(child) === pid : isAlive(pid);
}

function isShell(pid: number): boolean {
  return /^(sh|bash|dash|ash|zsh|ksh|busybox)$/.test(basename(ask(pid, 'comm') ?? ''));
}

function parentOf(pid: number): number | null {
  return Number(ask(pid, 'ppid')) || null;
}

/** What the process table says; null where there is none to ask. */
function ask(pid: number, what: 'comm' | 'ppid'): string | null {
  try {
    if (process.platform !== 'linux') return askPs(pid, what);
    // "pid (comm) state ppid …": the name may hold anything, parentheses too.
    const [, comm = '', ppid = ''] =
      /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return what === 'comm' ? comm : ppid;
  } catch {
    return null;
  }
}

function askPs(pid: number, what: string): string | null {
  if (process.platform === 'win32') return null;
  return execFileSync('ps', ['-o', `${what}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
}
