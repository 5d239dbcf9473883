/** One page as the server answered it. */
export interface PageAnswer<T> {
  readonly items: readonly T[];
  /** The limit that the answer states; null where it states none. */
  readonly limit: number | null;
  /** How many items the whole list has, where the answer tells. */
  readonly total: number | null;
  /** True: this is the whole list (a bare array), nothing follows. */
  readonly whole?: boolean;
}

/** A list that a server hands out in pages. */
export interface PagedList<T> {
  /** For errors, in the plural: `job sessions`. */
  readonly what: string;
  /** For errors: the endpoint. */
  readonly where: string;
  /** The limit to ask for. */
  readonly pageSize: number;
  /** Pages under way at once, once it is clear that there are more. */
  readonly concurrency: number;
  readonly fetch: (offset: number, limit: number, signal: AbortSignal) => Promise<PageAnswer<T>>;
  /** What makes an item the same item on another page; null: it cannot be told. */
  readonly idOf: (item: T) => string | null;
  /** The time that the list is ordered by, newest first; not there: it has another order. */
  readonly timeOf?: (item: T) => number | null;
  readonly signal: AbortSignal;
}
