/** How many pages back the ids are remembered, besides those of the first page. */
export const REMEMBERED_PAGES = 4;

/** The ids of the first page and of the last few. */
export class KnownIds<T> {
  readonly #idOf: (item: T) => string | null;
  readonly #ofFirstPage: ReadonlySet<string>;
  readonly #ids: Set<string>;
  /** What each of the last pages added, oldest first. */
  readonly #pages: string[][] = [];
  #lastHasId = true;

  constructor(idOf: (item: T) => string | null, firstPage: readonly T[]) {
    this.#idOf = idOf;
    this.#ofFirstPage = new Set(firstPage.map(idOf).filter((id) => id !== null));
    this.#ids = new Set();
  }

  /** Whether a page joins those before it. One whose neighbour has no id is taken at its word. */
  joins(items: readonly T[]): boolean {
    return !this.#lastHasId || items.some((item) => this.#isKnown(item));
  }

  /** Where the first known row is; 0 when there is none. */
  firstIn(items: readonly T[]): number {
    return Math.max(
      0,
      items.findIndex((item) => this.#isKnown(item)),
    );
  }

  isOfFirstPage(item: T): boolean {
    const id = this.#idOf(item);
    return id !== null && this.#ofFirstPage.has(id);
  }

  /**
   * The rows that no remembered page had, each id once; rows without an id are always new.
   *
   * @param overlap how many rows the page has in common with the one before it by its offset: tells
   *   where ids do not
   */
  unknownIn(items: readonly T[], overlap = 0): readonly T[] {
    const seen = new Set<string>();
    return items.filter((item, index) => {
      const id = this.#idOf(item);
      if (id === null) return this.#lastHasId || index >= overlap;
      if (this.#ids.has(id) || seen.has(id)) return false;
      seen.add(id);
      return true;
    });
  }

  remember(items: readonly T[]): void {
    const added = items
      .map((item) => this.#idOf(item))
      .filter((id) => id !== null)
      .filter((id) => !this.#ids.has(id));
    for (const id of added) this.#ids.add(id);
    this.#pages.push(added);
    const last = items.at(-1);
    if (last !== undefined) this.#lastHasId = this.#idOf(last) !== null;
    if (this.#pages.length <= REMEMBERED_PAGES) return;
    for (const id of this.#pages.shift() ?? []) {
      if (!this.#ofFirstPage.has(id)) this.#ids.delete(id);
    }
  }

  #isKnown(item: T): boolean {
    const id = this.#idOf(item);
    return id !== null && this.#ids.has(id);
  }
}
