import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { median, nearestRank, spreadOf } from '../../../src/analysis/quantiles.ts';

const numbers = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });

describe('quantiles', () => {
  test('the textbook: of 15, 20, 35, 40 and 50', () => {
    const values = [35, 50, 15, 40, 20];
    expect(nearestRank(values, 0.05)).toBe(15);
    expect(nearestRank(values, 0.3)).toBe(20);
    expect(nearestRank(values, 0.4)).toBe(20);
    expect(nearestRank(values, 0.5)).toBe(35);
    expect(nearestRank(values, 1)).toBe(50);
    expect(median(values)).toBe(35);
    expect(median([1, 4, 2, 3])).toBe(2.5);
    expect(values).toEqual([35, 50, 15, 40, 20]);
  });

  test('the 95th percentile of a hundred is the 95th, of nineteen the last', () => {
    const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
    expect(spreadOf(upTo(100))).toEqual({ median: 50.5, p95: 95, max: 100 });
    expect(spreadOf(upTo(19))).toEqual({ median: 10, p95: 19, max: 19 });
    expect(spreadOf(upTo(20))).toEqual({ median: 10.5, p95: 19, max: 20 });
  });

  test('of nothing there is none', () => {
    expect(spreadOf([])).toEqual({ median: null, p95: null, max: null });
    expect([median([]), nearestRank([], 0.5)]).toEqual([null, null]);
  });

  test('they lie between minimum and maximum, in their order', () => {
    fc.assert(
      fc.property(numbers, fc.double({ noNaN: true, min: 0, max: 1 }), (values, share) => {
        const [least, most] = [Math.min(...values), Math.max(...values)];
        const rank = nearestRank(values, share) ?? NaN;
        expect(values).toContainEqual(rank);
        const spread = spreadOf(values);
        const middle = spread.median ?? NaN;
        expect(middle).toBeGreaterThanOrEqual(least);
        expect(middle).toBeLessThanOrEqual(spread.p95 ?? NaN);
        expect(spread.p95).toBeLessThanOrEqual(most);
        expect(spread.max).toBeCloseTo(most, 5);
      }),
    );
  });
});
