import { append } from '../../model/append.ts';
import type { Session } from '../../model/session.ts';
import type { Pages } from '../backup-server.ts';

/**
 * How many sessions are asked about at once: few at first, since a reader that wants 30 stops there,
 * then more and more, so that a long window takes few questions.
 */
export const FIRST_GROUP = 50;

/** Groups of growing size, whatever the pages are. @param largest the most sessions of a group */
export async function* regrouped(
  pages: Pages<Session>,
  largest: number,
): AsyncGenerator<readonly Session[]> {
  let waiting: Session[] = [];
  let size = Math.min(FIRST_GROUP, largest);
  for await (const page of pages) {
    append(waiting, page);
    while (waiting.length >= size) {
      yield waiting.slice(0, size);
      waiting = waiting.slice(size);
      size = Math.min(2 * size, largest);
    }
  }
  if (waiting.length > 0) yield waiting;
}
