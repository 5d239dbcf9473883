import type { Writable } from 'node:stream';
import { VsiError } from '../model/errors.ts';

/** Where text goes: stdout, a file, a test's buffer. */
export interface TextSink {
  /**
   * Resolves when the stream takes more (back-pressure); does nothing once closed.
   *
   * @throws VsiError REQUEST_FAILED when writing fails for another reason than a reader that left
   */
  readonly write: (text: string) => Promise<void>;
  /** Resolves when everything written has left the process' buffers. Same error as write. */
  readonly flush: () => Promise<void>;
  /** Nobody reads any more (`vsi … | head -1`): stop fetching, end quietly. */
  readonly closed: boolean;
}

export interface SinkOptions {
  /** Called before each write, to take the spinner off the screen. */
  readonly beforeWrite?: () => void;
  /** What messages call the stream; `stdout` unless given. */
  readonly name?: string;
}

/** How much text is handed to a stream at once: fewer and larger writes are a multiple faster. */
export const CHUNK_CHARACTERS = 64 * 1024;

/** What a stream reports when its reader has left. */
const READER_LEFT = new Set([
  'EPIPE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** Makes a sink over a stream; it takes care of the stream's errors from now on. */
export function createSink(stream: Writable, options: SinkOptions = {}): TextSink {
  let closed = false;
  let failure: VsiError | null = null;
  stream.on('error', (error: unknown) => {
    noteError(error);
  });
  stream.on('close', () => {
    closed = true;
  });

  function noteError(error: unknown): void {
    const code = codeOf(error);
    if (READER_LEFT.has(code)) closed = true;
    else failure ??= writeError(code, options.name ?? 'stdout');
  }

  function checkOpen(): boolean {
    if (failure !== null) throw failure;
    return !closed && !stream.destroyed && !stream.writableEnded;
  }

  async function write(text: string): Promise<void> {
    if (text === '' || !checkOpen()) return;
    options.beforeWrite?.();
    if (!stream.write(text)) await drained(stream);
    checkOpen();
  }

  async function flush(): Promise<void> {
    if (!checkOpen()) return;
    await new Promise<void>((resolve) => {
      // Node calls back after all earlier writes, with the error if one of them failed.
      stream.write('', (error) => {
        if (error) noteError(error);
        resolve();
      });
    });
    checkOpen();
  }

  return {
    write,
    flush,
    get closed() {
      return closed || stream.destroyed || stream.writableEnded;
    },
  };
}

/** Waits until the stream takes more, or will never again. */
function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done);
      stream.off('error', done);
      stream.off('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('error', done);
    stream.on('close', done);
  });
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return 'unknown error';
  return String(error.code);
}

function writeError(code: string, name: string): VsiError {
  return new VsiError('REQUEST_FAILED', `output cannot be written: ${code}`, {
    where: name,
    hint:
      code === 'ENOSPC' ? 'free some space where the output goes' : 'check where the output goes',
  });
}

/** Writes texts in chunks of 64 kB; stops asking for more once nobody reads. */
export async function writeChunked(sink: TextSink, texts: Iterable<string>): Promise<void> {
  let chunk = '';
  for (const text of texts) {
    chunk += text;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    await sink.write(chunk);
    chunk = '';
    if (sink.closed) return;
  }
  await sink.write(chunk);
}
