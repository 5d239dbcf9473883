import { describe, expect, test } from '@jest/globals';
import { fold, printFolded, type FoldedRows } from '../../../../src/cli/printing/fold.ts';
import { VsiError } from '../../../../src/model/errors.ts';

interface Row {
  readonly name: string;
  readonly count: number | null;
}

async function* pagesOf(items: readonly number[], failure: Error | null = null) {
  for (const item of items) yield [item];
  if (failure !== null) throw failure;
}

describe('fold', () => {
  test('hands over every item, and counts them', async () => {
    const seen: number[] = [];
    expect(await fold(pagesOf([1, 2, 3]), (item) => seen.push(item))).toEqual({
      items: 3,
      failure: null,
    });
    expect(seen).toEqual([1, 2, 3]);
  });

  test('what was read before a failure counts', async () => {
    const error = new VsiError('TIMEOUT', 'the deadline is over');
    expect(await fold(pagesOf([1], error), () => undefined)).toEqual({
      items: 1,
      failure: { error },
    });
  });

  test.each([
    ['nothing was read before it', [], new VsiError('TIMEOUT', 'over')],
    ['it is an interruption', [1], new VsiError('INTERRUPTED', 'interrupted')],
    ['it is a mistake of the program', [1], new TypeError('oops')],
  ])('a failure is thrown where %s', async (_, items, error) => {
    await expect(fold(pagesOf(items, error), () => undefined)).rejects.toBe(error);
  });
});

describe('printFolded', () => {
  const ROWS: readonly Row[] = [
    { name: 'b', count: 2 },
    { name: 'a', count: null },
    { name: 'c', count: 1 },
  ];

  function printed(more: Partial<FoldedRows<Row>>) {
    const calls: string[] = [];
    const writer = {
      write: async (rows: readonly Row[]) => {
        calls.push(rows.map(({ name }) => name).join(''));
      },
      end: async () => {
        calls.push('end');
      },
      abandon: async () => {
        calls.push('abandon');
      },
    };
    const rows = { rows: ROWS, sort: null, limit: Infinity, failure: null, ...more, writer };
    return { calls, done: printFolded<Row>(rows) };
  }

  test('sorts, then cuts; the total stays at the end', async () => {
    const sort = { field: 'count', descending: false } as const;
    const { calls, done } = printed({ sort, limit: 2, total: { name: 'T', count: 3 } });
    await done;
    expect(calls).toEqual(['cbT', 'end']);
  });

  test('an incomplete list is printed, its end left open, and the error says so', async () => {
    const error = new VsiError('TIMEOUT', 'the deadline is over', { where: 'backup' });
    const { calls, done } = printed({ failure: { error } });
    await expect(done).rejects.toMatchObject({
      code: 'PARTIAL',
      message: 'rows are missing: the deadline is over',
      where: 'backup',
    });
    expect(calls).toEqual(['bac', 'abandon']);
  });
});
