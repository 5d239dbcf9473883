import type { Host, PagerCommand, PagerProcess } from './cli/host.ts';
import { main } from './main.ts';

declare const VSI_VERSION: string;

/** How long a tidy end may take after a signal; milliseconds. */
const LAST_MOMENTS = 2000;

const interruption = new AbortController();
let pagers = 0;
let writeFailure: string | null = null;

/**
 * The first signal asks everything to end tidily, the second one does not wait. Neither does the
 * first one for ever: a reader that has stopped reading must not keep a process that should end.
 * While a pager runs, Ctrl-C is meant for it.
 */
function onSignal(signal: 'SIGINT' | 'SIGTERM'): void {
  if (signal === 'SIGINT' && pagers > 0) return;
  const exitCode = signal === 'SIGINT' ? 130 : 143;
  if (interruption.signal.aborted) process.exit(exitCode);
  interruption.abort(signal);
  setTimeout(() => process.exit(exitCode), LAST_MOMENTS).unref();
}

/** Node stops only for a signal that nobody listens to: what came by Ctrl-Z is sent on as the hard one. */
function atSuspend(before: () => void, after: () => void): () => void {
  if (process.platform === 'win32') return () => undefined;
  const onStop = (): void => {
    before();
    process.kill(process.pid, 'SIGSTOP');
  };
  process.on('SIGTSTP', onStop);
  process.on('SIGCONT', after);
  return () => {
    process.off('SIGTSTP', onStop);
    process.off('SIGCONT', after);
  };
}

/** A reader that closes the pipe early (`| head -1`) has what it wants: no error. */
function noteWriteFailure(error: Error & { code?: string }): void {
  if (error.code !== 'EPIPE') writeFailure ??= error.code ?? error.message;
}

/** What was written by the way may have failed after the command had ended. */
function tellWriteFailure(exitCode: number): void {
  if (writeFailure === null || exitCode !== 0) return;
  process.stderr.write(`vsi: output cannot be written: ${writeFailure} (stdout)\n`);
  process.exitCode = 1;
}

async function startPager(command: PagerCommand): Promise<PagerProcess> {
  const { startPagerProcess } = await import('./cli/terminal/pager-process.ts');
  const pager = startPagerProcess(command, interruption.signal);
  pagers += 1;
  const done = (): void => {
    pagers -= 1;
  };
  pager.ended.then(done, done);
  return pager;
}

function homeDirectory(): string | null {
  try {
    return process.getBuiltinModule('node:os').homedir();
  } catch {
    return null;
  }
}

/**
 * Keeps the garbage of a long list small: the space for new objects stays as it is, the one for old
 * objects is collected when it has doubled. Without it, pages on their way make V8 let both grow, to no
 * one's use: 100,000 sessions then take 180 MiB on Node 20 and 320 MiB on Node 24, instead of 115 and
 * 155, in the same time. V8 reads both flags whenever it collects; a V8 that may not know them would
 * complain on stderr.
 */
function keepMemorySmall(): void {
  const major = Number(process.versions.v8.split('.')[0]);
  if (major < 11 || major > 13) return;
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=100');
}

process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
process.on('exit', tellWriteFailure);
process.stdout.on('error', noteWriteFailure);
process.stderr.on('error', () => undefined);

// Node's own modules are taken from it when they are needed: to import one here costs every command some
// tenths of a millisecond.
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
  sleep: async (milliseconds, signal) =>
    process
      .getBuiltinModule('node:timers/promises')
      .setTimeout(milliseconds, undefined, { signal }),
  random: () => Math.random(),
  timeZone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
  signal: interruption.signal,
  version: VSI_VERSION,
  atExit: (undo) => {
    process.on('exit', undo);
    return () => process.off('exit', undo);
  },
  atSuspend,
  keepMemorySmall,
  startPager,
};

/** The whole program; the exit code is set, and what is still on its way leaves before the end. */
export async function run(): Promise<void> {
  // Not process.exit(): what is still on its way to a slow pipe must arrive.
  process.exitCode = await main(host);
  // A person waits for it, and what it began with servers is of no further use.
  if (host.argv[0] === '__complete') process.stdout.write('', () => process.exit());
}
