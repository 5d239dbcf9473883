import type { Writable } from 'node:stream';

/** Where text goes. */
export interface TextSink {
  /** Resolves when the stream takes more; does nothing once closed. */
  readonly write: (text: string) => Promise<void>;
  /** Resolves when everything written has left the process' buffers. */
  readonly flush: () => Promise<void>;
  /** Nobody reads any more (`vsi … | head -1`): stop fetching, end quietly. */
  readonly closed: boolean;
}

export interface SinkOptions {
  /** Called before each write, to take the spinner off the screen. */
  readonly beforeWrite?: () => void;
}

export function createSink(stream: Writable, options: SinkOptions = {}): TextSink {
  throw new Error(`being written ${String(stream.writable)} ${typeof options}`);
}
