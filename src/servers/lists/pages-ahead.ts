import { linkSignals } from '../http/linked-signal.ts';
import type { PageAnswer, PagedList } from './paged-list.ts';

interface PageUnderWay<T> {
  readonly offset: number;
  readonly answer: Promise<PageAnswer<T>>;
  /** Asked for while an earlier page was under way. */
  readonly early: boolean;
}

interface ArrivedPage<T> extends Omit<PageUnderWay<T>, 'answer'> {
  readonly answer: PageAnswer<T>;
}

/** The pages under way, in the order of their offsets. */
export class PagesAhead<T> {
  readonly #list: PagedList<T>;
  readonly #step: number;
  readonly #signal: AbortSignal;
  #round = new AbortController();
  #underWay: PageUnderWay<T>[] = [];
  #nextOffset = 0;

  /** @param step how far apart the offsets of two pages are */
  constructor(list: PagedList<T>, step: number, signal: AbortSignal) {
    this.#list = list;
    this.#step = step;
    this.#signal = signal;
  }

  /** The offset of the page that `next` brings. */
  get expects(): number {
    return this.#underWay[0]?.offset ?? this.#nextOffset;
  }

  /** Gives up the pages under way and goes on from another offset. */
  restart(offset: number): void {
    this.#round.abort();
    this.#round = new AbortController();
    this.#underWay = [];
    this.#nextOffset = offset;
  }

  /**
   * @param pages how many pages have come so far: few pages are asked for in advance until it is
   *   clear that the list is long
   * @param total where the list ends, if that is known: nothing behind it is asked for in advance
   */
  async next(pages: number, total: number | null): Promise<ArrivedPage<T>> {
    const many = Math.min(this.#list.concurrency, 2 * pages);
    while (
      this.#underWay.length === 0 ||
      (this.#underWay.length < many && this.#nextOffset < (total ?? Infinity))
    ) {
      this.#ask();
    }
    const page = this.#underWay.shift();
    if (page === undefined) throw new Error('no page was asked for');
    return { offset: page.offset, early: page.early, answer: await page.answer };
  }

  #ask(): void {
    const offset = this.#nextOffset;
    const link = linkSignals([this.#signal, this.#round.signal]);
    const answer = this.#list.fetch(offset, this.#list.pageSize, link.signal).finally(link.release);
    // It may fail while an earlier page is being read, or when nobody wants it any more.
    answer.catch(() => undefined);
    this.#underWay.push({ offset, answer, early: this.#underWay.length > 0 });
    this.#nextOffset += this.#step;
  }
}
