import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { spreadOf } from '../../../src/analysis/quantiles.ts';

const numbers = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });

describe('quantiles', () => {
  test('in any order, which stays as it is', () => {
    const values = [35, 50, 15, 40, 20];
    expect(spreadOf(values)).toEqual({ median: 35, p95: 50, max: 50 });
    expect(spreadOf([1, 4, 2, 3])).toEqual({ median: 2.5, p95: 4, max: 4 });
    expect(spreadOf([7])).toEqual({ median: 7, p95: 7, max: 7 });
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
  });

  test('they lie between minimum and maximum, in their order', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const [least, most] = [Math.min(...values), Math.max(...values)];
        const spread = spreadOf(values);
        expect(values).toContainEqual(spread.p95);
        const middle = spread.median ?? NaN;
        expect(middle).toBeGreaterThanOrEqual(least);
        expect(middle).toBeLessThanOrEqual(spread.p95 ?? NaN);
        expect(spread.p95).toBeLessThanOrEqual(most);
        expect(spread.max).toBeCloseTo(most, 5);
      }),
    );
  });
});
