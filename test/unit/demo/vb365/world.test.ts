import { describe, expect, test } from '@jest/globals';
import { logAt, processedObjectsAt } from '../../../../src/demo/vb365/dataset/log.ts';
import type { PlannedSession } from '../../../../src/demo/vb365/dataset/sessions.ts';
import { stateAt } from '../../../../src/demo/vb365/dataset/state.ts';
import { createWorld, type World } from '../../../../src/demo/vb365/world.ts';
import { NOW } from './browser.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const world = createWorld({ seed: 'test', now: NOW });
const ALL = world.sessionsAt(NOW);

function ofJob(key: string, from: World = world, now = NOW): readonly PlannedSession[] {
  return from.sessionsAt(now).filter(({ job }) => job.key === key);
}

function statusesOf(key: string): string[] {
  return ofJob(key).map((session) => stateAt(session, NOW).status);
}

describe('the world', () => {
  test('is the same for the same seed within one minute, whatever was asked before', () => {
    const again = createWorld({ seed: 'test', now: NOW + 30_000 });
    again.sessionsAt(NOW + 3 * DAY);
    expect(again.sessionsAt(NOW)).toEqual(ALL);
    expect(again.restores).toEqual(world.restores);
  });

  test('is another one for another seed', () => {
    const other = createWorld({ seed: 'other', now: NOW });
    const ids = new Set(ALL.map(({ id }) => id));
    expect(other.sessionsAt(NOW).some(({ id }) => ids.has(id))).toBe(false);
  });

  test('keeps the ids of finished sessions when it is made again later', () => {
    const later = createWorld({ seed: 'test', now: NOW + 20 * MINUTE });
    const ids = new Set(later.sessionsAt(NOW + 20 * MINUTE).map(({ id }) => id));
    const lost = ALL.filter(({ id, createdAt }) => createdAt > NOW - 30 * DAY && !ids.has(id));
    expect(lost.map(({ id }) => id)).toEqual([]);
  });

  test('holds every session once, newest first, within its six weeks', () => {
    expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
    const times = ALL.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(Math.min(...times)).toBeGreaterThan(NOW - 42 * DAY - MINUTE);
    expect(Math.max(...times)).toBeLessThanOrEqual(NOW);
  });

  test('goes on: new sessions begin as the clock moves', () => {
    const moving = createWorld({ seed: 'test', now: NOW });
    const before = moving.sessionsAt(NOW).length;
    const week = moving.sessionsAt(NOW + 7 * DAY);
    expect(week.length).toBeGreaterThan(before + 200);
    expect(week.slice(-before)).toEqual(ALL);
    expect(week[100]?.endsAt).toBeLessThan(NOW + 7 * DAY);
  });

  test('holds as many sessions as are asked for', () => {
    const big = createWorld({ seed: 'test', now: NOW, sessions: 20_000 });
    const sessions = big.sessionsAt(NOW);
    expect(sessions.length).toBeGreaterThanOrEqual(20_000);
    expect(sessions.length).toBeLessThan(22_000);
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(sessions.length);
    expect(big.historyWeeks).toBeNull();
  });

  test('looks right at any time of day and week', () => {
    for (let hour = 0; hour < 7 * 24; hour += 7) {
      const now = NOW + hour * 60 * MINUTE;
      const some = createWorld({ seed: 'test', now });
      const live = some.sessionsAt(now).map((session) => stateAt(session, now).status);
      expect(live.filter((status) => status === 'Queued')).toHaveLength(1);
      expect(live).toContain('Running');
      expect(some.sessionsAt(now).length).toBeGreaterThan(1300);
      const onedrive = ofJob('onedrive', some, now);
      for (const [index, session] of onedrive.entries()) {
        const older = onedrive[index + 1];
        if (older !== undefined) expect(older.endsAt).toBeLessThan(session.createdAt);
      }
    }
  });
});

describe('the stories', () => {
  test('a job fails for some nights in a row, all retries included, until now', () => {
    const sessions = ofJob('accounting');
    expect(statusesOf('accounting').slice(0, 21)).toEqual([
      ...Array.from({ length: 20 }, () => 'Failed'),
      'Success',
    ]);
    expect(sessions.slice(0, 4).map(({ retry }) => retry)).toEqual([3, 2, 1, 0]);
    expect(sessions.slice(0, 4).map(({ willBeRetried }) => willBeRetried)).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(new Set(sessions.slice(0, 3).map(({ mainId }) => mainId))).toEqual(
      new Set([sessions[3]?.id]),
    );
  });

  test('a failure is retried until it succeeds', () => {
    const retried = ofJob('subsidiaries').filter(({ retry }) => retry === 2);
    expect(retried.map((session) => stateAt(session, NOW).status)).toEqual(['Success']);
  });

  test('one is stopped, one disconnected, one not configured, one job never ran', () => {
    expect(statusesOf('executives').filter((status) => status === 'Stopped')).toHaveLength(1);
    expect(statusesOf('onedrive').filter((status) => status === 'Disconnected')).toHaveLength(1);
    expect(statusesOf('legal').filter((status) => status === 'NotConfigured')).toHaveLength(1);
    expect(statusesOf('pilot')).toEqual([]);
    expect(ofJob('import')[0]?.createdAt).toBeLessThan(NOW - 11 * DAY);
  });

  test('one night takes twice as long, and nights span midnight', () => {
    const durations = ofJob('mailboxes')
      .filter(({ outcome }) => outcome === 'Success')
      .map(({ createdAt, endsAt }) => (endsAt - createdAt) / MINUTE);
    const usual = [...durations].sort((a, b) => a - b)[Math.floor(durations.length / 2)] ?? 0;
    expect(Math.max(...durations)).toBeGreaterThan(1.8 * usual);
    const spans = ofJob('mailboxes').filter(
      ({ createdAt, endsAt }) => Math.floor(createdAt / DAY) < Math.floor(endsAt / DAY),
    );
    expect(spans.length).toBeGreaterThan(30);
  });

  test('the same users are missing every night, one line each', () => {
    const [newest, older] = ofJob('tokyo');
    const warnings = (session: PlannedSession | undefined): string[] =>
      session === undefined
        ? []
        : logAt(session, NOW)
            .filter(({ type, usn }) => type === 'Warning' && usn >= 1000)
            .map(({ message }) => message)
            .filter((message) => message.includes('does not exist'));
    expect(warnings(newest)).toHaveLength(41);
    expect(warnings(newest)).toEqual(warnings(older));
    expect(new Set(warnings(newest)).size).toBe(41);
  });
});

