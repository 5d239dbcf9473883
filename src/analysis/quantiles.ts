/** What is known of how a number is spread; null throughout where there is no value. */
export interface Spread {
  readonly median: number | null;
  /** Nearest rank. */
  readonly p95: number | null;
  readonly max: number | null;
}

/** Median, 95th percentile and maximum, the values sorted once. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  return { median: median(sorted), p95: nearestRank(sorted, 0.95), max: sorted.at(-1) ?? null };
}

/** The smallest of the values that at least this share of them does not exceed. */
function nearestRank(sorted: Float64Array, share: number): number | null {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? null;
}

/** The middle value, between the two middle ones of an even number. */
function median(sorted: Float64Array): number | null {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) return null;
  return (lower + upper) / 2;
}
