import { describe, expect, test } from '@jest/globals';
import type { Session } from '../../../src/model/session.ts';
import { DATABASE, printSessions, type WriterWish } from './support.ts';

const EMPTY: Session = {
  ...DATABASE,
  processedObjects: null,
  processingRateItemsPerSecond: null,
  readRateBytesPerSecond: null,
  writeRateBytesPerSecond: null,
};
const COUNTED: Session = { ...EMPTY, processedObjects: 12 };
const READ: Session = { ...EMPTY, readRateBytesPerSecond: 1024 };

/** The first line of a table of these pages, and what is said beside it. */
async function table(pages: readonly (readonly Session[])[], { on, ...wish }: WriterWish = {}) {
  const notices: string[] = [];
  const text = await printSessions(pages, {
    ...{ format: 'table', on: { width: 400, ...on }, notice: (line) => notices.push(line) },
    ...wish,
  });
  return { header: text.split('\n')[0], notices };
}

describe('a table that has begun without a column', () => {
  test('has it if a row of the first page fills it, and then nothing is said', async () => {
    const { header, notices } = await table([[EMPTY, COUNTED], [COUNTED]]);
    expect(header).toMatch(/ ITEMS\b/);
    expect(notices).toEqual([]);
  });

  test('says at its end what only later rows have, each key once, in the order of columns', async () => {
    const { header, notices } = await table([[EMPTY], [COUNTED], [EMPTY], [READ, COUNTED]]);
    expect(header).not.toMatch(/ITEMS|READ\/S/);
    expect(notices).toEqual([
      'Only later rows have readRateBytesPerSecond, processedObjects: the table has no column for that, --columns chooses any',
    ]);
  });

  test('says nothing where no row has more, and of columns that were asked for', async () => {
    expect((await table([[EMPTY], [EMPTY]])).notices).toEqual([]);
    const fields = ['jobName', 'status'];
    expect((await table([[EMPTY], [COUNTED]], { fields })).notices).toEqual([]);
    expect((await table([[], []])).notices).toEqual([]);
  });

  test('says nothing of what would have found no room', async () => {
    const first = await table([[COUNTED, READ]], { on: { width: 80 } });
    expect(first.header).not.toMatch(/READ\/S/);
    expect((await table([[EMPTY], [READ]], { on: { width: 80 } })).notices).toEqual([]);
  });

  test('wide has it from the beginning', async () => {
    const { header, notices } = await table([[EMPTY], [COUNTED]], { format: 'wide' });
    expect(header).toMatch(/ ITEMS\b/);
    expect(notices).toEqual([]);
  });
});
