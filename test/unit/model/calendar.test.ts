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
import { formatInstant, parseInstant } from '../../../src/model/instant.ts';

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

describe('a zone with a name', () => {
  test('a day around a clock change has 23 or 25 hours', () => {
    const spring = { year: 2026, month: 3, day: 29 };
    const autumn = { year: 2026, month: 10, day: 25 };
    const hours = (day: typeof spring): number =>
      (startOfDay(day, 'Europe/Berlin', 1) - startOfDay(day, 'Europe/Berlin')) / 3_600_000;
    expect(hours(spring)).toBe(23);
    expect(hours(autumn)).toBe(25);
  });

  test('an hour that occurs twice means the first one, a skipped one the moment after', () => {
    const wall = (text: string): number => parseInstant(`${text}Z`) ?? NaN;
    const twice = fromWallClock(wall('2026-10-25T02:30:00'), 'Europe/Berlin');
    expect(formatInstant(twice)).toBe('2026-10-25T00:30:00.000Z');
    const skipped = fromWallClock(wall('2026-03-29T02:30:00'), 'Europe/Berlin');
    expect(formatInstant(skipped)).toBe('2026-03-29T01:30:00.000Z');
  });

  test('an offset is whole minutes at every second of a minute', () => {
    for (const second of [0, 29.9, 30, 59.9]) {
      expect(zoneOffsetMinutes(NOON + second * 1000, 'Europe/Berlin')).toBe(60);
      expect(zoneOffsetMinutes(-second * 1000, 'Asia/Kolkata')).toBe(330);
    }
  });

  test('every moment lies in its own day', () => {
    const zones = fc.constantFrom('UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Auckland');
    const moments = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(moments, zones, (moment, zone) => {
        const day = dayOf(moment, zone);
        expect(startOfDay(day, zone)).toBeLessThanOrEqual(moment);
        expect(startOfDay(day, zone, 1)).toBeGreaterThan(moment);
        expect(Math.abs(zoneOffsetMinutes(moment, zone))).toBeLessThanOrEqual(14 * 60);
      }),
    );
  });
});
