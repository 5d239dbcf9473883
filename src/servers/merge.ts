import { append } from '../model/append.ts';
/** How `inOrder` is to judge and to mend the order of rows. */
export interface RowOrder<T> {
  /** The whole order, ties included (`newestFirst`). */
  readonly compare: (a: T, b: T) => number;
  /** The leading sort key, falling from row to row; null = unknown, such rows come last. */
  readonly timeOf: (item: T) => number | null;
  /** Called once when the rows turn out not to be in order; from then on all are collected. */
  readonly onDisorder?: () => void;
}

/** How many ids of merged rows are remembered, to leave out doubles. */
const REMEMBERED_IDS = 5000;

/**
 * Merges page streams that are each (mostly) ordered into one. All sources start at once; then each
 * is asked for its next page when its last one is used up. What is merged so far comes before such a
 * wait, so that the first rows do not wait for the last source's second page.
 *
 * An item that several sources bring comes once, as long as its double follows within the next 5,000
 * rows: in sources that keep to the order doubles are neighbours. Rows without an id all come.
 *
 * Ending the iteration ends all sources. A source's failure comes after the rows before it.
 */
export async function* mergePages<T>(
  sources: readonly AsyncIterable<readonly T[]>[],
  compare: (a: T, b: T) => number,
  idOf: (item: T) => string | null,
): AsyncGenerator<readonly T[]> {
  const cursors = sources.map((source) => new Cursor(source));
  const recent = new RecentIds(REMEMBERED_IDS);
  try {
    for (const cursor of cursors) cursor.ask();
    for (const cursor of cursors) await cursor.arrive();
    for (;;) {
      const merged: T[] = [];
      const waiting = drain(cursors, compare, (item) => {
        if (recent.add(idOf(item))) merged.push(item);
      });
      if (merged.length > 0) yield merged;
      if (waiting === null) return;
      waiting.ask();
      await waiting.arrive();
    }
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.end()));
  }
}

/**
 * Takes rows in order until a source is used up: that one is returned, since its next row may come
 * before all others. Null: all sources are at their end.
 */
function drain<T>(
  cursors: readonly Cursor<T>[],
  compare: (a: T, b: T) => number,
  take: (item: T) => void,
): Cursor<T> | null {
  for (;;) {
    let least: Cursor<T> | null = null;
    for (const cursor of cursors) {
      if (cursor.done) continue;
      if (cursor.rows.length === cursor.at) return cursor;
      if (least === null || compare(cursor.current(), least.current()) < 0) least = cursor;
    }
    if (least === null) return null;
    take(least.current());
    least.at += 1;
  }
}

/** One source and how far its current page was read. */
class Cursor<T> {
  readonly #pages: AsyncIterator<readonly T[]>;
  #next: Promise<IteratorResult<readonly T[], unknown>> | null = null;
  rows: readonly T[] = [];
  at = 0;
  done = false;

  constructor(source: AsyncIterable<readonly T[]>) {
    this.#pages = source[Symbol.asyncIterator]();
  }

  current(): T {
    const row = this.rows[this.at];
    if (row === undefined) throw new Error('no row is left on this page');
    return row;
  }

  /** Asks for the next page; a failure waits for `arrive`. */
  ask(): void {
    this.#next ??= this.#pages.next();
    this.#next.catch(() => undefined);
  }

  /** Waits for a page that was asked for, past empty ones. */
  async arrive(): Promise<void> {
    do {
      this.ask();
      const result = await this.#next;
      this.#next = null;
      if (result === null || result.done === true) {
        this.done = true;
        return;
      }
      this.rows = result.value;
      this.at = 0;
    } while (this.rows.length === 0);
  }

  /** Ends the source; a page still under way is given up and not waited for. */
  async end(): Promise<void> {
    if (this.done) return;
    this.done = true;
    const ending = this.#pages.return?.();
    if (this.#next === null) await ending;
    else ending?.catch(() => undefined);
  }
}

/**
 * A set of ids that forgets the oldest: whole generations of them, since a set that loses its first
 * entry again and again has to step over all that are gone.
 */
class RecentIds {
  readonly #limit: number;
  #ids = new Set<string>();
  #older = new Set<string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False: the id is among the recent ones, at least as many as the limit. */
  add(id: string | null): boolean {
    if (id === null) return true;
    if (this.#ids.has(id) || this.#older.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size >= this.#limit) {
      this.#older = this.#ids;
      this.#ids = new Set();
    }
    return true;
  }
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
