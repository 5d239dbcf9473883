import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addInt64, fromBigInt, sumInt64, toNumber } from '../../../src/model/int64.ts';

const MOST = Number.MAX_SAFE_INTEGER;

test('what a number holds exactly is one, what is larger stays a bigint', () => {
  expect(fromBigInt(BigInt(MOST))).toBe(MOST);
  expect(fromBigInt(BigInt(MOST) + 1n)).toBe(BigInt(MOST) + 1n);
  expect(fromBigInt(-BigInt(MOST) - 1n)).toBe(-BigInt(MOST) - 1n);
  expect(toNumber(2n ** 60n)).toBe(2 ** 60);
  expect(toNumber(5)).toBe(5);
});

test('sums lose no digit', () => {
  expect(addInt64(2, 3)).toBe(5);
  expect(addInt64(MOST, 1)).toBe(BigInt(MOST) + 1n);
  expect(addInt64(BigInt(MOST) + 1n, -1)).toBe(MOST);
  expect(addInt64(1, 2n)).toBe(3);
  const wide = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n });
  fc.assert(
    fc.property(wide, wide, (a, b) => {
      expect(BigInt(addInt64(fromBigInt(a), fromBigInt(b)))).toBe(a + b);
    }),
  );
});

test('what is unknown adds nothing to a sum, and is no 0 where all is', () => {
  expect(sumInt64([null, MOST, null, 1])).toBe(BigInt(MOST) + 1n);
  expect(sumInt64([0, null])).toBe(0);
  expect(sumInt64([null, null])).toBeNull();
  expect(sumInt64([])).toBeNull();
});

test('fractions do not end the counting', () => {
  expect(addInt64(0.5, 1)).toBe(1.5);
  expect(addInt64(1, 0.25)).toBe(1.25);
  expect(addInt64(2n ** 60n, 1.5)).toBe(2n ** 60n + 1n);
});
