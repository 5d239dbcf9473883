/** The smallest of the values that at least this share of them does not exceed (nearest rank). */
export function nearestRank(values: readonly number[], share: number): number | null {
  return ranked(ascending(values), share);
}

/** The middle value, between the two middle ones of an even number; null without any. */
export function median(values: readonly number[]): number | null {
  return middle(ascending(values));
}

/** What is known of how a number is spread; null throughout where there is no value. */
export interface Spread {
  readonly median: number | null;
  /** Nearest rank. */
  readonly p95: number | null;
  readonly max: number | null;
}

/** Median, 95th percentile and maximum, the values sorted once. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = ascending(values);
  return { median: middle(sorted), p95: ranked(sorted, 0.95), max: sorted.at(-1) ?? null };
}

function ascending(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}

function ranked(sorted: Float64Array, share: number): number | null {
  const rank = Math.min(Math.max(Math.ceil(share * sorted.length), 1), sorted.length);
  return sorted[rank - 1] ?? null;
}

function middle(sorted: Float64Array): number | null {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) return null;
  return lower === upper ? lower : (lower + upper) / 2;
}
