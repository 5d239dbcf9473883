import { describe, expect, test } from '@jest/globals';
import { createCalendar, isoWeek } from '../../../src/analysis/calendar-days.ts';

function at(text: string, zone: string, offset: number | null = null) {
  return createCalendar(zone)(Date.parse(text), offset);
}

describe('createCalendar', () => {
  test('days begin in the zone that is asked for', () => {
    expect(at('2026-11-22T23:30:00Z', 'UTC')).toEqual({ day: '2026-11-22', week: '2026-W47' });
    expect(at('2026-11-22T23:30:00Z', 'Europe/Berlin')).toEqual({
      day: '2026-11-23',
      week: '2026-W48',
    });
    expect(at('2026-11-22T04:59:00Z', 'America/New_York').day).toBe('2026-11-21');
  });

  test('with “server” they begin where that server is', () => {
    expect(at('2026-11-22T23:30:00Z', 'server', 60).day).toBe('2026-11-23');
    expect(at('2026-11-22T23:30:00Z', 'server', -300).day).toBe('2026-11-22');
    expect(at('2026-11-22T23:30:00Z', 'server').day).toBe('2026-11-22');
  });

  test('one calendar serves moments in any order, and days of 23 and 25 hours', () => {
    const place = createCalendar('Europe/Berlin');
    const days = [
      '2026-10-24T22:00:00Z',
      '2026-10-25T22:59:59.999Z',
      '2026-10-25T23:00:00Z',
      '2026-03-28T23:00:00Z',
      '2026-03-29T21:59:59Z',
      '2026-03-29T22:00:00Z',
      '2026-10-24T22:00:00Z',
    ].map((text) => place(Date.parse(text), null).day);
    expect(days).toEqual([
      '2026-10-25',
      '2026-10-25',
      '2026-10-26',
      '2026-03-29',
      '2026-03-29',
      '2026-03-30',
      '2026-10-25',
    ]);
  });
});

test('ISO weeks around the turn of the year', () => {
  const week = (year: number, month: number, day: number) => isoWeek({ year, month, day });
  expect(week(2025, 12, 28)).toBe('2025-W52');
  expect(week(2025, 12, 29)).toBe('2026-W01');
  expect(week(2026, 1, 1)).toBe('2026-W01');
  expect(week(2026, 12, 31)).toBe('2026-W53');
  expect(week(2027, 1, 3)).toBe('2026-W53');
  expect(week(2027, 1, 4)).toBe('2027-W01');
  expect(week(2024, 12, 30)).toBe('2025-W01');
  expect(week(2021, 1, 3)).toBe('2020-W53');
});
