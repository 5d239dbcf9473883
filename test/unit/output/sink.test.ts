import { describe, expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import { CHUNK_CHARACTERS, createSink, writeChunked } from '../../../src/output/sink.ts';
import { bufferSink } from './support.ts';

/** A stream whose reader takes a chunk only when `next` is called. */
function slowStream(highWaterMark: number) {
  const waiting: ((error?: Error) => void)[] = [];
  const stream = new Writable({
    highWaterMark,
    write: (_chunk, _encoding, done) => {
      waiting.push(done);
    },
  });
  return { stream, next: (error?: Error) => waiting.shift()?.(error) };
}

/** Lets everything run that is ready to. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

async function isPending(promise: Promise<unknown>): Promise<boolean> {
  let pending = true;
  const done = () => {
    pending = false;
  };
  promise.then(done, done);
  await turn();
  return pending;
}

describe('createSink', () => {
  test('waits for the stream when it is full', async () => {
    const { stream, next } = slowStream(4);
    const sink = createSink(stream);
    const first = sink.write('12345678');
    expect(await isPending(first)).toBe(true);
    next();
    await first;
    await sink.write('');
    expect(stream.writableLength).toBe(0);
  });

  test('flush waits for all that was written', async () => {
    const { stream, next } = slowStream(1000);
    const sink = createSink(stream);
    await sink.write('a');
    const flushed = sink.flush();
    expect(await isPending(flushed)).toBe(true);
    next();
    await turn();
    next();
    await flushed;
    expect(sink.closed).toBe(false);
  });

  test('a reader that left closes it quietly, also one that leaves while it waits', async () => {
    const { stream, next } = slowStream(4);
    const sink = createSink(stream);
    const first = sink.write('12345678');
    expect(sink.closed).toBe(false);
    next(failure('EPIPE'));
    await first;
    expect(sink.closed).toBe(true);
    await sink.write('more');
    await sink.flush();
  });

  test('a stream that was destroyed or ended is closed', async () => {
    const stream = new Writable({
      write: (_chunk, _encoding, done) => {
        done();
      },
    });
    const sink = createSink(stream);
    stream.end();
    await sink.write('late');
    expect(sink.closed).toBe(true);
    stream.destroy();
    await turn();
    expect(sink.closed).toBe(true);
  });

  test('any other failure is told, with the place', async () => {
    const { stream, next } = slowStream(4);
    const sink = createSink(stream, { name: 'report.csv' });
    const first = sink.write('12345678');
    next(failure('ENOSPC'));
    await expect(first).rejects.toMatchObject({
      code: 'REQUEST_FAILED',
      message: 'output cannot be written: ENOSPC',
      where: 'report.csv',
    });
    await expect(sink.write('x')).rejects.toMatchObject({ code: 'REQUEST_FAILED' });
    await expect(sink.flush()).rejects.toMatchObject({ code: 'REQUEST_FAILED' });
  });

  test('takes the spinner away before each write', async () => {
    let calls = 0;
    const stream = new Writable({
      write: (_chunk, _encoding, done) => {
        done();
      },
    });
    const sink = createSink(stream, {
      beforeWrite: () => {
        calls += 1;
      },
    });
    await sink.write('a');
    await sink.write('');
    await sink.write('b');
    expect(calls).toBe(2);
  });
});

describe('writeChunked', () => {
  test('puts small texts together to chunks of 64 kB', async () => {
    const sink = bufferSink();
    const row = `${'x'.repeat(99)}\n`;
    await writeChunked(
      sink,
      Array.from({ length: 2000 }, () => row),
    );
    expect(sink.text()).toHaveLength(200_000);
    expect(sink.writes.length).toBe(Math.ceil(200_000 / CHUNK_CHARACTERS));
  });

  test('asks for no more texts once nobody reads', async () => {
    const { stream, next } = slowStream(1);
    const sink = createSink(stream);
    let asked = 0;
    function* endless(): Iterable<string> {
      for (;;) {
        asked += 1;
        yield 'x'.repeat(CHUNK_CHARACTERS);
      }
    }
    const writing = writeChunked(sink, endless());
    await turn();
    next(failure('EPIPE'));
    await writing;
    expect(asked).toBe(1);
  });
});
