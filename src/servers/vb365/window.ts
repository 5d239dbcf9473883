/** Reading a stretch of time out of a list that cannot be asked for one. */
import { DAY } from '../../model/duration.ts';
import type { Instant } from '../../model/instant.ts';
import { newestFirst } from '../../model/order.ts';
import { overlaps } from '../../model/selection.ts';
import type { Session } from '../../model/session.ts';
import { isLive } from '../../model/status.ts';
import type { Pages } from '../backup-server.ts';
import { inOrder } from '../lists/in-order.ts';

/** A list of sessions and the ways to what its newest part may leave out. */
export interface WindowedList {
  /** The list without any time filter, in the server's order. */
  readonly pages: Pages<Session>;
  /** The window's lower bound; null: everything is wanted. */
  readonly since: Instant | null;
  /** How far before `since` to read on, in milliseconds. */
  readonly margin: number;
  /**
   * The sessions that the server itself believes to have ended since then, in the list's order from
   * this offset on; null: it cannot be asked.
   */
  readonly endedSince: ((offset: number) => Pages<Session>) | null;
  /**
   * The newest sessions of jobs that say they run or wait, except those of which a live session was
   * seen; null: not wanted.
   */
  readonly liveOf: ((seenAlive: ReadonlySet<string>) => Pages<Session>) | null;
}

/**
 * How far before the window to read on: the longest that a session may take and still be found. A
 * first full backup may take days. Where the server can be asked for what ended since (v6 to v8), more
 * is found, but not surely: by the documents' own text that bound may mean the start
 * (api/vb365.md section 3).
 */
export const MARGIN = 7 * DAY;

/**
 * How far behind the last session that surely is in it the server's own answer is picked up, in
 * items: its count and ours may differ by the sessions that run or end meanwhile.
 */
const OVERLAP = 100;

/**
 * Newest first, everything that overlaps the window, and a page or so beyond.
 *
 * VB365 filters by time, if at all, by a bound of which nobody knows whether it means the start or
 * the end, nor what it makes of sessions without an end (api/vb365.md section 3). So the list is read
 * unfiltered, and reading stops only when a whole page is older than the window by a margin and the
 * list was newest first until then. What began even earlier can still overlap the window in two ways:
 * it ended inside, or it lives. The first is asked for with the server's own bound, where it has one:
 * only those of its answer that began before the window are new, and in the list's order they come
 * behind those that began inside, so it is picked up there. The second are the newest sessions of
 * jobs that say Running or Queued. Both are asked only if reading was stopped, and come last: they
 * are older than all before.
 */
export function readWindow(list: WindowedList): AsyncGenerator<readonly Session[]> {
  const order = { holds: true };
  return inOrder(list.since === null ? list.pages : throughWindow(list, list.since, order), {
    compare: newestFirst,
    timeOf: ({ createdAt }) => createdAt,
    onDisorder: () => {
      order.holds = false;
    },
  });
}

/**
 * The list as far as it is needed, then what began before. Whether the order holds is said by the
 * reader of these pages, of each before it asks for the next.
 */
async function* throughWindow(
  list: WindowedList,
  since: Instant,
  order: { readonly holds: boolean },
): AsyncGenerator<readonly Session[]> {
  const seen = new SeenSessions(since);
  const isPassed = isOlderThan(since - list.margin);
  let isCut = false;
  for await (const page of list.pages) {
    page.forEach((session) => {
      seen.add(session);
    });
    yield page;
    isCut = order.holds && page.length > 0 && page.every(isPassed);
    if (isCut) break;
  }
  if (isCut) yield await readEarlyOnes(list, seen, since);
}

function isOlderThan(bound: Instant): (session: Session) => boolean {
  return ({ createdAt }) => createdAt !== null && createdAt < bound;
}

/** What must be remembered of the sessions that have gone by; not the sessions themselves. */
class SeenSessions {
  /** How many began inside the window and have an end: so many the server's own answer has, too. */
  endedInside = 0;
  /** Jobs of which a live session was seen. */
  readonly alive = new Set<string>();
  /** Ids of those that began before the window. */
  private readonly early = new Set<string>();
  private readonly since: Instant;

  constructor(since: Instant) {
    this.since = since;
  }

  add({ id, jobId, status, createdAt, endedAt }: Session): void {
    if (isLive(status) && jobId !== null) this.alive.add(jobId);
    if (createdAt === null || createdAt < this.since) this.early.add(id);
    else if (endedAt !== null) this.endedInside += 1;
  }

  /** Whether a session is one of those that only the extra questions bring. */
  lacks({ id, createdAt }: Session): boolean {
    return createdAt !== null && createdAt < this.since && !this.early.has(id);
  }
}

async function readEarlyOnes(
  list: WindowedList,
  seen: SeenSessions,
  since: Instant,
): Promise<readonly Session[]> {
  const early = new Map<string, Session>();
  const keep = (sessions: readonly Session[]): void => {
    for (const session of sessions) {
      if (seen.lacks(session) && overlaps(session, { since, until: null })) {
        early.set(session.id, session);
      }
    }
  };
  if (list.endedSince !== null) {
    const offset = Math.max(0, seen.endedInside - OVERLAP);
    const isOrdered = await readTail(list.endedSince(offset), keep);
    if (!isOrdered && offset > 0) await readTail(list.endedSince(0), keep);
  }
  if (list.liveOf !== null) {
    for await (const page of list.liveOf(seen.alive)) keep(page);
  }
  return [...early.values()].sort(newestFirst);
}

/** Reads to the end and tells whether it was newest first: only then is the offset to be trusted. */
async function readTail(
  pages: Pages<Session>,
  keep: (sessions: readonly Session[]) => void,
): Promise<boolean> {
  let last: Instant = Infinity;
  let isOrdered = true;
  for await (const page of pages) {
    keep(page);
    for (const { createdAt } of page) {
      const time = createdAt ?? -Infinity;
      if (time > last) isOrdered = false;
      last = time;
    }
  }
  return isOrdered;
}
