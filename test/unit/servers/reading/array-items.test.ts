import { StringDecoder } from 'node:string_decoder';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openArray } from '../../../../src/servers/reading/array-items.ts';
import { failureOf } from '../../../support/failures.ts';

const WHERE = 'GET /v4/JobSessions on backup';

async function* chunksOf(
  parts: readonly string[],
  note?: { ended?: boolean },
): AsyncGenerator<string> {
  try {
    yield* parts;
  } finally {
    if (note !== undefined) note.ended = true;
  }
}

/** The text cut at the given places. */
function cutUp(text: string, cuts: readonly number[]): string[] {
  const places = cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b);
  return [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length));
}

async function batchesOf(parts: readonly string[], batchSize: number): Promise<unknown[][]> {
  const opened = await openArray(chunksOf(parts), { where: WHERE, batchSize });
  if (opened.kind === 'text') throw new Error(`no array: ${opened.text}`);
  const batches: unknown[][] = [];
  for await (const batch of opened.batches) batches.push(JSON.parse(batch) as unknown[]);
  return batches;
}

describe('an array', () => {
  test('comes in batches of items', async () => {
    expect(await batchesOf(['[1,{"a":[2,3],"b":"],{"},"x",[],', 'null ,\n true]'], 2)).toEqual([
      [1, { a: [2, 3], b: '],{' }],
      ['x', []],
      [null, true],
    ]);
  });

  test.each(['[]', ' [ ] ', '\uFEFF[\r\n]\n'])('that is empty has no batches: %j', async (text) => {
    expect(await batchesOf([text], 2)).toEqual([]);
  });

  test('equals what JSON.parse makes of the whole, wherever the body is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue(), { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (items, cuts, batchSize, pretty) => {
          const text = `${pretty ? '\uFEFF\n ' : ''}${JSON.stringify(items, null, pretty ? 1 : 0)}`;
          const batches = await batchesOf(cutUp(text, cuts), batchSize);
          expect(batches.flat()).toEqual(JSON.parse(JSON.stringify(items)));
          for (const batch of batches.slice(0, -1)) expect(batch).toHaveLength(batchSize);
        },
      ),
    );
  });

  test('equals it, too, where characters of several bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ stringUnit: 'binary' }), { maxLength: 6 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        async (items, cuts) => {
          const bytes = Buffer.from(`\uFEFF${JSON.stringify(items)}`);
          const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
          // As the HTTP client does it.
          const decoder = new StringDecoder('utf8');
          const parts = [0, ...places].map((from, index) =>
            decoder.write(bytes.subarray(from, places[index] ?? bytes.length)),
          );
          expect((await batchesOf([...parts, decoder.end()], 2)).flat()).toEqual(
            JSON.parse(JSON.stringify(items)),
          );
        },
      ),
    );
  });

  test('of strings full of quotes and backslashes survives every single cut', async () => {
    const items = ['\\', '"', '\\"', '\\\\"', 'a\\', '","', '[{', '\u2028'];
    const text = JSON.stringify(items);
    for (let cut = 0; cut <= text.length; cut += 1) {
      for (const next of [cut, cut + 1, cut + 2]) {
        expect((await batchesOf(cutUp(text, [cut, next]), 3)).flat()).toEqual(items);
      }
    }
  });

  test('that breaks off gives its complete items, then a failure', async () => {
    const text = '[{"id":1},{"id":2},{"id":3';
    const opened = await openArray(chunksOf([text]), { where: WHERE });
    if (opened.kind === 'text') throw new Error('no array');
    const seen: string[] = [];
    const failure = await failureOf(async () => {
      for await (const batch of opened.batches) seen.push(batch);
    });
    expect(seen).toEqual(['[{"id":1},{"id":2}]']);
    expect(failure).toMatchObject({
      code: 'ANSWER_UNREADABLE',
      message: 'the answer breaks off after 26 bytes',
      where: WHERE,
    });
  });

  test('that breaks off anywhere is never taken for a whole one', async () => {
    const text = JSON.stringify([{ a: 'é"\\' }, [1, 2], 'x']);
    for (let length = 1; length < text.length; length += 1) {
      const failure = await failureOf(() => batchesOf([text.slice(0, length)], 2));
      expect(failure.code).toBe('ANSWER_UNREADABLE');
    }
  });

  test.each([[['[1] x']], [['[1]', ' ', '{}']]])('must be all there is: %j', async (parts) => {
    expect(await failureOf(() => batchesOf(parts, 5))).toMatchObject({
      code: 'ANSWER_UNREADABLE',
      message: 'something follows the list in the answer',
    });
  });

  test('may be left early: the body is let go of', async () => {
    const note: { ended?: boolean } = {};
    const opened = await openArray(chunksOf(['[1,', '2,', '3]'], note), {
      where: WHERE,
      batchSize: 1,
    });
    if (opened.kind === 'text') throw new Error('no array');
    for await (const batch of opened.batches) {
      expect(batch).toBe('[1]');
      break;
    }
    expect(note.ended).toBe(true);
  });

  test('is read without being held: a batch is all that is kept', async () => {
    let produced = 0;
    async function* endless(): AsyncGenerator<string> {
      yield '[0';
      for (;;) {
        produced += 1;
        yield `,{"id":${produced},"text":"${'x'.repeat(100)}"}`;
      }
    }
    const opened = await openArray(endless(), { where: WHERE, batchSize: 10 });
    if (opened.kind === 'text') throw new Error('no array');
    let batches = 0;
    for await (const batch of opened.batches) {
      batches += 1;
      expect(produced).toBeLessThanOrEqual(batches * 10 + 1);
      expect(batch.length).toBeLessThan(1500);
      if (batches === 200) break;
    }
  });
});

