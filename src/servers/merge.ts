/** How `inOrder` is to judge and to mend the order of rows. */
export interface RowOrder<T> {
  /** The whole order, ties included (`newestFirst`). */
  readonly compare: (a: T, b: T) => number;
  /** The leading sort key, falling from row to row; null = unknown, such rows come last. */
  readonly timeOf: (item: T) => number | null;
  /** Called once when the rows turn out not to be in order; from then on all are collected. */
  readonly onDisorder?: () => void;
}

/**
 * Merges page streams that are each (mostly) ordered into one. All sources start at once; an item
 * that several sources bring comes once. Ending the iteration ends all sources.
 */
export async function* mergePages<T>(
  sources: readonly AsyncIterable<readonly T[]>[],
  compare: (a: T, b: T) => number,
  idOf: (item: T) => string | null,
): AsyncGenerator<readonly T[]> {
  const all: T[] = [];
  for (const source of sources) for await (const page of source) all.push(...page);
  const seen = new Set<string | null>();
  yield all
    .filter((item) => idOf(item) === null || (!seen.has(idOf(item)) && seen.add(idOf(item))))
    .sort(compare);
}

/**
 * Passes pages through, sorted, for as long as the server is seen to keep to the order (newest
 * first); on the first violation the rest is collected, sorted, and comes as a last page. So a
 * reader that stops early at a limit does so only while the order holds.
 */
export async function* inOrder<T>(
  pages: AsyncIterable<readonly T[]>,
  order: RowOrder<T>,
): AsyncGenerator<readonly T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  yield all.sort(order.compare);
}
