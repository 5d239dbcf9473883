import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inOrder } from '../../../../src/servers/lists/in-order.ts';
import { mergePages } from '../../../../src/servers/lists/merge.ts';

interface Row {
  readonly id: string;
  readonly at: number | null;
}

const row = (at: number | null, id = `s${at}`): Row => ({ id, at });
const compare = (a: Row, b: Row): number =>
  a.at === b.at
    ? a.id < b.id
      ? -1
      : a.id > b.id
        ? 1
        : 0
    : (b.at ?? -Infinity) - (a.at ?? -Infinity);
const idOf = ({ id }: Row) => id;
const timeOf = ({ at }: Row) => at;

/** Pages that note what becomes of them. */
function source(pages: readonly (readonly Row[] | Error)[]) {
  const notes = { asked: 0, ended: false };
  async function* read(): AsyncGenerator<readonly Row[]> {
    try {
      for (const page of pages) {
        notes.asked += 1;
        await Promise.resolve();
        if (page instanceof Error) throw page;
        yield page;
      }
    } finally {
      notes.ended = true;
    }
  }
  return Object.assign(read(), { notes });
}

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of pages) {
    expect(page.length).toBeGreaterThan(0);
    rows.push(...page);
  }
  return rows;
}

const pagesOf = (rows: readonly Row[], size: number): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );

describe('mergePages', () => {
  test('makes one ordered list of several, doubles once, empty pages and sources ignored', async () => {
    const merged = await all(
      mergePages(
        [
          source([[row(9), row(6)], [], [row(3), row(null, 'x')]]),
          source([]),
          source([
            [row(8), row(6)],
            [row(5), row(3), row(1)],
          ]),
        ],
        compare,
        idOf,
      ),
    );
    expect(merged.map(timeOf)).toEqual([9, 8, 6, 5, 3, 1, null]);
  });

  test('equals a sort of everything, whatever the pages', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(times, { maxLength: 4 }),
        fc.integer({ min: 1, max: 7 }),
        async (lists, size) => {
          const rows = lists.map((list) => [...new Set(list)].map((at) => row(at)).sort(compare));
          const merged = await all(
            mergePages(
              rows.map((list) => source(pagesOf(list, size))),
              compare,
              idOf,
            ),
          );
          const expected = [...new Map(rows.flat().map((each) => [each.id, each])).values()].sort(
            compare,
          );
          expect(merged).toEqual(expected);
        },
      ),
    );
  });

  test('starts all sources at once, and asks for a page only when the last one is used up', async () => {
    const one = source([[row(9)], [row(8)]]);
    const two = source([[row(5)], [row(4)]]);
    const merged = mergePages([one, two], compare, idOf)[Symbol.asyncIterator]();
    expect(await merged.next()).toMatchObject({ value: [row(9)] });
    expect([one.notes.asked, two.notes.asked]).toEqual([1, 1]);
    expect(await merged.next()).toMatchObject({ value: [row(8)] });
    expect([one.notes.asked, two.notes.asked]).toEqual([2, 1]);
    await merged.return?.();
    expect([one.notes.ended, two.notes.ended]).toEqual([true, true]);
  });

  test('fails with its source, after the rows before, and ends the others', async () => {
    const other = source([[row(7), row(5)], [row(1)]]);
    const sources = [source([[row(9)], new Error('boom')]), other];
    const merged = mergePages(sources, compare, idOf)[Symbol.asyncIterator]();
    expect((await merged.next()).value).toEqual([row(9)]);
    await expect(merged.next()).rejects.toThrow('boom');
    expect(other.notes.ended).toBe(true);
  });

  test('fails as a whole when a source fails at once, without an unhandled rejection', async () => {
    const failing = [source([new Error('one')]), source([new Error('two')])];
    await expect(all(mergePages(failing, compare, idOf))).rejects.toThrow('one');
  });
});

describe('inOrder', () => {
  test('passes pages through while they fall, ties put into the whole order across pages', async () => {
    const pages = source([
      [row(9), row(8, 'b')],
      [row(8, 'a'), row(7)],
      [row(null, 'z'), row(7, 'x')],
      [row(null, 'y'), row(6)],
    ]);
    const out: Row[][] = [];
    for await (const page of inOrder(pages, { compare, timeOf })) out.push([...page]);
    expect(out.map((page) => page.map(idOf))).toEqual([
      ['s9'],
      ['a', 'b'],
      ['s7', 'x'],
      ['s6', 'y', 'z'],
    ]);
  });

  test('stops early without reading on while the order holds', async () => {
    const pages = source([[row(9), row(8)], [row(7)], [row(6)]]);
    const ordered = inOrder(pages, { compare, timeOf });
    expect((await ordered.next()).value).toEqual([row(9)]);
    await ordered.return(undefined);
    expect(pages.notes).toEqual({ asked: 1, ended: true });
  });

  test('collects and sorts the rest after a violation, and tells of it once', async () => {
    let told = 0;
    const pages = source([
      [row(9), row(8)],
      [row(7), row(3)],
      [row(5), row(1)],
      [row(4), row(6)],
    ]);
    const out: Row[][] = [];
    for await (const page of inOrder(pages, { compare, timeOf, onDisorder: () => (told += 1) })) {
      out.push([...page]);
    }
    expect(out.map((page) => page.map(timeOf))).toEqual([[9], [8, 7], [6, 5, 4, 3, 1]]);
    expect(told).toBe(1);
  });

  test('loses and doubles nothing, and is sorted unless it says otherwise', async () => {
    const times = fc.array(fc.option(fc.integer({ min: 0, max: 20 })), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        times,
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        async (list, sorted, size) => {
          const rows = list.map((at, index) => row(at, `s${index}`));
          if (sorted) rows.sort((a, b) => (b.at ?? -1) - (a.at ?? -1));
          const disorder: true[] = [];
          const onDisorder = () => disorder.push(true);
          const out = await all(
            inOrder(source(pagesOf(rows, size)), { compare, timeOf, onDisorder }),
          );
          expect([...out].sort(compare)).toEqual([...rows].sort(compare));
          if (sorted) expect(disorder).toEqual([]);
          if (disorder.length === 0) expect(out).toEqual([...rows].sort(compare));
        },
      ),
    );
  });

  test('what has arrived comes before the failure that ends the reading', async () => {
    async function* failing(): AsyncGenerator<readonly Row[]> {
      yield [row(3), row(2), row(null, 'x')];
      throw new Error('cut');
    }
    const out: Row[] = [];
    const reading = async (): Promise<void> => {
      for await (const page of inOrder(failing(), { compare, timeOf })) out.push(...page);
    };
    await expect(reading()).rejects.toThrow('cut');
    expect(out).toEqual([row(3), row(2), row(null, 'x')]);
  });
});
