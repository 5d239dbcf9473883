import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argumentsOf, type Command } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/tree.ts';
import { main } from '../../src/main.ts';
import type { FaultyServer } from '../support/faulty-server.ts';
import { memoryHost } from '../support/host.ts';

/** A Sunday morning; the simulated worlds stand still there. */
export const NOW = Date.parse('2026-11-22T05:30:00Z');

/** Commands of the tree that ask a server. */
export const ASKING: readonly Command[] = COMMANDS.filter(({ flags }) =>
  flags.some(({ name }) => name === 'server'),
);

/** The one with these words. */
export function commandNamed(words: string): Command {
  const command = ASKING.find(({ path }) => path.join(' ') === words);
  if (command === undefined) throw new Error(`no command ${words}`);
  return command;
}

/** What stands for the arguments of commands, by the argument's name. */
export type Arguments = Readonly<Record<string, string>>;

/** How a command ended. */
export interface Run {
  readonly words: readonly string[];
  /** null: it hung, and was given up. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Real time, in milliseconds. */
  readonly took: number;
}

/** How to run a command against a server. */
export interface RunWish {
  readonly variables?: Readonly<Record<string, string>>;
  /** Where a login can be kept; without, none is. */
  readonly home?: string;
  /** This machine's clock; NOW unless given. */
  readonly now?: () => number;
}

/** `VSI_FAULTS=all`: the whole matrix, `npm run test:faults`. */
export const IS_WHOLE = process.env['VSI_FAULTS'] === 'all';

/** After so long a command counts as hung, in milliseconds: many times what any of them needs. */
const PATIENCE = IS_WHOLE ? 45_000 : 15_000;

/** For one fault with all its commands, in milliseconds. */
export const TEST_TIMEOUT = IS_WHOLE ? 180_000 : 20_000;

/** A clock that stands still, but for who watches: it gives up after minutes, which pass in seconds here. */
function clockFor([noun, verb]: readonly string[]): () => number {
  if (noun !== 'session' || verb !== 'watch') return () => NOW;
  const begin = performance.now();
  return () => NOW + Math.round((performance.now() - begin) * 60);
}

/** Runs vsi in this process against one server, as cron would. */
export async function runAgainst(
  server: FaultyServer,
  words: readonly string[],
  { variables = {}, home, now = clockFor(words) }: RunWish = {},
): Promise<Run> {
  const ending = new AbortController();
  const memory = memoryHost({
    argv: words,
    variables: {
      VSI_SERVER: server.origin,
      VSI_PRODUCT: server.product,
      VSI_USERNAME: server.username,
      VSI_PASSWORD: server.password,
      VSI_FINGERPRINT: server.fingerprint,
      ...(home === undefined ? {} : { HOME: home }),
      ...variables,
    },
    homeDirectory: home ?? null,
    signal: ending.signal,
    now,
  });
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null);
      ending.abort('SIGTERM');
    }, PATIENCE);
  });
  const code = await Promise.race([main(memory.host), hung]);
  clearTimeout(timer);
  const took = performance.now() - started;
  return { words, code, stdout: memory.stdout(), stderr: memory.stderr(), took };
}

/** The words of a command, its arguments filled in, all rows wanted. */
export function wordsOf(
  { path, flags, ...command }: Command,
  values: Arguments,
  format = 'ndjson',
): readonly string[] {
  const names = new Set(flags.map(({ name }) => name));
  const isLong = names.has('since') && (path.length === 1 || path.join(' ') === 'session list');
  return [
    ...path,
    ...argumentsOf({ path, flags, ...command }).flatMap(({ name, optional }) => {
      const value = values[name];
      if (value !== undefined) return [value];
      if (optional === true || path[0] === 'server') return [];
      throw new Error(`the fault suite does not know what to give as <${name}>`);
    }),
    ...(names.has('output') ? ['-o', format] : []),
    ...(names.has('limit') ? ['--limit', '0'] : []),
    ...(names.has('paginate') ? ['--paginate'] : []),
    ...(path.join(' ') === 'session list' ? ['--kind', 'all'] : []),
    // A part of the history will do, and takes less time.
    ...(isLong ? ['--since', '10d'] : []),
  ];
}

/** What to give as arguments, so that every command has something to show. */
export async function argumentsFor(server: FaultyServer): Promise<Arguments> {
  const words = ['session', 'list', '--kind', 'backup', '--status', 'failed,warning'];
  const sessions = rowsOf(await runAgainst(server, [...words, '-o', 'ndjson']));
  const session = sessions.find(({ jobId }) => typeof jobId === 'string');
  if (typeof session?.['id'] !== 'string' || typeof session['jobId'] !== 'string') {
    throw new Error('the simulated server has no failed session of a job');
  }
  return {
    session: session['id'],
    job: session['jobId'],
    path: server.product === 'vb365' ? 'JobSessions?limit=200' : 'sessions?limit=200',
  };
}

/** The records that a run printed as NDJSON. */
export function rowsOf({ stdout }: Pick<Run, 'stdout'>): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const row: unknown = JSON.parse(line);
      if (typeof row !== 'object' || row === null) throw new TypeError(`no record: ${line}`);
      return { ...row };
    });
}

/** A home that is gone after the work. */
export async function withHome<T>(work: (home: string) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'vsi-faults-'));
  try {
    return await work(home);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