describe('a session', () => {
  const live = ofJob('onedrive')[0];
  const queued = ofJob('legal')[0];
  if (live === undefined || queued === undefined) throw new Error('The live sessions are gone.');

  test('progresses while it runs and ends by itself', () => {
    const at = (minutes: number) => stateAt(live, NOW + minutes * MINUTE);
    expect([at(0), at(10), at(45)].map(({ status }) => status)).toEqual([
      'Running',
      'Running',
      'Success',
    ]);
    expect(at(10).done.objects).toBeGreaterThan(at(0).done.objects);
    expect(at(10).statistics.transferredDataBytes).toBeGreaterThan(
      at(0).statistics.transferredDataBytes,
    );
    expect(at(45).done).toEqual(live.total);
    expect(stateAt(live, live.startsAt + MINUTE).statistics.bottleneck).toBe('Detecting');
  });

  test('waits in the queue before it runs', () => {
    expect(stateAt(queued, NOW)).toMatchObject({ status: 'Queued', endedAt: null });
    expect(stateAt(queued, NOW + 17 * MINUTE).status).toBe('Running');
    expect(stateAt(queued, NOW + 60 * MINUTE).status).toBe('Success');
    expect(logAt(queued, NOW)).toEqual([]);
  });

  test('one is through within two minutes, for whoever watches', () => {
    const session = ofJob('executives')[0];
    if (session === undefined) throw new Error('The session is gone.');
    const at = (seconds: number) => stateAt(session, NOW + seconds * 1000);
    expect(at(0)).toMatchObject({ status: 'Running', endedAt: null });
    expect(at(45).done.bytes).toBeGreaterThan(at(0).done.bytes);
    expect(at(120)).toMatchObject({ status: 'Success', endedAt: session.endsAt });
  });

  test('writes its log as it goes, the newest line still running', () => {
    const now = logAt(live, NOW);
    const later = logAt(live, NOW + 5 * MINUTE);
    expect(later.length).toBeGreaterThan(now.length);
    expect(now.at(-1)).toMatchObject({ type: 'Running', endedAt: null });
    expect(later.slice(0, now.length - 1).map(({ id }) => id)).toEqual(
      now.slice(0, -1).map(({ id }) => id),
    );
    expect(logAt(live, live.endsAt).some(({ type }) => type === 'Running')).toBe(false);
  });

  test('has numbers that agree with each other', () => {
    for (const session of ALL.slice(0, 400)) {
      const { statistics, done } = stateAt(session, NOW);
      const until = Math.min(NOW, session.endsAt);
      const seconds = (until - session.startsAt) / 1000;
      if (done.bytes === 0) {
        expect(statistics).toMatchObject({ processingRateBytesPS: 0, bottleneck: 'NA' });
      } else {
        const rate = statistics.transferredDataBytes / seconds;
        expect(Math.abs(statistics.processingRateBytesPS - rate)).toBeLessThanOrEqual(0.51);
        expect(statistics.readRateBytesPS).toBeGreaterThan(statistics.processingRateBytesPS);
      }
      expect(done.objects).toBeLessThanOrEqual(session.job.workload.objects);
      expect(processedObjectsAt(session, NOW)).toHaveLength(done.objects);
      for (const value of Object.values(statistics)) {
        if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true);
      }
    }
  });

  test('has a log that agrees with its end', () => {
    const closing = new Map(
      ALL.filter(({ endsAt }) => endsAt <= NOW).map((session) => [
        session.outcome,
        logAt(session, NOW).at(-1)?.type,
      ]),
    );
    expect(Object.fromEntries(closing)).toEqual({
      Success: 'Success',
      Warning: 'Warning',
      Failed: 'Error',
      Stopped: 'Stop',
      Disconnected: 'Error',
      NotConfigured: 'Error',
    });
    const lengths = ALL.slice(0, 200).map((session) => logAt(session, NOW).length);
    expect(Math.max(...lengths)).toBeGreaterThan(200);
  });

  test('has as many troubled objects as lines about them', () => {
    const warned = ALL.filter(({ outcome }) => outcome === 'Warning').slice(0, 60);
    for (const session of warned) {
      const troubled = processedObjectsAt(session, NOW).filter(
        ({ status }) => status === 'Warning',
      );
      expect(troubled).toHaveLength(session.troubled);
      const lines = logAt(session, NOW).filter(({ type }) => type === 'Warning');
      expect(lines).toHaveLength(session.troubled + 1);
    }
  });
});
