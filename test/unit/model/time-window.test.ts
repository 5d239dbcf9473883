import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dayOf,
  fromWallClock,
  startOfDay,
  zoneOffsetMinutes,
} from '../../../src/model/calendar.ts';
import { parseDuration } from '../../../src/model/duration.ts';
import { formatInstant, parseInstant } from '../../../src/model/instant.ts';
import { parseTime } from '../../../src/model/time-window.ts';

const NOW = Date.parse('2026-11-22T05:30:00Z');

function read(text: string, edge: 'since' | 'until', zone = 'UTC'): string | null {
  const instant = parseTime(text, edge, { now: NOW, zone });
  return instant === null ? null : formatInstant(instant);
}

describe('parseTime', () => {
  test.each([
    ['24h', '2026-11-21T05:30:00.000Z', '2026-11-21T05:30:00.000Z'],
    ['7d', '2026-11-15T05:30:00.000Z', '2026-11-15T05:30:00.000Z'],
    ['2w', '2026-11-08T05:30:00.000Z', '2026-11-08T05:30:00.000Z'],
    ['1h30m', '2026-11-22T04:00:00.000Z', '2026-11-22T04:00:00.000Z'],
    ['today', '2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['Yesterday', '2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
    ['2026-11-01', '2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'],
    ['2026-11-01T22:00:00+01:00', '2026-11-01T21:00:00.000Z', '2026-11-01T21:00:00.000Z'],
    ['2026-11-01T22:00', '2026-11-01T22:00:00.000Z', '2026-11-01T22:00:00.000Z'],
  ])('%s', (text, since, until) => {
    expect(read(text, 'since')).toBe(since);
    expect(read(text, 'until')).toBe(until);
  });

  test('days and times without an offset follow the zone', () => {
    expect(read('today', 'since', 'Asia/Tokyo')).toBe('2026-11-21T15:00:00.000Z');
    expect(read('today', 'since', 'America/New_York')).toBe('2026-11-22T05:00:00.000Z');
    expect(read('2026-07-01T12:00', 'since', 'Europe/Berlin')).toBe('2026-07-01T10:00:00.000Z');
  });

  test.each([
    '',
    '7',
    'd',
    '7x',
    '-7d',
    'tomorrow',
    '2026-02-30',
    '2026-1-1',
    '7d ago',
    'toString',
    '99999999999w',
  ])('“%s” is refused', (text) => {
    expect(read(text, 'since')).toBeNull();
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('since', 'until'), (text, edge) => {
        const instant = parseTime(text, edge, { now: NOW, zone: 'Europe/Berlin' });
        expect(instant === null || Number.isFinite(instant)).toBe(true);
      }),
    );
  });
});

describe('parseDuration', () => {
  test.each([
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['250ms', 250],
    [' 2W ', 1_209_600_000],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test('reads back what it means', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(59), fc.nat(59), (hours, minutes, seconds) => {
        const text = `${hours}h${minutes}m${seconds}s`;
        expect(parseDuration(text)).toBe(((hours * 60 + minutes) * 60 + seconds) * 1000);
      }),
    );
  });
});

describe('the calendar of a zone', () => {
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
