import { isVsiError } from '../../model/errors.ts';
import type { RecordWriter } from '../../output/formats.ts';
import { comparison, type SortOrder } from '../sessions/selection-options.ts';
import { asPartial } from './listing.ts';

/** What came of reading a list to its end. */
export interface Folded {
  /** How many items were read. */
  readonly items: number;
  /** Why it is not all; null where it is. */
  readonly failure: { readonly error: unknown } | null;
}

/**
 * Hands every item of a list to a function. When the reading fails on the way, what was read so far
 * counts; an interruption ends it.
 *
 * @throws the reading's own error where there was nothing before it
 */
export async function fold<T>(
  pages: AsyncIterable<readonly T[]>,
  add: (item: T) => void,
): Promise<Folded> {
  let items = 0;
  try {
    for await (const page of pages) {
      for (const item of page) add(item);
      items += page.length;
    }
  } catch (error) {
    const isOver = !isVsiError(error) || error.code === 'INTERRUPTED';
    if (isOver || items === 0) throw error;
    return { items, failure: { error } };
  }
  return { items, failure: null };
}

/** Rows that were computed from a folded list, and how to print them. */
export interface FoldedRows<R extends object> {
  readonly rows: readonly R[];
  /** Another order than the rows' own; null = as they are. */
  readonly sort: SortOrder<R> | null;
  /** Infinity = all. */
  readonly limit: number;
  /** A last row that is neither sorted nor cut off; null = none. */
  readonly total?: R | null;
  readonly writer: RecordWriter<R>;
  readonly failure: Folded['failure'];
}

/**
 * Prints what was computed. Where the list behind it is not complete, its end is left open (JSON is no
 * JSON then), so that nobody takes it for the whole.
 *
 * @throws PARTIAL when the list was not read to its end
 */
export async function printFolded<R extends object>({
  rows,
  sort,
  limit,
  total = null,
  writer,
  failure,
}: FoldedRows<R>): Promise<void> {
  const ordered = sort === null ? rows : [...rows].sort(comparison(sort));
  const shown = ordered.slice(0, limit);
  await writer.write(total === null ? shown : [...shown, total]);
  if (failure !== null) {
    await writer.abandon?.();
    throw asPartial(failure.error);
  }
  await writer.end();
}
