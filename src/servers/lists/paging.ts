/**
 * Reads a list that a server hands out in pages by offset, while the list goes on changing.
 *
 * Offsets are positions in a moving list: a session that begins pushes all rows down by one, so that
 * rows come twice; rows that are deleted let the rest move up, so that rows would be missed. Every
 * page is therefore asked for one row early. That row, the anchor, was the last one of the page
 * before:
 * - it is there, first: nothing moved;
 * - it is there, with known rows in front: rows arrived at the top. Known rows are left out, the
 *   pages that were asked for in advance may lie in the old order and are asked for again, and at
 *   the end the top of the list is read once more for the arrivals, which come as the last page;
 * - nothing known is there: rows were deleted further up, or the page was asked for before the one
 *   in front of it moved. The page is asked for again, then from ever lower offsets, until it joins.
 *
 * What is remembered does not grow with the list: the ids of the first page and of the last few. So
 * a list that moves by more than those few pages at once cannot be followed, and is reported.
 */
import { append } from '../../model/append.ts';
import { VsiError } from '../../model/errors.ts';
import { linkSignals } from '../http/linked-signal.ts';
import { KnownIds, REMEMBERED_PAGES } from './known-ids.ts';
import type { PageAnswer, PagedList } from './paged-list.ts';
import { PagesAhead } from './pages-ahead.ts';

export type { PageAnswer, PagedList } from './paged-list.ts';

/** How often in a row a page that does not join may be asked for from further up. */
const STEPS_BACK = REMEMBERED_PAGES - 1;

/**
 * Reads a list to its end, page by page, in the server's order and each item once. The first page
 * comes alone, the following ones are asked for in advance. The list ends where the answer's total
 * says so, else with a page that is empty or shorter than the limit that the answer states.
 *
 * Rows that arrived at the top meanwhile come last. Ending the iteration aborts what is under way.
 *
 * @throws VsiError LIST_INCOMPLETE, after the pages so far, when the server repeats a page, ends
 *   before the total that it states, or changes its list faster than it can be read; and whatever
 *   `fetch` throws, in the order of the pages
 */
export async function* readPages<T>(list: PagedList<T>): AsyncGenerator<readonly T[]> {
  const link = linkSignals([list.signal]);
  try {
    const first = await list.fetch(0, list.pageSize, link.signal);
    const known = new KnownIds(list.idOf, first.items);
    const rows = known.unknownIn(first.items);
    known.remember(first.items);
    if (rows.length > 0) yield rows;
    if (isEnd(first, 0)) return;
    yield* readOn(list, { first, known, signal: link.signal });
  } finally {
    link.end();
    link.release();
  }
}

/** What reading on builds upon. */
interface Beginning<T> {
  readonly first: PageAnswer<T>;
  readonly known: KnownIds<T>;
  readonly signal: AbortSignal;
}

async function* readOn<T>(
  list: PagedList<T>,
  { first, known, signal }: Beginning<T>,
): AsyncGenerator<readonly T[]> {
  // A server may hand out fewer rows than asked for: the step is what it really brought.
  const step = first.items.length;
  const overlap = step > 1 && first.items.every((item) => list.idOf(item) !== null) ? 1 : 0;
  const ahead = new PagesAhead(list, step - overlap, signal);
  let position = step;
  let before = first.items;
  let stepsBack = 0;
  let hasArrivals = false;
  ahead.restart(position - overlap);

  for (let pages = 1; ;) {
    const { offset, answer, early } = await ahead.next(pages, first.total);
    const { items } = answer;
    if (overlap > 0 && !known.joins(items)) {
      // A page asked for in advance may only be older than the one before it: ask for it again.
      if (!early && (stepsBack += 1) > STEPS_BACK) throw changesTooFast(list);
      ahead.restart(early ? offset : Math.max(0, offset - (step - overlap)));
      continue;
    }
    pages += 1;
    // What lies in front of the first known row has arrived, or is long forgotten: not this page's.
    const from = overlap > 0 ? known.firstIn(items) : 0;
    const rows = known.unknownIn(items.slice(from), overlap);
    const shifted = items.length - rows.length > overlap;
    // More known rows than lie between its offset and ours: what arrived has pushed them down.
    hasArrivals ||= items.length - rows.length > position - offset;
    const ended =
      rows.length > 0
        ? isEnd(answer, offset)
        : position >= (answer.total ?? Infinity) || endsQuietly(answer, { offset, step, overlap });
    // A page asked for from further up may still end above the first new row.
    const isStuck = rows.length === 0 ? stepsBack === 0 : repeats(list, before, items);
    if (isStuck && !ended) throw incomplete(list, answer, position);
    known.remember(items);
    before = items;
    position = offset + items.length;
    if (rows.length > 0) {
      stepsBack = 0;
      yield rows;
    }
    if (ended) break;
    // Without an anchor, only asking again shows where the pages ahead begin now.
    if ((shifted && overlap === 0) || ahead.expects !== position - overlap) {
      ahead.restart(position - overlap);
    }
  }
  if (hasArrivals) yield* readArrivals(list, { first, known, signal });
}