describe('anything else', () => {
  test.each([
    [['{"results":', '[1,2]}']],
    [['', '\uFEFF', ' ', '<html>', '</html>']],
    [['']],
    [[' ']],
  ])('is handed over whole: %j', async (parts) => {
    expect(await openArray(chunksOf(parts), { where: WHERE })).toEqual({
      kind: 'text',
      text: parts.join(''),
    });
  });
});

describe('what has no end', () => {
  const largest = { item: 100, text: 100, preface: 50 };

  /** What comes before the failure, and how much was read of something that never ends. */
  async function endless([first = '', piece = '']: readonly string[]): Promise<{
    batches: unknown[];
    message: string;
    pieces: number;
    ended: boolean;
  }> {
    const note = { pieces: 0, ended: false };
    async function* chunks(): AsyncGenerator<string> {
      try {
        yield first;
        for (; note.pieces < 1000; note.pieces += 1) yield piece;
      } finally {
        note.ended = true;
      }
    }
    const batches: unknown[] = [];
    const { code, where, message } = await failureOf(async () => {
      const opened = await openArray(chunks(), { where: WHERE, batchSize: 2, largest });
      if (opened.kind === 'text') throw new Error(`no array: ${opened.text}`);
      for await (const batch of opened.batches) batches.push(JSON.parse(batch));
    });
    expect([code, where]).toEqual(['ANSWER_UNREADABLE', WHERE]);
    return { batches, message, ...note };
  }

  test.each([
    [
      'an item',
      ['[1,2,3,{"a":"', 'xxxxxxxxxx'],
      [[1, 2], [3]],
      'an item of the list is larger than 100 bytes',
    ],
    ['a nested list', ['[[', '[[[[['], [], 'an item of the list is larger than 100 bytes'],
    ['a number', ['[', '1111111111'], [], 'an item of the list is larger than 100 bytes'],
    ['an object', ['{"results":[', '{"a":1},'], [], 'the answer is larger than 100 bytes'],
    [
      'white space',
      [' ', '\n\n\n\n\n'],
      [],
      'the white space in front of the answer is larger than 50 bytes',
    ],
  ])('%s is given up', async (_what, pieces, batches, message) => {
    const given = await endless(pieces);
    expect(given).toMatchObject({ batches, message, ended: true });
    expect(given.pieces).toBeLessThan(25);
  });

  test('a list may go on and on; large items come in smaller batches', async () => {
    const item = JSON.stringify('y'.repeat(60));
    async function* chunks(): AsyncGenerator<string> {
      yield '[1';
      for (let count = 0; count < 300; count += 1) yield `,${item}`;
      yield ']';
    }
    const opened = await openArray(chunks(), { where: WHERE, batchSize: 50, largest });
    if (opened.kind === 'text') throw new Error('no array');
    let items = 0;
    for await (const batch of opened.batches) {
      expect(batch.length).toBeLessThan(200);
      items += (JSON.parse(batch) as unknown[]).length;
    }
    expect(items).toBe(301);
  });
});
