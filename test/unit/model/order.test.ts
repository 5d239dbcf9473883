import { expect, test } from '@jest/globals';
import type { LogRecord } from '../../../src/model/log-record.ts';
import { compareText, logOrder, newestFirst } from '../../../src/model/order.ts';

test('sessions: newest first, unknown times last, ties by id', () => {
  const rows = [
    { id: 'b', createdAt: 1 },
    { id: 'x', createdAt: null },
    { id: 'a', createdAt: 1 },
    { id: 'w', createdAt: null },
    { id: 'c', createdAt: 2 },
  ];
  expect(rows.sort(newestFirst).map(({ id }) => id)).toEqual(['c', 'a', 'b', 'w', 'x']);
});

function record(id: string, startedAt: number | null): LogRecord {
  return { id, startedAt, level: 'info', title: '', description: null, updatedAt: null };
}

function ordered(...records: readonly LogRecord[]): readonly string[] {
  return [...records].sort(logOrder).map(({ id }) => id);
}

test('log records by start, then by number, those without a time last', () => {
  expect(ordered(record('10', 5), record('9', 5), record('2', null), record('1', 7))).toEqual([
    '9',
    '10',
    '1',
    '2',
  ]);
});

test('log records whose ids are no numbers are told apart by text', () => {
  expect(ordered(record('b', 5), record('c', 5), record('a', 5))).toEqual(['a', 'b', 'c']);
  expect(ordered(record('b', null), record('9', null), record('10', null))).toEqual([
    '9',
    '10',
    'b',
  ]);
});

test('texts are compared by code unit, in any locale', () => {
  expect(['ä', 'b', 'B', 'a', 'Ä'].sort(compareText)).toEqual(['B', 'a', 'b', 'Ä', 'ä']);
  expect(compareText('same', 'same')).toBe(0);
  expect(compareText('b', 'a')).toBe(1);
});
