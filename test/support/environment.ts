import type { VsiError } from '../../src/model/errors.ts';
import type { ConnectionSettings, ServerEnvironment } from '../../src/servers/environment.ts';

/** An environment that stands still: sleeping moves its clock, and everything said is noted. */
export interface TestEnvironment extends ServerEnvironment {
  readonly sleeps: number[];
  readonly debugLines: string[];
  readonly notices: string[];
  readonly missed: VsiError[];
  readonly abort: (reason?: unknown) => void;
  /** Moves the clock on. */
  readonly pass: (milliseconds: number) => void;
}

/** 2026-11-20 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 20, 12);

export function testEnvironment(variables: Readonly<Record<string, string>> = {}): TestEnvironment {
  const sleeps: number[] = [];
  const debugLines: string[] = [];
  const notices: string[] = [];
  const missed: VsiError[] = [];
  const ending = new AbortController();
  let now = NOON;
  return {
    now: () => now,
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted();
      sleeps.push(milliseconds);
      now += milliseconds;
    },
    random: () => 0.5,
    signal: ending.signal,
    variables,
    debug: (line) => void debugLines.push(line),
    notice: (line) => void notices.push(line),
    missing: (failure) => void missed.push(failure),
    progress: () => undefined,
    sleeps,
    debugLines,
    notices,
    missed,
    abort: (reason) => {
      ending.abort(reason);
    },
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

export function testSettings(
  origin: string,
  changes: Partial<ConnectionSettings> = {},
): ConnectionSettings {
  return {
    name: null,
    origin,
    tls: { ca: null, fingerprint: null, insecure: false },
    timeout: 5000,
    retries: 2,
    concurrency: 4,
    apiVersion: null,
    keepSource: false,
    ...changes,
  };
}
