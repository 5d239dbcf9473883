import { describe, expect, test } from '@jest/globals';
import { printListing, type Listing } from '../../../../src/cli/printing/listing.ts';
import { VsiError } from '../../../../src/model/errors.ts';

interface Row {
  readonly id: string;
  readonly size: number | null;
}

/** Prints rows 1 to `count` in pages of two and says what came out. */
async function print(
  count: number,
  known: Partial<Listing<Row>> & { readonly fails?: boolean } = {},
) {
  const printed: string[] = [];
  let [pulled, ended, abandoned] = [0, false, false];
  async function* pages(): AsyncGenerator<readonly Row[]> {
    for (let first = 1; first <= count; first += 2) {
      pulled += 1;
      yield [first, first + 1]
        .filter((number) => number <= count)
        .map((number) => ({ id: `r${number}`, size: number % 3 === 0 ? null : 100 - number }));
    }
    if (known.fails === true) {
      throw new VsiError('REQUEST_FAILED', 'the server answered 500', {
        where: 'GET /x',
        hint: 'h',
      });
    }
  }
  const outcome = await printListing<Row>({
    pages: pages(),
    isSelected: () => true,
    limit: Infinity,
    sort: null,
    writer: {
      write: async (rows) => {
        printed.push(...rows.map(({ id }) => id));
      },
      end: async () => {
        ended = true;
      },
      abandon: async () => {
        abandoned = true;
      },
    },
    sink: { write: async () => undefined, flush: async () => undefined, closed: false },
    ...known,
  }).catch((error: unknown) => error);
  return { outcome, printed, pulled, ended, abandoned };
}

describe('limit', () => {
  test('a list that is as long as the limit was not cut', async () => {
    expect(await print(4, { limit: 4 })).toMatchObject({
      outcome: { printed: 4, more: 'no' },
      printed: ['r1', 'r2', 'r3', 'r4'],
      ended: true,
      abandoned: false,
    });
  });

  test('one row more is enough to know that more exist', async () => {
    expect(await print(9, { limit: 3 })).toMatchObject({
      outcome: { printed: 3, more: 'yes' },
      pulled: 2,
    });
    expect(await print(9, { limit: 4 })).toMatchObject({
      outcome: { printed: 4, more: 'yes' },
      pulled: 3,
    });
  });

  test('a failure behind the limit costs nothing that was to be shown', async () => {
    expect(await print(4, { limit: 4, fails: true })).toMatchObject({
      outcome: { printed: 4, more: 'maybe' },
      ended: true,
      abandoned: false,
    });
  });

  test('where the next page holds no match, more may exist', async () => {
    const isSelected = ({ id }: Row): boolean => !['r5', 'r6'].includes(id);
    expect(await print(9, { limit: 4, isSelected })).toMatchObject({ outcome: { more: 'maybe' } });
  });
});

describe('sort', () => {
  test('by a field, unknown values last in both directions, before the limit', async () => {
    const sort = { field: 'size', descending: false } as const;
    expect((await print(6, { sort })).printed).toEqual(['r5', 'r4', 'r2', 'r1', 'r3', 'r6']);
    const descending = { ...sort, descending: true };
    expect((await print(6, { sort: descending, limit: 2 })).printed).toEqual(['r1', 'r2']);
  });
});

describe('a list that breaks off', () => {
  test('after rows were printed it is partial, and the output stays open', async () => {
    expect(await print(4, { fails: true })).toMatchObject({
      outcome: {
        code: 'PARTIAL',
        message: 'rows are missing: the server answered 500',
        where: 'GET /x',
        hint: 'h',
      },
      printed: ['r1', 'r2', 'r3', 'r4'],
      ended: false,
      abandoned: true,
    });
  });

  test('before any row it is the error itself', async () => {
    expect(await print(0, { fails: true })).toMatchObject({
      outcome: { code: 'REQUEST_FAILED' },
      ended: false,
      abandoned: true,
    });
  });

  test('sorted, what arrived is printed', async () => {
    const sort = { field: 'id', descending: true } as const;
    expect(await print(3, { fails: true, sort })).toMatchObject({
      outcome: { code: 'PARTIAL' },
      printed: ['r3', 'r2', 'r1'],
      ended: false,
      abandoned: true,
    });
  });
});
