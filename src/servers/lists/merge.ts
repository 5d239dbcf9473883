import type { Pages } from '../backup-server.ts';

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
 * Ending the iteration ends all sources. A source's failure comes after the rows before it. A single
 * source comes as it is.
 */
export function mergePages<T>(
  sources: readonly Pages<T>[],
  compare: (a: T, b: T) => number,
  idOf: (item: T) => string | null,
): Pages<T> {
  const [only, ...others] = sources;
  return only !== undefined && others.length === 0 ? only : merged(sources, compare, idOf);
}

async function* merged<T>(
  sources: readonly Pages<T>[],
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

  constructor(source: Pages<T>) {
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
