/**
 * How often a property is tried: so often in the tests of every day, and `VSI_FUZZ_TIMES` times that where
 * there is time (`.ci/run`).
 */
export function runs(usual: number): number {
  return Math.ceil(usual * Number(process.env['VSI_FUZZ_TIMES'] ?? 1));
}
