import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dayOf,
  fromWallClock,
  isTimeZone,
  offsetZone,
  startOfDay,
  zoneOffsetMinutes,
} from '../../../src/model/calendar.ts';

const NOON = Date.parse('2026-11-22T12:00:00Z');

describe('a zone that is an offset', () => {
  test.each([
    [0, '+00:00'],
    [60, '+01:00'],
    [330, '+05:30'],
    [-210, '-03:30'],
    [840, '+14:00'],
  ])('%d minutes ahead is %s', (minutes, zone) => {
    expect(offsetZone(minutes)).toBe(zone);
    expect(zoneOffsetMinutes(NOON, zone)).toBe(minutes);
  });

  test('has its own days', () => {
    expect(dayOf(NOON, '+14:00')).toEqual({ year: 2026, month: 11, day: 23 });
    expect(startOfDay({ year: 2026, month: 11, day: 22 }, '-03:30')).toBe(
      Date.parse('2026-11-22T00:00:00-03:30'),
    );
  });

  test('wall clocks lead back to the moment', () => {
    const minutes = fc.integer({ min: -12 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), minutes, (instant, ahead) => {
        expect(fromWallClock(instant + ahead * 60_000, offsetZone(ahead))).toBe(instant);
      }),
    );
  });
});

test('zones are told from other words; an offset is no name, whatever the language thinks', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires']) {
    expect([zone, isTimeZone(zone)]).toEqual([zone, true]);
  }
  for (const word of ['', 'Mars/Base', '+01:00', '-03:30', 'server', ' UTC']) {
    expect([word, isTimeZone(word)]).toEqual([word, false]);
  }
});
