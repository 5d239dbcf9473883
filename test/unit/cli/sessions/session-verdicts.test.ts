import { expect, test } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../../../src/analysis/baseline.ts';
import { JobHistory } from '../../../../src/cli/sessions/session-verdicts.ts';
import { VsiError } from '../../../../src/model/errors.ts';
import type { Session } from '../../../../src/model/session.ts';
import { DAY, MINUTE, session } from '../../analysis/support.ts';

const JUDGING = { limits: DEFAULT_LIMITS, now: 0 };

/** Newest first: a session a day, ten minutes each, the newest twice as long. */
function days(count: number): Session[] {
  return Array.from({ length: count }, (_, index) => {
    const createdAt = (count - index) * DAY;
    return session(`day${count - index}`, 0, {
      createdAt,
      endedAt: createdAt + (index === 0 ? 20 : 10) * MINUTE,
    });
  });
}

/** The list in pages of ten, with a count of how many were read and whether it was ended. */
function pagesOf(sessions: readonly Session[], failure: Error | null = null) {
  const seen = { pages: 0, ended: false };
  async function* pages(): AsyncGenerator<readonly Session[]> {
    try {
      for (let at = 0; at < sessions.length; at += 10) {
        seen.pages += 1;
        yield sessions.slice(at, at + 10);
      }
      if (failure !== null) throw failure;
    } finally {
      seen.ended = true;
    }
  }
  return { seen, pages: pages() };
}

async function idsOf(pages: AsyncIterable<readonly Session[]>): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of pages) ids.push(...page.map(({ id }) => id));
  return ids;
}

test('it reads no further than a session needs, and ends the reading', async () => {
  const sessions = days(100);
  const { seen, pages } = pagesOf(sessions);
  const history = new JobHistory(pages);
  const verdict = await history.verdictOf(sessions[0] ?? session('none', 0), JUDGING);
  expect(verdict.duration).toMatchObject({ percent: 200, mark: 'failed', usual: { runs: 14 } });
  // Fourteen before it, of pages of ten.
  expect(seen).toEqual({ pages: 2, ended: false });
  await history.close();
  expect(seen.ended).toBe(true);
});

test('the list and the verdicts share one reading, in any order', async () => {
  const sessions = days(45);
  const { seen, pages } = pagesOf(sessions);
  const history = new JobHistory(pages);
  const verdicts = [];
  for await (const page of history.pages()) {
    for (const one of page) verdicts.push((await history.verdictOf(one, JUDGING)).duration);
  }
  expect(verdicts).toHaveLength(45);
  // The oldest five have fewer than five before them.
  expect(verdicts.map((duration) => duration?.mark ?? null)).toEqual([
    'failed',
    ...Array.from({ length: 39 }, () => 'usual'),
    ...Array.from({ length: 5 }, () => null),
  ]);
  const again = await history.verdictOf(sessions[0] ?? session('none', 0), JUDGING);
  expect(again.duration?.percent).toBe(200);
  expect(await idsOf(history.pages())).toEqual(sessions.map(({ id }) => id));
  expect(seen.pages).toBe(5);
});

test('a failure belongs to the list; verdicts make do with what there is', async () => {
  const failure = new VsiError('REQUEST_FAILED', 'the server failed');
  const sessions = days(10);
  const told: VsiError[] = [];
  const history = new JobHistory(pagesOf(sessions, failure).pages, (one) => told.push(one));
  const verdict = await history.verdictOf(sessions[0] ?? session('none', 0), JUDGING);
  expect(verdict.duration).toMatchObject({ usual: { runs: 9 } });
  expect(told).toEqual([failure]);
  await expect(idsOf(history.pages())).rejects.toBe(failure);
});

test('an interruption is no failure of the list: it ends everything', async () => {
  const interruption = new VsiError('INTERRUPTED', 'interrupted');
  const history = new JobHistory(pagesOf(days(3), interruption).pages);
  await expect(history.verdictOf(session('new', 9999), JUDGING)).rejects.toBe(interruption);
});
