import { PassThrough, Writable } from 'node:stream';
import type { Host } from '../../src/cli/host.ts';

/** A host in memory: no terminal, a clock that stands still, no time that passes. */
export interface MemoryHost {
  readonly host: Host;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** What was waited for, in milliseconds. */
  readonly waits: readonly number[];
}

export function memoryHost(known: Partial<Host> & Pick<Host, 'argv'>): MemoryHost {
  const stdout = new Collector();
  const stderr = new Collector();
  const waits: number[] = [];
  return {
    host: {
      variables: {},
      stdin: new PassThrough().end(),
      stdout,
      stderr,
      platform: 'linux',
      homeDirectory: null,
      now: () => Date.parse('2026-11-22T05:30:00Z'),
      sleep: async (milliseconds) => {
        waits.push(milliseconds);
      },
      random: () => 0.5,
      timeZone: () => 'UTC',
      signal: new AbortController().signal,
      version: '1.2.3',
      atExit: () => () => undefined,
      atSuspend: () => () => undefined,
      keepMemorySmall: () => undefined,
      startPager: () => Promise.reject(new Error('no pager was expected')),
      ...known,
    },
    stdout: () => stdout.text,
    stderr: () => stderr.text,
    waits,
  };
}

class Collector extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}
