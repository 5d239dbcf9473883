import { append } from '../../model/append.ts';
import { isVsiError, VsiError } from '../../model/errors.ts';
import type { RecordWriter } from '../../output/formats.ts';
import type { TextSink } from '../../output/sink.ts';
import { comparison, type SortOrder } from '../sessions/selection-options.ts';

/** A list on its way from the server to the person. */
export interface Listing<R extends object> {
  /** In the list's own order. */
  readonly pages: AsyncIterable<readonly R[]>;
  /** Which rows are meant; the servers may have sent more. */
  readonly isSelected: (row: R) => boolean;
  /** Infinity = all. */
  readonly limit: number;
  /** Another order than the list's own; null = as it comes. */
  readonly sort: SortOrder<R> | null;
  readonly writer: RecordWriter<R>;
  readonly sink: TextSink;
  /** Called with every row that is printed. */
  readonly onRow?: (row: R) => void;
}

/** What came of a list. */
export interface ListingResult {
  readonly printed: number;
  /** Whether rows beyond the limit exist; `maybe` where the list was not read so far. */
  readonly more: 'no' | 'maybe' | 'yes';
}

/**
 * Filters, sorts, cuts and prints a list, in that order (contract section 2). What arrives in the
 * list's own order is printed page by page; only --sort has to wait for the end. When the reading
 * fails on the way, what there is is printed before the error.
 *
 * @throws PARTIAL when the reading failed after rows were printed, else the reading's own error
 */
export async function printListing<R extends object>(listing: Listing<R>): Promise<ListingResult> {
  return listing.sort === null ? printAsItComes(listing) : printSorted(listing, listing.sort);
}

async function printAsItComes<R extends object>(listing: Listing<R>): Promise<ListingResult> {
  const { limit, writer, sink, isSelected } = listing;
  let printed = 0;
  let more: ListingResult['more'] = 'no';
  try {
    for await (const page of listing.pages) {
      const selected = page.filter(isSelected);
      const rows = selected.slice(0, limit - printed);
      // A page more than the limit needs tells whether the list was cut.
      if (printed >= limit && page.length > 0) {
        more = selected.length > 0 ? 'yes' : 'maybe';
        break;
      }
      await print(listing, rows);
      printed += rows.length;
      if (selected.length > rows.length) {
        more = 'yes';
        break;
      }
      if (sink.closed) break;
    }
  } catch (error) {
    // Everything that was to be shown is shown; only whether there is more is not known.
    const isAsideOfTheList = printed >= limit && isVsiError(error) && error.code !== 'INTERRUPTED';
    if (!isAsideOfTheList) {
      await writer.abandon?.();
      throw printed > 0 ? asPartial(error) : error;
    }
    more = 'maybe';
  }
  await writer.end();
  return { printed, more };
}

async function printSorted<R extends object>(
  listing: Listing<R>,
  sort: SortOrder<R>,
): Promise<ListingResult> {
  const rows: R[] = [];
  try {
    for await (const page of listing.pages) append(rows, page.filter(listing.isSelected));
  } catch (error) {
    if (rows.length === 0) throw error;
    await print(listing, sorted());
    await listing.writer.abandon?.();
    throw asPartial(error);
  }
  const shown = sorted();
  await print(listing, shown);
  await listing.writer.end();
  return { printed: shown.length, more: rows.length > shown.length ? 'yes' : 'no' };

  function sorted(): R[] {
    return rows.sort(comparison(sort)).slice(0, listing.limit);
  }
}

async function print<R extends object>(listing: Listing<R>, rows: readonly R[]): Promise<void> {
  for (const row of rows) listing.onRow?.(row);
  if (rows.length > 0) await listing.writer.write(rows);
}

/** The rest was printed: the same words, another exit code. An interruption stays one. */
export function asPartial(error: unknown): unknown {
  if (!isVsiError(error) || error.code === 'INTERRUPTED') return error;
  return new VsiError('PARTIAL', `rows are missing: ${error.message}`, {
    where: error.where,
    hint: error.hint,
    cause: error,
  });
}
