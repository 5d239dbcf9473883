/**
 * A whole number from a server. Servers count in 64 bits: what a JavaScript number holds exactly is
 * a number, what is larger is a bigint, so that no digit is lost on the way through.
 */
export type Int64 = number | bigint;

/** The value as a number for arithmetic; beyond 2^53 it is rounded. */
export function toNumber(value: Int64): number {
  return Number(value);
}

/** Makes a number where it holds the value exactly, else keeps the bigint. */
export function fromBigInt(value: bigint): Int64 {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The sum, exact also where it is beyond 2^53. */
export function addInt64(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') {
    const total = a + b;
    // A fraction is no count of a server, but must not end the counting.
    if (Number.isSafeInteger(total) || !Number.isInteger(a) || !Number.isInteger(b)) return total;
  }
  return fromBigInt(asBigInt(a) + asBigInt(b));
}

/** The sum of the two as far as they are known; null where neither is. */
export function addKnown(a: Int64 | null, b: Int64 | null): Int64 | null {
  return a === null || b === null ? (a ?? b) : addInt64(a, b);
}

/** The sum of those that are known; null where none is. */
export function sumInt64(values: readonly (Int64 | null)[]): Int64 | null {
  return values.reduce(addKnown, null);
}

function asBigInt(value: Int64): bigint {
  return typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
}
