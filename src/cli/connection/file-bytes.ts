import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { isVsiError, reasonOf, VsiError } from '../../model/errors.ts';

/** Few and large pieces: a file of 100,000 sessions has more than 100 MB. */
const CHUNK_BYTES = 1 << 20;

/** A file, or what comes like one: a pipe, standard input. */
export interface ByteSource {
  /** null: it is no file, and comes only once. */
  readonly size: number | null;
  /** Its bytes from the beginning; a piece holds until the next one is asked for. */
  readonly open: () => AsyncGenerator<Uint8Array>;
}

/**
 * Bytes of a stream that is open already.
 *
 * @param file its name in errors
 * @param signal ends the reading
 */
export function streamSource(stream: Readable, file: string, signal: AbortSignal): ByteSource {
  return { size: null, open: () => told(readStream(stream, signal), file, signal) };
}

/**
 * Bytes of what has a path; of a file those that it has now, whatever is written behind them meanwhile.
 * What cannot be read says so where it is opened.
 *
 * @param file its name in errors
 * @param signal ends the reading
 */
export async function pathSource(
  path: string,
  file: string,
  signal: AbortSignal,
): Promise<ByteSource> {
  const found = await stat(path).catch(() => null);
  const size = found?.isFile() === true ? found.size : null;
  const bytes = (): AsyncGenerator<Uint8Array> =>
    size === null
      ? readStream(createReadStream(path, { highWaterMark: CHUNK_BYTES }), signal)
      : readFile(path, size, signal);
  return { size, open: () => told(bytes(), file, signal) };
}

async function* readStream(stream: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield* addAbortSignal(signal, stream) as AsyncIterable<Uint8Array>;
}

/** With one buffer for all: V8 lets go of the pieces of a stream only when it tidies up everything. */
async function* readFile(
  path: string,
  size: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const handle = await open(path);
  try {
    const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, size));
    for (let left = size; left > 0;) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, left), null);
      if (bytesRead === 0) return;
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** @throws CONFIGURATION where it cannot be read, what the signal says where that ends it */
async function* told(
  bytes: AsyncIterable<Uint8Array>,
  file: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    if (signal.aborted) {
      const reason: unknown = signal.reason;
      throw isVsiError(reason) ? reason : new VsiError('INTERRUPTED', 'interrupted');
    }
    throw new VsiError('CONFIGURATION', `the file cannot be read: ${reasonOf(error)}`, {
      where: file,
      cause: error,
    });
  }
}
