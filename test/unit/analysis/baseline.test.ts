import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  baselineOf,
  comparableRuns,
  DEFAULT_LIMITS,
  judge,
  LOOKBACK_SESSIONS,
  NO_VERDICT,
  sessionsBefore,
  type Verdict,
} from '../../../src/analysis/baseline.ts';
import type { Session } from '../../../src/model/session.ts';
import { DAY, MINUTE, session } from './support.ts';

/** A night's run: it takes so many minutes and transfers so many bytes. */
function night(day: number, minutes: number | null, known: Partial<Session> = {}): Session {
  const createdAt = day * DAY;
  const endedAt = minutes === null ? null : createdAt + minutes * MINUTE;
  return session(`night${day}`, 0, { createdAt, endedAt, transferredBytes: 1000, ...known });
}

function nights(...minutes: readonly number[]): Session[] {
  return minutes.map((value, day) => night(day, value));
}

function verdictOf(one: Session, history: readonly Session[], now = 0): Verdict {
  return judge(one, history, { limits: DEFAULT_LIMITS, now });
}

describe('comparable runs', () => {
  test('good ends in one attempt, of the same mode, the newest fourteen', () => {
    const history = [
      ...nights(...Array.from({ length: 20 }, () => 10)),
      night(20, 10, { mode: 'full' }),
      night(21, 10, { status: 'failed' }),
      night(22, 10, { status: 'stopped' }),
      night(23, 10, { status: 'warning' }),
      night(24, 10, { status: 'failed', originalSessionId: 'night24', retryNumber: 0 }),
      night(25, 10, { originalSessionId: 'night24', retryNumber: 1 }),
      night(26, 10, { retryNumber: 2 }),
      night(27, null, { status: 'running' }),
    ];
    expect(comparableRuns(history, 'incremental').map(({ id }) => id)).toEqual([
      'night23',
      ...Array.from({ length: 13 }, (_, index) => `night${19 - index}`),
    ]);
    expect(comparableRuns(history, 'full').map(({ id }) => id)).toEqual(['night20']);
    expect(comparableRuns(history, null)).toEqual([]);
  });

  test('a run with a retry is none, also where its attempts have no numbers', () => {
    const history = [
      night(1, 10, { status: 'success', originalSessionId: 'night1' }),
      night(2, 10, { originalSessionId: 'night1' }),
      night(3, 10),
    ];
    expect(comparableRuns(history, 'incremental').map(({ id }) => id)).toEqual(['night3']);
  });

  test('what tells no amount counts for the duration only', () => {
    const history = [...nights(10, 10, 10, 10, 10), night(6, 10, { transferredBytes: null })];
    expect(baselineOf(history)).toMatchObject({
      durationSeconds: { runs: 6 },
      transferredBytes: { runs: 5, median: 1000 },
    });
    expect(baselineOf([...history, night(7, null)]).durationSeconds?.runs).toBe(6);
  });

  test('those before a session are the sixty that began before it, newest first', () => {
    const history = nights(...Array.from({ length: 70 }, () => 10));
    const before = sessionsBefore({ createdAt: 68 * DAY }, [
      ...history,
      session('x', 0, { createdAt: null }),
    ]);
    expect(before).toHaveLength(LOOKBACK_SESSIONS);
    expect([before[0]?.id, before.at(-1)?.id]).toEqual(['night67', 'night8']);
    expect(sessionsBefore({ createdAt: null }, history)).toEqual([]);
  });

  test('of fewer than five nothing is usual', () => {
    expect(baselineOf(nights(10, 10, 10, 10))).toEqual({
      durationSeconds: null,
      transferredBytes: null,
    });
    expect(baselineOf(nights(10, 20, 40, 10, 30))).toEqual({
      durationSeconds: { runs: 5, median: 1200, p95: 2400 },
      transferredBytes: { runs: 5, median: 1000, p95: 1000 },
    });
  });
});