/**
 * Reads what arrived at the top since the first page, down to the first row of that page, or to one
 * that is no newer: all rows of that page may have been deleted meanwhile.
 */
async function* readArrivals<T>(
  list: PagedList<T>,
  { first, known, signal }: Beginning<T>,
): AsyncGenerator<readonly T[]> {
  const { timeOf = () => null } = list;
  const newest = first.items.reduce(
    (most, item) => Math.max(most, timeOf(item) ?? -Infinity),
    -Infinity,
  );
  const arrivals: T[] = [];
  let offset = 0;
  for (let pages = 0; pages < REMEMBERED_PAGES; pages += 1) {
    const answer = await list.fetch(offset, list.pageSize, signal);
    const { items } = answer;
    const joint = items.findIndex(
      (item) => known.isOfFirstPage(item) || (timeOf(item) ?? Infinity) <= newest,
    );
    const top = joint === -1 ? items : items.slice(0, joint);
    append(arrivals, known.unknownIn(top));
    known.remember(top);
    offset += items.length;
    if (joint === -1 && items.length > 0) continue;
    if (arrivals.length > 0) yield arrivals;
    return;
  }
  throw changesTooFast(list);
}

function isEnd<T>({ items, limit, total, whole }: PageAnswer<T>, offset: number): boolean {
  if (whole === true) return true;
  if (total !== null) return offset + items.length >= total;
  return items.length === 0 || (limit !== null && items.length < limit);
}

/**
 * Whether a page that brings nothing new is the end of the list, and not a page repeated: it must be
 * shorter than the first one, and where nobody states a limit have nothing but the anchor.
 */
function endsQuietly<T>(
  answer: PageAnswer<T>,
  at: { readonly offset: number; readonly step: number; readonly overlap: number },
): boolean {
  const { items, limit, total } = answer;
  if (items.length >= at.step) return false;
  return total === null && limit === null ? items.length <= at.overlap : isEnd(answer, at.offset);
}

/** Whether two pages are one and the same; asked only of rows without an id, which always look new. */
function repeats<T>({ idOf }: PagedList<T>, before: readonly T[], items: readonly T[]): boolean {
  if (before.length !== items.length || items.every((item) => idOf(item) !== null)) return false;
  return textOf(before) === textOf(items);
}

function textOf(items: readonly unknown[]): string {
  return JSON.stringify(items, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

function incomplete<T>(list: PagedList<T>, answer: PageAnswer<T>, position: number): VsiError {
  const { items, total } = answer;
  const ended = total !== null && items.length <= 1;
  const message = ended
    ? `the server tells of ${total} ${list.what}, but ends after ${position}`
    : `the server repeats a page of ${list.what} instead of going on`;
  return new VsiError('LIST_INCOMPLETE', `${message}: the list is incomplete`, {
    where: list.where,
    hint: 'narrow the question (a job, a kind, --limit), or try again; if it stays so, the server’s paging is broken',
  });
}

function changesTooFast<T>(list: PagedList<T>): VsiError {
  return new VsiError(
    'LIST_INCOMPLETE',
    `the ${list.what} changed faster than they could be read: the list is incomplete`,
    { where: list.where, hint: 'try again' },
  );
}
