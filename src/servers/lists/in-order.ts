import { append } from '../../model/append.ts';

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
 * Passes pages through, sorted, for as long as the server is seen to keep to the order (newest
 * first). Rows of the same moment are put into the whole order; the last ones of a page wait for the
 * next page, which may hold more of their moment. Rows without a time wait for the end.
 *
 * On the first violation the rest is collected, sorted, and comes as a last page. So a reader that
 * stops early at a limit does so only while the order holds.
 */
export async function* inOrder<T>(
  pages: AsyncIterable<readonly T[]>,
  order: RowOrder<T>,
): AsyncGenerator<readonly T[]> {
  const untimed: T[] = [];
  /** Rows that may not go yet: of the last moment so far; after a violation all of the rest. */
  let held: T[] = [];
  let ordered = true;
  const rest = (): readonly T[] => [...held.sort(order.compare), ...untimed.sort(order.compare)];
  try {
    for await (const page of pages) {
      const timed = page.filter((item) => order.timeOf(item) !== null);
      if (timed.length < page.length) {
        append(
          untimed,
          page.filter((item) => order.timeOf(item) === null),
        );
      }
      const last = held.slice(-1);
      append(held, timed);
      if (ordered && !falls([...last, ...timed], order.timeOf)) {
        ordered = false;
        order.onDisorder?.();
      }
      if (!ordered) continue;
      const lastTime = timeOfLast(held, order.timeOf);
      const border = held.findLastIndex((item) => order.timeOf(item) !== lastTime) + 1;
      const ready = held.slice(0, border).sort(order.compare);
      held = held.slice(border);
      if (ready.length > 0) yield ready;
    }
  } catch (error) {
    // What has arrived is passed on before the reading's failure is.
    if (held.length + untimed.length > 0) yield rest();
    throw error;
  }
  if (held.length + untimed.length > 0) yield rest();
}

function falls<T>(items: readonly T[], timeOf: (item: T) => number | null): boolean {
  let last = Infinity;
  for (const item of items) {
    const time = timeOf(item) ?? -Infinity;
    if (time > last) return false;
    last = time;
  }
  return true;
}

function timeOfLast<T>(items: readonly T[], timeOf: (item: T) => number | null): number | null {
  const last = items.at(-1);
  return last === undefined ? null : timeOf(last);
}
