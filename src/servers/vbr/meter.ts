import type { Pages } from '../backup-server.ts';
import type { ListTools } from '../lists/list.ts';

/** Counts of how many rows of a list more was asked, for the spinner. */
export class Meter {
  readonly #tell: ListTools['onDetails'];
  /** Rows that have arrived. */
  #total = 0;
  /** Rows of finished groups. */
  #finished = 0;
  /** Rows asked about, those of the group under way included. */
  #done = 0;

  constructor(tell: ListTools['onDetails']) {
    this.#tell = tell;
  }

  /** Passes a list through and counts its rows. */
  async *counting<T>(pages: Pages<T>): AsyncGenerator<readonly T[]> {
    for await (const page of pages) {
      this.#total += page.length;
      yield page;
    }
  }

  /** Waits for the answer about one row. */
  async step<T>(answer: Promise<T>): Promise<T> {
    const value = await answer;
    // A row may take two answers: its tasks, and its log where there are none.
    this.#done = Math.min(this.#done + 1, this.#total);
    this.#report();
    return value;
  }

  /** A group is finished, whether its rows were asked about one by one or together. */
  finish(rows: number): void {
    this.#finished += rows;
    this.#done = this.#finished;
    this.#report();
  }

  #report(): void {
    this.#tell({ done: this.#done, total: this.#total });
  }
}
