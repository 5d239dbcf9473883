import { setTimeout as delay } from 'node:timers/promises';
import { homedir } from 'node:os';
import type { Host } from './cli/host.ts';
import { main } from './main.ts';

declare const VSI_VERSION: string;

const interruption = new AbortController();

/** The first signal asks everything to end tidily, the second one does not wait. */
function onSignal(signal: 'SIGINT' | 'SIGTERM'): void {
  if (interruption.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
  interruption.abort(signal);
}

/** A reader that closes the pipe early (`| head -1`) has what it wants: no error. */
function ignoreClosedPipe(error: Error & { code?: string }): void {
  if (error.code !== 'EPIPE') throw error;
}

function homeDirectory(): string | null {
  try {
    return homedir();
  } catch {
    return null;
  }
}

process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
process.stdout.on('error', ignoreClosedPipe);
process.stderr.on('error', ignoreClosedPipe);

const host: Host = {
  argv: process.argv.slice(2),
  variables: process.env,
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  platform: process.platform,
  homeDirectory: homeDirectory(),
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
  random: () => Math.random(),
  timeZone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
  signal: interruption.signal,
  version: VSI_VERSION,
};

// Not process.exit(): what is still on its way to a slow pipe must arrive.
process.exitCode = await main(host);
