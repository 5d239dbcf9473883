import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatInstant } from '../../../src/model/instant.ts';
import { isoFormatter } from '../../../src/output/iso-time.ts';
import * as units from '../../../src/output/units.ts';
import { DAY, HOUR, NOW } from './support.ts';
import { runs } from '../../support/runs.ts';

describe('sizes and rates', () => {
  test.each([
    [null, 'n/a'],
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KB'],
    [1_048_524, '1023.9 KB'],
    [1_048_575, '1.0 MB'],
    [98_142_970, '93.6 MB'],
    [102_865_306, '98.1 MB'],
    [2_469_606_195, '2.3 GB'],
    [1024 ** 4, '1.0 TB'],
    [2n ** 63n - 1n, '8.0 EB'],
  ])('%p bytes', (bytes, text) => {
    expect(units.formatBytes(bytes)).toBe(text);
  });

  test('rates', () => {
    expect(units.formatByteRate(1_683_256)).toBe('1.6 MB/s');
    expect(units.formatByteRate(598_426)).toBe('584.4 KB/s');
    expect(units.formatByteRate(null)).toBe('n/a');
    expect(units.formatItemRate(72)).toBe('72 items/s');
    expect(units.formatItemRate(null)).toBe('n/a');
  });

  test('how much less was transferred than read', () => {
    expect(units.formatReduction(792_723_456, 214_853_222)).toBe('3.7x');
    expect(units.formatReduction(1n, 0)).toBeNull();
    expect(units.formatReduction(0, 0)).toBeNull();
    expect(units.formatReduction(null, 5)).toBeNull();
  });

  test('a size is never shown as 1024 of a smaller unit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n }), (bytes) => {
        const [number] = units.formatBytes(bytes).split(' ');
        expect(Number(number)).toBeLessThan(1024);
      }),
    );
  });
});

test.each([
  [null, 'n/a'],
  [4948, '4948'],
  [20.5, '20.5'],
  [9_007_199_254_740_993n, '9007199254740993'],
  [1e21, '1000000000000000000000'],
])('count %p', (count, text) => {
  expect(units.formatCount(count)).toBe(text);
});

test.each([
  [null, 'n/a'],
  [99, '99%'],
  [99.54, '99.5%'],
  [0, '0%'],
])('percent %p', (percent, text) => {
  expect(units.formatPercent(percent)).toBe(text);
});

test.each([
  [null, 'n/a'],
  [0.4, '00:00'],
  [58.949, '00:58'],
  [251, '04:11'],
  [3723, '1:02:03'],
  [86_399, '23:59:59'],
  [2 * 86_400 + 3 * 3600 + 4 * 60 + 5, '2d 03:04:05'],
])('duration %p', (seconds, text) => {
  expect(units.formatDuration(seconds)).toBe(text);
});

test.each([
  [null, 'n/a'],
  [NOW, 'just now'],
  [NOW - 59_999, 'just now'],
  [NOW - 60_000, '1m ago'],
  [NOW - 3 * HOUR, '3h ago'],
  [NOW - DAY, '1d ago'],
  [NOW - 364 * DAY, '364d ago'],
  [NOW - 800 * DAY, '2y ago'],
  [NOW + 5 * HOUR, 'in 5h'],
  [NOW + 1000, 'just now'],
])('%p relative', (instant, text) => {
  expect(units.formatRelative(instant, NOW)).toBe(text);
});

test('yes, no and not known', () => {
  expect([true, false, null].map(units.formatYesNo)).toEqual(['yes', 'no', 'n/a']);
});

describe('times in a zone', () => {
  test.each([
    ['UTC', '2026-11-22 08:00:00'],
    ['Europe/Berlin', '2026-11-22 09:00:00'],
    ['America/New_York', '2026-11-22 03:00:00'],
    ['Asia/Kathmandu', '2026-11-22 13:45:00'],
  ])('%s', (zone, text) => {
    expect(units.formatDateTime(NOW + 999, zone)).toBe(text);
  });

  test('midnight is 00, summer time counts, null is n/a', () => {
    expect(units.formatDateTime(Date.UTC(2026, 6, 1, 22), 'Europe/Berlin')).toBe(
      '2026-07-02 00:00:00',
    );
    expect(units.formatDateTime(null, 'Europe/Berlin')).toBe('n/a');
  });

  test('the own UTC form and that of the zone database agree', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(2200, 0) }), (instant) => {
        expect(units.formatDateTime(instant, 'Etc/UTC')).toBe(units.formatDateTime(instant, 'UTC'));
      }),
    );
  });
});

test('isoFormatter writes what formatInstant writes, in any order of times', () => {
  const isoTime = isoFormatter();
  const instants = fc.double({ min: -3e12, max: 8e15, noNaN: true });
  fc.assert(
    fc.property(instants, (instant) => {
      expect(isoTime(instant)).toBe(formatInstant(instant));
      expect(isoTime(instant + 1)).toBe(formatInstant(instant + 1));
    }),
    { numRuns: runs(1000) },
  );
});
