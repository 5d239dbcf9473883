import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { overlaps } from '../../../../src/model/selection.ts';
import { newSession, type Session } from '../../../../src/model/session.ts';
import { readWindow, type WindowedList } from '../../../../src/servers/vb365/window.ts';

const HOUR = 3_600_000;
const SINCE = Date.parse('2026-11-20T00:00:00Z');

/** A session by its start and end in hours from the beginning of the window; no end = running. */
function session(
  id: string,
  start: number | null,
  end: number | null = start,
  jobId = 'job',
): Session {
  return newSession({
    id,
    server: 'backup',
    product: 'vb365',
    kind: 'backup',
    status: end === null ? 'running' : 'success',
    jobId,
    createdAt: start === null ? null : SINCE + start * HOUR,
    endedAt: end === null ? null : SINCE + end * HOUR,
  });
}

/** Pages of a list that counts how many of them were taken. */
function pagesOf(sessions: readonly Session[], size: number) {
  const taken = { pages: 0, isEnded: false };
  async function* pages(): AsyncGenerator<readonly Session[]> {
    for (let at = 0; at < sessions.length; at += size) {
      taken.pages += 1;
      yield sessions.slice(at, at + size);
    }
    taken.isEnded = true;
  }
  return { pages: pages(), taken };
}

async function idsOf(pages: AsyncIterable<readonly Session[]>): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of pages) ids.push(...page.map(({ id }) => id));
  return ids;
}

function windowed(sessions: readonly Session[], size: number, more: Partial<WindowedList> = {}) {
  const { pages, taken } = pagesOf(sessions, size);
  const list: WindowedList = {
    pages,
    since: SINCE,
    margin: 24 * HOUR,
    endedSince: null,
    liveOf: null,
    ...more,
  };
  return { list, taken };
}

/** Newest first, one an hour, from `from` down to `to` hours. */
function hourly(from: number, to: number): Session[] {
  return Array.from({ length: from - to }, (_unused, index) => {
    const start = from - index;
    return session(`h${start}`, start, start + 0.5);
  });
}

describe('without a window', () => {
  test('everything is read, and nothing else is asked', async () => {
    const never = () => {
      throw new Error('asked');
    };
    const more = { since: null, endedSince: never, liveOf: never };
    const { list, taken } = windowed(hourly(10, -100), 10, more);
    expect(await idsOf(readWindow(list))).toHaveLength(110);
    expect(taken.isEnded).toBe(true);
  });
});

describe('reading stops', () => {
  test('behind the first page that is older than the window by the margin', async () => {
    const { list, taken } = windowed(hourly(20, -200), 10);
    const ids = await idsOf(readWindow(list));
    // 20 … 1, 0 … -23 within the margin, and one page whose every session is older than that.
    expect(taken).toEqual({ pages: 6, isEnded: false });
    expect(ids.at(-1)).toBe('h-39');
  });

  test('not while the list was out of order', async () => {
    const sessions = hourly(20, -200);
    const [first, second, ...rest] = sessions;
    if (first === undefined || second === undefined) throw new Error('too few');
    const { list, taken } = windowed([second, first, ...rest], 10);
    expect(await idsOf(readWindow(list))).toHaveLength(220);
    expect(taken.isEnded).toBe(true);
  });

  test('not at a page with a session that has no start', async () => {
    const sessions = [...hourly(-30, -40), session('no-start', null), ...hourly(-40, -60)];
    const { list, taken } = windowed(sessions, 11);
    const ids = await idsOf(readWindow(list));
    expect(taken.pages).toBe(2);
    expect(ids).toHaveLength(22);
    expect(ids.at(-1)).toBe('no-start');
  });

  test('when the reader has enough, and nothing else is asked then', async () => {
    const never = () => {
      throw new Error('asked');
    };
    const { list, taken } = windowed(hourly(20, -200), 10, { endedSince: never, liveOf: never });
    for await (const page of readWindow(list)) {
      expect(page.length).toBeGreaterThan(5);
      break;
    }
    expect(taken.pages).toBe(1);
  });
});

