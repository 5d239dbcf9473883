import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatInstant } from '../../../src/model/instant.ts';
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
    [' today ', '2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['2026-01-01', '2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'],
    ['2026-12-31', '2026-12-31T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
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

  test('a time that names its offset does not follow the zone', () => {
    expect(read('2026-07-01T12:00Z', 'since', 'Europe/Berlin')).toBe('2026-07-01T12:00:00.000Z');
    expect(read('2026-07-01T12:00+05:30', 'since', 'Asia/Tokyo')).toBe('2026-07-01T06:30:00.000Z');
  });

  test('the past reaches as far back as the calendar of the language', () => {
    expect(read('99999999d', 'since')).toMatch(/^-\d{6}-/);
    expect(read('100100000d', 'since')).toBeNull();
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
    '12026-11-01',
    '2026-11-011',
    '2026-00-10',
    '2026-13-10',
    '2026-11-00',
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
