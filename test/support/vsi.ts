import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  startDemoServer,
  type DemoServer,
  type DemoServerOptions,
} from '../../src/demo/demo-server.ts';
import { main } from '../../src/main.ts';
import { memoryHost } from './host.ts';

/** The real program, as a user starts it. */
export const PROGRAM = fileURLToPath(new URL('../../bin/vsi.js', import.meta.url));

/** What came of a run of the real program. */
export interface Finished {
  /** null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run it; without `variables` its environment is as empty as cron's. */
export interface RunOptions {
  readonly variables?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** How to run it in this process. */
export interface RunHereOptions extends RunOptions {
  /** This machine's clock; the real one unless given. */
  readonly now?: () => number;
}

/** Starts `bin/vsi.js` as a user's shell would, in a pipe. */
export function startVsi(words: readonly string[], options: RunOptions = {}): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...words], {
    env: { ...options.variables },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs the program to its end. */
export async function vsi(words: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const child = startVsi(words, options);
  child.stdin?.end(options.stdin ?? '');
  return finished(child);
}

/**
 * Runs the same code in this process: a tenth of the time, for all that needs no process, no pipe and no
 * terminal of its own. Its home is that of the variable HOME.
 */
export async function vsiHere(
  words: readonly string[],
  { variables = {}, stdin = '', now = Date.now }: RunHereOptions = {},
): Promise<Finished> {
  const memory = memoryHost({
    argv: words,
    variables,
    homeDirectory: variables['HOME'] ?? null,
    platform: process.platform,
    stdin: new PassThrough().end(stdin),
    now,
    sleep: async (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
  });
  const code = await main(memory.host);
  return { code, signal: null, stdout: memory.stdout(), stderr: memory.stderr() };
}

/** Collects what a started program prints until it ends. */
export function finished(child: ChildProcess): Promise<Finished> {
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, ...output });
    });
  });
}

/** A demo server, a home of its own, and the environment that leads to both. */
export interface Stage {
  readonly server: DemoServer;
  /** An empty folder that is removed at the end. */
  readonly home: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly run: (words: readonly string[], more?: RunOptions) => Promise<Finished>;
  /** The same in this process (`vsiHere`), by the server's clock. */
  readonly runHere: (words: readonly string[], more?: RunHereOptions) => Promise<Finished>;
  readonly close: () => Promise<void>;
}

/** Sets up a server and a home for one test file. */
export async function setStage(options: Partial<DemoServerOptions> = {}): Promise<Stage> {
  const server = await startDemoServer({ product: 'vb365', now: Date.now, ...options });
  const home = await mkdtemp(join(tmpdir(), 'vsi-home-'));
  const variables = {
    HOME: home,
    VSI_SERVER: server.url,
    VSI_USERNAME: server.username,
    VSI_PASSWORD: server.password,
    VSI_FINGERPRINT: server.fingerprint,
    VSI_PRODUCT: server.product,
  };
  return {
    server,
    home,
    variables,
    run: (words, more = {}) =>
      vsi(words, { ...more, variables: { ...variables, ...more.variables } }),
    runHere: (words, more = {}) =>
      vsiHere(words, {
        now: options.now ?? Date.now,
        ...more,
        variables: { ...variables, ...more.variables },
      }),
    close: async () => {
      await server.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The rows of a JSON list. */
export function rowsOf(text: string): Record<string, unknown>[] {
  const rows: unknown = JSON.parse(text);
  if (!Array.isArray(rows)) throw new TypeError('not a JSON array');
  return rows.map((row: unknown) => {
    if (typeof row !== 'object' || row === null) throw new TypeError('not a record');
    return { ...row };
  });
}