describe('verdicts', () => {
  const usual = nights(10, 10, 10, 10, 10, 10);

  test('durations are marked from 150 and from 200 percent on', () => {
    const marks = [14.9, 15, 19.9, 20, 2].map((minutes) => {
      const { duration } = verdictOf(night(9, minutes), usual);
      return [Math.round(duration?.percent ?? 0), duration?.mark];
    });
    expect(marks).toEqual([
      [149, 'usual'],
      [150, 'warning'],
      [199, 'warning'],
      [200, 'failed'],
      [20, 'usual'],
    ]);
  });

  test('an original is compared like what knows no retries', () => {
    const originals = usual.map((one) => ({ ...one, retryNumber: 0 }));
    expect(verdictOf(night(9, 30, { retryNumber: 0 }), originals).duration).toMatchObject({
      percent: 300,
      usual: { runs: 6 },
    });
  });

  test('amounts are marked in both directions', () => {
    const marks = [2000, 1500, 1499, 801, 800, 701, 700, 0].map(
      (transferredBytes) => verdictOf(night(9, 10, { transferredBytes }), usual).transferred?.mark,
    );
    expect(marks).toEqual([
      'failed',
      'warning',
      'usual',
      'usual',
      'warning',
      'warning',
      'failed',
      'failed',
    ]);
  });

  test('what failed tells its duration, but no amount', () => {
    expect(verdictOf(night(9, 30, { status: 'failed' }), usual)).toEqual({
      duration: expect.objectContaining({ percent: 300, mark: 'failed' }),
      transferred: null,
    });
  });

  test('what runs is compared only once it is too long', () => {
    const running = night(9, null, { status: 'running' });
    expect(verdictOf(running, usual, 9 * DAY + 14 * MINUTE).duration).toBeNull();
    expect(verdictOf(running, usual, 9 * DAY + 15 * MINUTE).duration).toMatchObject({
      percent: 150,
      mark: 'warning',
    });
    expect(verdictOf(running, [], 9 * DAY + 15 * MINUTE)).toEqual(NO_VERDICT);
  });

  test('a clock behind the server’s is no negative time', () => {
    const running = night(9, null, { status: 'running' });
    const always = { ...DEFAULT_LIMITS, slow: [0, 1000] as const };
    expect(
      judge(running, usual, { limits: always, now: 9 * DAY - 5 * MINUTE }).duration,
    ).toMatchObject({ percent: 0, mark: 'warning' });
  });

  test('retries, stopped, queued and idle ones are not compared, nor those without a start', () => {
    const others: readonly Session[] = [
      night(9, 99, { retryNumber: 1 }),
      night(9, 99, { status: 'stopped' }),
      night(9, null, { status: 'queued' }),
      night(9, null, { status: 'idle' }),
      session('odd', 0, { status: 'running', createdAt: null, endedAt: null, durationSeconds: 5 }),
      session('none', 0, { createdAt: null, endedAt: null }),
    ];
    for (const one of others) expect(verdictOf(one, usual, 99 * DAY)).toEqual(NO_VERDICT);
  });

  test('only what was before it counts', () => {
    const later = nights(10, 10, 10, 10, 10, 10, 90, 90, 90, 90, 90, 90);
    expect(verdictOf(night(5.5, 20), later).duration?.percent).toBe(200);
    expect(verdictOf(night(3.5, 20), later).duration).toBeNull();
  });

  test('of nothing there is no percentage', () => {
    const empty = usual.map((one) => ({ ...one, transferredBytes: 0 }));
    expect(verdictOf(night(9, 10, { transferredBytes: 5 }), empty).transferred).toBeNull();
    expect(verdictOf(night(9, 10, { transferredBytes: null }), usual).transferred).toBeNull();
  });

  test('the usual lies between the least and the most, whatever the history is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 5, maxLength: 80 }),
        fc.integer({ min: 1, max: 5000 }),
        (minutes, own) => {
          const compared = minutes.slice(-14).map((value) => value * 60);
          const { duration } = verdictOf(night(100, own), nights(...minutes));
          const { median = NaN, p95 = NaN, runs } = duration?.usual ?? {};
          expect(runs).toBe(compared.length);
          expect(median).toBeGreaterThanOrEqual(Math.min(...compared));
          expect(p95).toBeGreaterThanOrEqual(median);
          expect(p95).toBeLessThanOrEqual(Math.max(...compared));
          expect(duration?.percent).toBeCloseTo((6000 * own) / median, 6);
        },
      ),
    );
  });
});
