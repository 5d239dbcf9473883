import { spawn } from 'node:child_process';
import type { PagerCommand, PagerProcess } from '../host.ts';

/** Starts a pager on the terminal of this process; the signal ends it. */
export function startPagerProcess(
  { command, shell, variables }: PagerCommand,
  signal: AbortSignal,
): PagerProcess {
  const child = spawn(command, [], {
    shell,
    signal,
    env: { ...variables },
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  return {
    input: child.stdin,
    ended: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    }),
  };
}
