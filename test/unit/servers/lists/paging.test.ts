import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KnownIds } from '../../../../src/servers/lists/known-ids.ts';
import {
  readPages,
  type PageAnswer,
  type PagedList,
} from '../../../../src/servers/lists/paging.ts';
import { failureOf } from '../../../support/failures.ts';
import { runs } from '../../../support/runs.ts';

interface Row {
  readonly id: string | null;
}

const rows = (from: number, to: number): Row[] =>
  Array.from({ length: to - from }, (_, index) => ({ id: `s${from + index}` }));

interface Question {
  readonly offset: number;
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** How the simulated server departs from a plain one. */
interface Manner {
  readonly totals?: boolean;
  readonly states?: 'limit' | 'nothing';
  /** The most rows that the server hands out at once. */
  readonly clamp?: number;
  /** Called before each answer with its number, from 0. */
  readonly before?: (index: number, list: Row[]) => void;
  readonly pageSize?: number;
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

function served(list: Row[], manner: Manner = {}): PagedList<Row> & { readonly asked: Question[] } {
  const { clamp = Infinity, totals = false, states = 'limit', before = () => undefined } = manner;
  const asked: Question[] = [];
  let answered = 0;
  return {
    what: 'job sessions',
    where: 'GET /v8/JobSessions on backup',
    pageSize: manner.pageSize ?? 10,
    concurrency: manner.concurrency ?? 4,
    idOf: ({ id }) => id,
    signal: manner.signal ?? new AbortController().signal,
    asked,
    fetch: async (offset, limit, signal) => {
      asked.push({ offset, limit, signal });
      await Promise.resolve();
      before(answered++, list);
      const size = Math.min(limit, clamp);
      return {
        items: list.slice(offset, offset + size),
        limit: totals || states === 'nothing' ? null : size,
        total: totals ? list.length : null,
      };
    },
  };
}

async function idsOf(list: PagedList<Row>): Promise<(string | null)[]> {
  const ids: (string | null)[] = [];
  for await (const page of readPages(list)) {
    expect(page.length).toBeGreaterThan(0);
    ids.push(...page.map(({ id }) => id));
  }
  return ids;
}

const ids = (list: readonly Row[]) => list.map(({ id }) => id);

describe('a list at rest', () => {
  test.each([0, 1, 9, 10, 11, 19, 20, 37, 100, 101])(
    'of %i rows comes whole, in order',
    async (length) => {
      for (const manner of [{}, { totals: true }, { states: 'nothing' }] as const) {
        const list = rows(0, length);
        expect(await idsOf(served(list, manner))).toEqual(ids(list));
      }
    },
  );

  test('of one page is asked for once', async () => {
    for (const manner of [{}, { totals: true }]) {
      const list = served(rows(0, 7), manner);
      await idsOf(list);
      expect(list.asked.map(({ offset, limit }) => [offset, limit])).toEqual([[0, 10]]);
    }
    const exact = served(rows(0, 10), { totals: true });
    await idsOf(exact);
    expect(exact.asked).toHaveLength(1);
  });

  test('is read at the pace of a server that clamps the limit', async () => {
    const list = rows(0, 40);
    const clamped = served(list, { clamp: 3 });
    expect(await idsOf(clamped)).toEqual(ids(list));
    expect(await idsOf(served(list, { clamp: 3, totals: true }))).toEqual(ids(list));
    expect(await idsOf(served(list, { clamp: 1, totals: true }))).toEqual(ids(list));
    expect(await idsOf(served(list, { clamp: 1, pageSize: 1 }))).toEqual(ids(list));
    expect(clamped.asked.map(({ offset }) => offset).slice(0, 4)).toEqual([0, 2, 4, 6]);
  });

  test('does not end with a short page before its total', async () => {
    const list = rows(0, 45);
    const plain = served(list, { totals: true });
    const moody: PagedList<Row> = {
      ...plain,
      fetch: async (offset, limit, signal) => {
        const answer = await plain.fetch(offset, limit, signal);
        return { ...answer, items: answer.items.slice(0, offset === 18 ? 4 : limit) };
      },
    };
    expect(await idsOf(moody)).toEqual(ids(list));
  });

  test('that came as one array is over', async () => {
    const list = served([]);
    const whole: PagedList<Row> = {
      ...list,
      fetch: async () => ({ items: rows(0, 25), limit: null, total: null, whole: true }),
    };
    expect(await idsOf(whole)).toHaveLength(25);
  });

  test('may hold rows without an id, which are never taken for one another', async () => {
    for (const anonymous of [new Set([3]), new Set([18, 19, 20]), new Set([37])]) {
      const list = rows(0, 38).map((row, index) => (anonymous.has(index) ? { id: null } : row));
      expect(await idsOf(served(list, { totals: true }))).toEqual(ids(list));
      expect(await idsOf(served(list))).toEqual(ids(list));
    }
  });
});

describe('pages in advance', () => {
  test('are asked for only when somebody reads on, and few at first', async () => {
    const list = served(rows(0, 200));
    const pages = readPages(list);
    await pages.next();
    await new Promise(setImmediate);
    expect(list.asked).toHaveLength(1);
    await pages.next();
    expect(list.asked).toHaveLength(3);
    await pages.next();
    expect(list.asked.length).toBeGreaterThan(4);
    await pages.return(undefined);
  });

  test('are never more than allowed, and never behind the total', async () => {
    let now = 0;
    let most = 0;
    const plain = served(rows(0, 95), { totals: true, concurrency: 3 });
    const counting: PagedList<Row> = {
      ...plain,
      fetch: async (offset, limit, signal) => {
        most = Math.max(most, (now += 1));
        await new Promise(setImmediate);
        now -= 1;
        return plain.fetch(offset, limit, signal);
      },
    };
    await idsOf(counting);
    expect(most).toBe(3);
    expect(Math.max(...plain.asked.map(({ offset }) => offset))).toBeLessThan(95);
  });

  test('come in order, whichever is answered first', async () => {
    const list = rows(0, 100);
    const plain = served(list, { totals: true });
    const unfair: PagedList<Row> = {
      ...plain,
      fetch: async (offset, limit, signal) => {
        for (let turns = 100 - offset; turns > 0; turns -= 1) await Promise.resolve();
        return plain.fetch(offset, limit, signal);
      },
    };
    expect(await idsOf(unfair)).toEqual(ids(list));
  });

  test('that fail do so in their turn, after the pages before them', async () => {
    const plain = served(rows(0, 100));
    const failing: PagedList<Row> = {
      ...plain,
      fetch: async (offset, limit, signal) => {
        if (offset > 20) throw Object.assign(new Error('boom'), { offset });
        for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
        return plain.fetch(offset, limit, signal);
      },
    };
    const seen: Row[] = [];
    const reading = (async () => {
      for await (const page of readPages(failing)) seen.push(...page);
    })();
    await expect(reading).rejects.toMatchObject({ message: 'boom', offset: 27 });
    expect(ids(seen)).toEqual(ids(rows(0, 28)));
  });

  test('are given up when the reader leaves, or the command ends', async () => {
    const hanging = (signal = new AbortController().signal) => {
      const plain = served(rows(0, 200), { signal });
      const fetch: PagedList<Row>['fetch'] = (offset, limit, own) => {
        const answer = plain.fetch(offset, limit, own);
        return offset < 10 ? answer : new Promise(() => undefined);
      };
      return { ...plain, fetch };
    };
    const list = hanging();
    const pages = readPages(list);
    await pages.next();
    await pages.next();
    await pages.return(undefined);
    expect(list.asked.map(({ signal }) => signal.aborted)).toEqual([true, false, true]);

    const ending = new AbortController();
    const other = hanging(ending.signal);
    const reading = readPages(other);
    await reading.next();
    await reading.next();
    ending.abort();
    expect(other.asked.at(-1)?.signal.aborted).toBe(true);
  });
});

describe('a server that does not go on', () => {
  const repeating = (answer: (offset: number) => PageAnswer<Row>): PagedList<Row> => ({
    ...served([]),
    fetch: async (offset) => answer(offset),
  });

  test.each([
    ['the first page again and again', { items: rows(0, 10), limit: 10, total: null }],
    ['the same, with a total', { items: rows(0, 10), limit: null, total: 15 }],
    ['the same, with a far total', { items: rows(0, 10), limit: null, total: 5000 }],
    ['the same, without limit and total', { items: rows(0, 10), limit: null, total: null }],
  ])('sends %s', async (_name, answer) => {
    const seen: Row[] = [];
    const failure = await failureOf(async () => {
      for await (const page of readPages(repeating(() => answer))) seen.push(...page);
    });
    expect(failure).toMatchObject({
      code: 'LIST_INCOMPLETE',
      message:
        'the server repeats a page of job sessions instead of going on: the list is incomplete',
      where: 'GET /v8/JobSessions on backup',
    });
    expect(seen).toHaveLength(10);
  });

  test('sends its last page for every later offset', async () => {
    const list = rows(0, 30);
    const failure = await failureOf(() =>
      idsOf(
        repeating((offset) => {
          const from = Math.min(offset, 20);
          return { items: list.slice(from, from + 10), limit: 10, total: null };
        }),
      ),
    );
    expect(failure.code).toBe('LIST_INCOMPLETE');
  });

  test.each(['states no limit', 'states a limit'])(
    'sends rows without an id again and again, and %s',
    async (manner) => {
      for (const items of [
        [{ id: null }],
        [{ id: 'a' }, { id: null }],
        [{ id: null }, { id: 'b' }],
      ]) {
        const limit = manner === 'states a limit' ? items.length : null;
        const failure = await failureOf(() =>
          idsOf(repeating(() => ({ items, limit, total: null }))),
        );
        expect(failure).toMatchObject({
          code: 'LIST_INCOMPLETE',
          message: expect.stringContaining('repeats a page'),
        });
      }
    },
  );

  test('begins again at the top', async () => {
    const list = rows(0, 60);
    const failure = await failureOf(() =>
      idsOf(
        repeating((offset) => ({
          items: Array.from(
            { length: 10 },
            (_, index) => list[(offset + index) % 60] ?? { id: null },
          ),
          limit: 10,
          total: null,
        })),
      ),
    );
    expect(failure.code).toBe('LIST_INCOMPLETE');
  });

  test('ends before the total that it tells of', async () => {
    const list = rows(0, 25);
    const failure = await failureOf(() =>
      idsOf(
        repeating((offset) => ({ items: list.slice(offset, offset + 10), limit: null, total: 40 })),
      ),
    );
    expect(failure).toMatchObject({
      code: 'LIST_INCOMPLETE',
      message: 'the server tells of 40 job sessions, but ends after 25: the list is incomplete',
    });
  });

  test('sends other rows on every page that have nothing to do with each other', async () => {
    let next = 0;
    const failure = await failureOf(() =>
      idsOf(repeating(() => ({ items: rows((next += 100), next + 10), limit: 10, total: null }))),
    );
    expect(failure).toMatchObject({
      code: 'LIST_INCOMPLETE',
      message: 'the job sessions changed faster than they could be read: the list is incomplete',
    });
  });
});

describe('a list that changes while it is read', () => {
  const arrival = (name: string): Row => ({ id: name });

  test('new rows at the top: none twice, none lost, the new ones last', async () => {
    for (const manner of [{}, { totals: true }, { states: 'nothing' }] as const) {
      const list = rows(0, 55);
      const before = (index: number, all: Row[]) => {
        if (index === 2) all.unshift(arrival('new2'), arrival('new1'));
        if (index === 4) all.unshift(arrival('new3'));
      };
      const seen = await idsOf(served([...list], { ...manner, before }));
      expect(seen).toEqual([...ids(list), 'new3', 'new2', 'new1']);
    }
  });

  test('rows deleted further up: the others all come', async () => {
    for (const manner of [{}, { totals: true }] as const) {
      const list = rows(0, 75);
      const before = (index: number, all: Row[]) => {
        if (index === 3) all.splice(5, 4);
      };
      const seen = await idsOf(served([...list], { ...manner, before }));
      expect(seen).toEqual(ids(list));
    }
  });

  test('the row at the seam deleted, alone or with its neighbours', async () => {
    for (const [at, count] of [
      [9, 1],
      [8, 3],
    ] as const) {
      const list = rows(0, 45);
      const before = (index: number, all: Row[]) => {
        if (index === 1) all.splice(at, count);
      };
      const seen = await idsOf(served([...list], { before }));
      expect(seen).toEqual(
        expect.arrayContaining(ids([...list.slice(0, at), ...list.slice(at + count)])),
      );
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  test('every row of the first page deleted: none of those behind it comes twice', async () => {
    const list = rows(0, 200);
    const before = (index: number, all: Row[]) => {
      if (index === 8) all.splice(0, 12);
    };
    const changing = served([...list], { before, totals: true });
    expect(await idsOf(changing)).toEqual(ids(list));
    // Nothing arrived, so nobody looks for arrivals.
    expect(changing.asked.filter(({ offset }) => offset === 0)).toHaveLength(1);
  });

  test('the same while new rows arrive: what tells them is their time', async () => {
    const list = rows(0, 200);
    const before = (index: number, all: Row[]) => {
      if (index === 6) all.unshift(arrival('new2'), arrival('new1'));
      if (index === 12) all.splice(2, 14);
    };
    const times = new Map([
      ['new1', 1],
      ['new2', 2],
    ]);
    const seen = await idsOf({
      ...served([...list], { before, totals: true }),
      timeOf: ({ id }) => times.get(id ?? '') ?? -Number(id?.slice(1)),
    });
    expect(seen).toEqual([...ids(list), 'new2', 'new1']);
  });

  test('the end of the list cut off by the retention job', async () => {
    const list = rows(0, 45);
    const before = (index: number, all: Row[]) => {
      if (index === 1) all.splice(10);
    };
    expect(await idsOf(served([...list], { before }))).toEqual(ids(list.slice(0, 10)));
    expect(await idsOf(served([...list], { before, totals: true }))).toEqual(
      ids(list.slice(0, 10)),
    );
  });

  test('whatever changes, no row comes twice and no lasting row is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          length: fc.integer({ min: 0, max: 120 }),
          pageSize: fc.integer({ min: 12, max: 24 }),
          concurrency: fc.integer({ min: 1, max: 5 }),
          totals: fc.boolean(),
          delays: fc.array(fc.nat(12), { minLength: 1, maxLength: 8 }),
          changes: fc.array(
            fc.record({
              index: fc.nat(14),
              arrive: fc.nat(2),
              deleteAt: fc.nat(120),
              deleted: fc.nat(1),
            }),
            { maxLength: 4 },
          ),
        }),
        async ({ length, pageSize, concurrency, totals, delays, changes }) => {
          const original = rows(0, length);
          let fresh = 0;
          const before = (index: number, all: Row[]) => {
            for (const change of changes.filter((each) => each.index === index)) {
              all.splice(change.deleteAt, change.deleted);
              for (let n = 0; n < change.arrive; n += 1) all.unshift(arrival(`new${(fresh += 1)}`));
            }
          };
          const all = [...original];
          const plain = served(all, { before, totals, pageSize, concurrency });
          let call = 0;
          const slow: PagedList<Row> = {
            ...plain,
            fetch: async (offset, limit, signal) => {
              for (let turns = delays[call++ % delays.length] ?? 0; turns > 0; turns -= 1)
                await Promise.resolve();
              return plain.fetch(offset, limit, signal);
            },
          };
          const seen = await idsOf(slow);
          expect(new Set(seen).size).toBe(seen.length);
          const lasting = original.filter((row) => all.includes(row));
          expect(ids(lasting).filter((id) => !seen.includes(id))).toEqual([]);
        },
      ),
      { numRuns: runs(150) },
    );
  });
});

test('only the ids of the first page and of the last few are remembered', () => {
  const known = new KnownIds<Row>(({ id }) => id, rows(0, 10));
  for (let page = 0; page < 50; page += 1) known.remember(rows(page * 10, page * 10 + 10));
  const forgotten = known.unknownIn(rows(0, 500));
  expect(ids(forgotten)).toEqual(ids(rows(10, 460)));
});
