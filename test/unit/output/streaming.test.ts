import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { printListing } from '../../../src/cli/printing/listing.ts';
import type { Session } from '../../../src/model/session.ts';
import { openWriter, type Format } from '../../../src/output/formats.ts';
import { SESSION_RECORD } from '../../../src/output/records/session.ts';
import { createSink } from '../../../src/output/sink.ts';
import { screenOf, sessionNamed } from './support.ts';

const PAGES = 60;
const ROWS = 100;

/** Pages under way at the most: a pipe's and a chunk's worth of the smallest format. */
const MOST_PAGES = 10;

/** What the pipe of an operating system holds. */
const PIPE = 64 * 1024;

/** A reader that takes a chunk only when it is told to. */
class SlowReader extends Writable {
  readonly chunks: string[] = [];
  #take: (() => void) | null = null;

  constructor() {
    super({ highWaterMark: PIPE, decodeStrings: false });
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.#take = () => {
      this.chunks.push(chunk);
      done();
    };
  }

  /** Takes one chunk if one waits. */
  read(): void {
    const take = this.#take;
    this.#take = null;
    take?.();
  }

  /** The last page of which something was taken. */
  lastPage(): number {
    const pages = Array.from(
      this.chunks
        .slice(-2)
        .join('')
        .matchAll(/\bPage (\d+)/g),
    );
    return Number(pages.at(-1)?.[1] ?? 0);
  }
}

/** Lets everything happen that waits for nobody. */
async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await new Promise(setImmediate);
}

async function listTo(reader: SlowReader, format: Format) {
  let pulled = 0;
  async function* pages(): AsyncGenerator<readonly Session[]> {
    for (let page = 0; page < PAGES; page += 1) {
      pulled += 1;
      yield Array.from({ length: ROWS }, (_, row) =>
        sessionNamed(`Page ${page}`, page * ROWS + row),
      );
    }
  }
  const sink = createSink(reader);
  const writer = await openWriter(SESSION_RECORD, {
    format,
    fields: null,
    header: true,
    raw: false,
    sink,
    screen: await screenOf(),
  });
  const printing = printListing({
    pages: pages(),
    isSelected: () => true,
    limit: Infinity,
    sort: null,
    writer,
    sink,
  });
  return { printing, pulled: () => pulled };
}

describe.each(['ndjson', 'json', 'csv', 'tsv', 'yaml', 'markdown'] as const)('%s', (format) => {
  test('asks for no more pages than the reader takes, and loses none of them', async () => {
    const reader = new SlowReader();
    const { printing, pulled } = await listTo(reader, format);
    await settle();
    // Nobody has read yet: what the pipe holds was made, and no page beyond.
    const before = pulled();
    expect(before).toBeLessThan(MOST_PAGES);
    await settle();
    expect(pulled()).toBe(before);

    let ended = false;
    const result = printing.finally(() => {
      ended = true;
    });
    const isOver = () => ended && reader.writableLength === 0;
    while (!isOver()) {
      reader.read();
      expect(pulled() - reader.lastPage()).toBeLessThan(MOST_PAGES);
      await new Promise(setImmediate);
    }
    expect(await result).toEqual({ printed: PAGES * ROWS, more: 'no' });
    const text = reader.chunks.join('');
    const ids = Array.from(text.matchAll(/\b(\d{8})-0000\b/g), ([, id]) => Number(id));
    expect(ids).toEqual(Array.from({ length: PAGES * ROWS }, (_, index) => index));
    if (format === 'json') expect(JSON.parse(text)).toHaveLength(PAGES * ROWS);
  });
});

test('an array that streams is valid up to the comma before the next record', async () => {
  const reader = new SlowReader();
  const { printing } = await listTo(reader, 'json');
  await settle();
  reader.read();
  const sofar = reader.chunks.join('');
  expect(sofar.length).toBeGreaterThan(1000);
  const whole = sofar.slice(0, sofar.lastIndexOf('},') + 1);
  expect(JSON.parse(`${whole}]`)).toContainEqual(expect.objectContaining({ jobName: 'Page 0' }));
  reader.destroy();
  await printing;
});
