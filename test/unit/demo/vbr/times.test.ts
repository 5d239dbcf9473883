import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createWallClock, formatSpan } from '../../../../src/demo/vbr/times.ts';

const INSTANT = Date.parse('2026-11-05T05:03:15.866Z');

describe('wall clock', () => {
  test("writes the server's own time and offset", () => {
    expect(createWallClock(60).stamp(INSTANT, 3)).toBe('2026-11-05T06:03:15.866+01:00');
    expect(createWallClock(-210).stamp(INSTANT, 0)).toBe('2026-11-05T01:33:15-03:30');
    expect(createWallClock(60).naive(INSTANT, 3)).toBe('2026-11-05T06:03:15.866');
  });

  test('leaves out the zeros at the end of the fraction', () => {
    const wall = createWallClock(0);
    expect(wall.stamp(INSTANT - 6, 3)).toBe('2026-11-05T05:03:15.86+00:00');
    expect(wall.stamp(INSTANT - 866, 3)).toBe('2026-11-05T05:03:15+00:00');
  });

  test('up to seven digits name the same millisecond', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 3, max: 7 }),
        (at, digits) => {
          const text = createWallClock(60).stamp(at, digits);
          expect(Math.floor(Date.parse(text))).toBe(at);
          expect(/\.(\d+)/.exec(text)?.[1]?.length ?? 0).toBeLessThanOrEqual(digits);
        },
      ),
    );
  });

  test('speaks like an English server', () => {
    const wall = createWallClock(60);
    expect(wall.spoken(INSTANT)).toBe('11/5/2026 6:03:15 AM');
    expect(wall.spoken(Date.parse('2026-11-05T11:00:00Z'))).toBe('11/5/2026 12:00:00 PM');
    expect(wall.spoken(Date.parse('2026-11-04T23:00:01Z'))).toBe('11/5/2026 12:00:01 AM');
  });

  test('counts days by its own midnight', () => {
    const wall = createWallClock(60);
    const midnight = wall.startOfDay(wall.dayOf(INSTANT));
    expect(wall.stamp(midnight, 7)).toBe('2026-11-05T00:00:00+01:00');
    expect(wall.dayOf(midnight - 1)).toBe(wall.dayOf(midnight) - 1);
  });
});

test.each([
  [219_000, 0, '00:03:39'],
  [97_384_500, 0, '1.03:03:04'],
  [97_384_500, 7, '1.03:03:04.5000000'],
  [5, 7, '00:00:00.0050000'],
  [-20, 0, '00:00:00'],
])('%d ms are a span of %s', (milliseconds, digits, text) => {
  expect(formatSpan(milliseconds, digits)).toBe(text);
});