describe('what began before the margin', () => {
  const long = session('long', -90, 2);
  const old = session('old', -95, -94);
  const history = [...hourly(20, -80), long, old, ...hourly(-96, -300)];

  test('and ended inside is found by the server’s own bound, behind those that began inside', async () => {
    const offsets: number[] = [];
    const endedSince = (offset: number) => {
      offsets.push(offset);
      const ended = history.filter(({ endedAt }) => endedAt !== null && endedAt >= SINCE);
      return pagesOf(ended.slice(offset), 10).pages;
    };
    const { list } = windowed(history, 10, { endedSince });
    const ids = await idsOf(readWindow(list));
    expect(ids.at(-1)).toBe('long');
    expect(ids).not.toContain('old');
    expect(new Set(ids).size).toBe(ids.length);
    expect(offsets).toEqual([0]);
  });

  test('is looked for near the end of a long answer, not from its beginning', async () => {
    const many = Array.from({ length: 500 }, (_unused, index) =>
      session(`m${index}`, 20 - index * 0.01, 20.1 - index * 0.01),
    );
    const all = [...many, ...history];
    const offsets: number[] = [];
    const endedSince = (offset: number) => {
      offsets.push(offset);
      const ended = all.filter(({ endedAt }) => endedAt !== null && endedAt >= SINCE);
      return pagesOf(ended.slice(offset), 100).pages;
    };
    const sorted = all.sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
    const { list } = windowed(sorted, 10, { endedSince });
    expect((await idsOf(readWindow(list))).at(-1)).toBe('long');
    // 500 and the 21 of the history, less the overlap of 100.
    expect(offsets).toEqual([421]);
  });

  test('is looked for from the beginning when the answer is in another order', async () => {
    const many = Array.from({ length: 200 }, (_unused, index) =>
      session(`m${index}`, 20 - index * 0.01, 20.1 - index * 0.01),
    );
    const all = [...many, ...history].sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
    const offsets: number[] = [];
    const endedSince = (offset: number) => {
      offsets.push(offset);
      const ended = all.filter(({ endedAt }) => endedAt !== null && endedAt >= SINCE);
      // Oldest first: the long one is at the beginning.
      return pagesOf(ended.reverse().slice(offset), 50).pages;
    };
    const { list } = windowed(all, 10, { endedSince });
    expect(await idsOf(readWindow(list))).toContain('long');
    expect(offsets).toEqual([121, 0]);
  });

  test('and still runs is found by its job', async () => {
    const running = session('running', -500, null, 'big');
    const asked: string[][] = [];
    const { list } = windowed([...history, running], 10, {
      liveOf: (seenAlive) => {
        asked.push([...seenAlive]);
        return pagesOf([running, session('before', -600, -550, 'big')], 10).pages;
      },
    });
    const ids = await idsOf(readWindow(list));
    expect(ids.at(-1)).toBe('running');
    expect(ids).not.toContain('before');
    expect(asked).toEqual([[]]);
  });

  test('is told which jobs have been seen alive', async () => {
    const asked: string[][] = [];
    const { list } = windowed([session('now', 1, null, 'seen'), ...hourly(0, -300)], 10, {
      liveOf: (seenAlive) => {
        asked.push([...seenAlive]);
        return pagesOf([session('now', 1, null, 'seen')], 10).pages;
      },
    });
    const ids = await idsOf(readWindow(list));
    expect(asked).toEqual([['seen']]);
    expect(ids.filter((id) => id === 'now')).toHaveLength(1);
  });

  test('is not asked for when the whole list was read', async () => {
    const never = () => {
      throw new Error('asked');
    };
    const { list } = windowed(hourly(20, -5), 10, { endedSince: never, liveOf: never });
    expect(await idsOf(readWindow(list))).toHaveLength(25);
  });
});

test('whatever the history, nothing that overlaps the window is missing and nothing comes twice', async () => {
  const hours = fc.integer({ min: -400, max: 30 });
  const one = fc.record({ start: hours, length: fc.option(fc.integer({ min: 0, max: 300 })) });
  const pageSize = fc.integer({ min: 1, max: 20 });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { maxLength: 120 }), pageSize, async (drawn, size) => {
      const history = drawn
        .map(({ start, length }, index) =>
          session(`s${index}`, start, length === null ? null : start + length, `job${index}`),
        )
        .sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
      const { list } = windowed(history, size, {
        endedSince: (offset) =>
          pagesOf(
            history.filter(({ endedAt }) => endedAt !== null && endedAt >= SINCE).slice(offset),
            size,
          ).pages,
        liveOf: (seenAlive) =>
          pagesOf(
            history.filter(({ jobId, endedAt }) => endedAt === null && !seenAlive.has(jobId ?? '')),
            size,
          ).pages,
      });
      const ids = await idsOf(readWindow(list));
      expect(new Set(ids).size).toBe(ids.length);
      const wanted = history.filter((each) => overlaps(each, { since: SINCE, until: null }));
      expect(ids).toEqual(expect.arrayContaining(wanted.map(({ id }) => id)));
    }),
  );
});
