import { describe, expect, test } from '@jest/globals';
import { VsiError, type ErrorCode } from '../../../../src/model/errors.ts';
import { collect } from '../../../../src/servers/lists/list.ts';
import { isOfOneList } from '../../../../src/servers/partial-failure.ts';
import { inTurn, tolerant, type Part } from '../../../../src/servers/lists/parts.ts';

async function* pagesOf(rows: readonly number[], failure?: ErrorCode) {
  for (const row of rows) {
    await Promise.resolve();
    yield [row];
  }
  if (failure !== undefined) throw new VsiError(failure, `failed behind ${rows.length}`);
}

function part(what: string, rows: readonly number[], failure?: ErrorCode): Part<number> {
  return { what, pages: pagesOf(rows, failure) };
}

/** Reads all parts at the same time. */
async function read(parts: readonly Part<number>[]) {
  const missed: VsiError[] = [];
  const missing = (failure: VsiError) => void missed.push(failure);
  const rows = await Promise.all(tolerant(parts, { isOfOneList, missing }).map(collect));
  return { rows, missed: missed.map(({ message }) => message) };
}

describe('parts of which one fails', () => {
  test('lose its rows only, whichever it is and whenever it fails', async () => {
    expect(
      await read([
        part('a', [], 'RIGHTS_REFUSED'),
        part('b', [1, 2]),
        part('c', [3], 'REQUEST_FAILED'),
      ]),
    ).toEqual({
      rows: [[], [1, 2], [3]],
      missed: ['a are missing: failed behind 0', 'c are missing: failed behind 1'],
    });
  });

  test('may be empty otherwise: that is an answer', async () => {
    expect((await read([part('a', [], 'NOT_FOUND'), part('b', [])])).missed).toHaveLength(1);
  });

  test('fail with the first failure when all do', async () => {
    const parts = [part('a', [], 'RIGHTS_REFUSED'), part('b', [], 'REQUEST_FAILED')];
    await expect(read(parts)).rejects.toMatchObject({ code: 'RIGHTS_REFUSED' });
    await expect(read([part('a', [1], 'REQUEST_FAILED')])).rejects.toMatchObject({
      code: 'REQUEST_FAILED',
    });
  });

  test('fail with what concerns the whole server', async () => {
    const parts = [part('a', [1]), part('b', [], 'LOGIN_REFUSED')];
    await expect(read(parts)).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
  });
});

describe('lists in turn', () => {
  test('begin when the one before has brought a page, has ended, or never', async () => {
    const begun: string[] = [];
    async function* noting(name: string, rows: readonly number[], failure?: ErrorCode) {
      begun.push(name);
      yield* pagesOf(rows, failure);
    }
    const [a, b, c] = inTurn([noting('a', [1, 2]), noting('b', []), noting('c', [], 'TIMEOUT')]);
    const others = Promise.allSettled([b, c].map((pages) => collect(pages ?? pagesOf([]))));
    const iterator = a?.[Symbol.asyncIterator]();
    await new Promise(setImmediate);
    expect(begun).toEqual([]);
    await iterator?.next();
    expect(await others).toMatchObject([
      { status: 'fulfilled', value: [] },
      { status: 'rejected', reason: { code: 'TIMEOUT' } },
    ]);
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  test('are not asked behind a failure', async () => {
    const lists = inTurn([pagesOf([], 'TIMEOUT'), pagesOf([1])]);
    const [first, second] = await Promise.allSettled(lists.map(collect));
    expect(first).toMatchObject({ status: 'rejected' });
    expect(second).toEqual({ status: 'fulfilled', value: [] });
  });
});
