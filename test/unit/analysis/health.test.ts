import { describe, expect, test } from '@jest/globals';
import { healthOf } from '../../../src/analysis/health.ts';
import { DEFAULT_HEALTH_LIMITS, type HealthLimits } from '../../../src/analysis/health-limits.ts';
import { withHistory } from '../../../src/analysis/job-history.ts';
import type { Job } from '../../../src/model/job.ts';
import type { Session } from '../../../src/model/session.ts';
import { mailJob } from '../../support/jobs.ts';
import { ago, HOUR, MINUTE, NOW, session } from './support.ts';

const JOB = mailJob({ running: false });

function health(
  sessions: readonly Session[] | null,
  { job = {}, limits = {} }: { job?: Partial<Job>; limits?: Partial<HealthLimits> } = {},
) {
  const listed = { ...JOB, ...job };
  return healthOf(
    { job: sessions === null ? listed : withHistory(listed, sessions), sessions },
    { limits: { ...DEFAULT_HEALTH_LIMITS, ...limits }, now: NOW },
  );
}

function concerns(result: ReturnType<typeof health>): string[] {
  return result.findings.map(({ concern, severity }) => `${severity} ${concern}`);
}

describe('what the last runs came to', () => {
  test('a success is well', () => {
    const result = health([session('a', ago(2)), session('b', ago(26), { status: 'failed' })]);
    expect(result.severity).toBe('ok');
    expect(result.lastRun?.id).toBe('a');
  });

  test('failures in a row are one finding, counted from the first', () => {
    const result = health([
      session('c', ago(2), { status: 'disconnected' }),
      session('stopped', ago(20), { status: 'stopped' }),
      session('b', ago(26), { status: 'failed' }),
      session('a', ago(50)),
    ]);
    expect(result.findings).toMatchObject([
      { concern: 'failed', severity: 'critical', value: 2, since: ago(26) * MINUTE },
    ]);
    expect(result.findings[0]?.run?.id).toBe('c');
  });

  test('a number of failures may be tolerated', () => {
    const limits = { failuresInRow: { warning: 2, critical: 3 } };
    const failed = [2, 26, 50].map((hours) =>
      session(`f${hours}`, ago(hours), { status: 'failed' }),
    );
    expect(concerns(health(failed.slice(0, 1), { limits }))).toEqual([]);
    expect(concerns(health(failed.slice(0, 2), { limits }))).toEqual(['warning failed']);
    expect(concerns(health(failed, { limits }))).toEqual(['critical failed']);
  });

  test('a retry that succeeded clears the failure', () => {
    const result = health([
      session('r', ago(1), { retryNumber: 1, originalSessionId: 'o' }),
      session('o', ago(2), { retryNumber: 0, originalSessionId: 'o', status: 'failed' }),
    ]);
    expect(result.findings).toEqual([]);
  });

  test('a failure whose retry is announced is none yet, but not for ever', () => {
    const failed = (hours: number) =>
      health([
        session('o', ago(hours), {
          retryNumber: 0,
          originalSessionId: 'o',
          status: 'failed',
          willBeRetried: true,
        }),
        session('before', ago(hours + 24)),
      ]);
    expect(concerns(failed(1))).toEqual([]);
    expect(failed(1).lastRun?.id).toBe('before');
    expect(concerns(failed(3))).toEqual(['critical failed']);
  });

  test('what is running does not hide the failure before it', () => {
    const result = health([
      session('now', ago(0.1), { status: 'running', endedAt: null }),
      session('last', ago(24), { status: 'failed' }),
    ]);
    expect(concerns(result)).toEqual(['critical failed']);
    expect(result.lastRun?.id).toBe('last');
  });

  test('warnings and stopped runs are warnings', () => {
    expect(concerns(health([session('w', ago(2), { status: 'warning' })]))).toEqual([
      'warning warning',
    ]);
    expect(concerns(health([session('t', ago(2), { status: 'stopped' })]))).toEqual([
      'warning stopped',
    ]);
    expect(
      concerns(
        health([session('w', ago(2), { status: 'warning' })], {
          limits: { warningsInRow: { warning: 2, critical: null } },
        }),
      ),
    ).toEqual([]);
  });

  test('without sessions the server is taken at its word', () => {
    const lastRunAt = ago(3) * MINUTE;
    expect(health(null, { job: { lastStatus: 'failed', lastRunAt } }).findings).toMatchObject([
      { concern: 'failed', severity: 'critical', value: 1, since: lastRunAt, run: null },
    ]);
    expect(concerns(health(null, { job: { lastStatus: 'warning', lastRunAt } }))).toEqual([
      'warning warning',
    ]);
    expect(health(null, { job: { lastStatus: 'success', lastRunAt } }).severity).toBe('ok');
    expect(health(null, { job: { lastStatus: 'unknown', lastRunAt } }).severity).toBe('unknown');
  });
});

describe('the server’s own words', () => {
  const lastRunAt = ago(3) * MINUTE;
  const said = (lastStatus: Job['lastStatus'], job: Partial<Job> = {}) =>
    health(null, { job: { lastStatus, lastRunAt, ...job } });

  test('each result is what it says, once', () => {
    expect(said('stopped').findings).toEqual([
      { concern: 'stopped', severity: 'warning', value: 1, since: lastRunAt, run: null },
    ]);
    expect(concerns(said('disconnected'))).toEqual(['critical failed']);
    expect(concerns(said('running'))).toEqual([]);
    expect(concerns(said('none'))).toEqual([]);
  });

  test('no word is not a good one, unless nobody expects runs', () => {
    expect(said(null).severity).toBe('unknown');
    expect(said(null).findings).toEqual([]);
    expect(said(null).runs).toBeNull();
    expect(said(null).lastRun).toBeNull();
    expect(said(null, { enabled: false, lastRunAt: ago(1) * MINUTE }).severity).toBe('ok');
    expect(health([session('a', ago(1))], { job: { lastStatus: 'unknown' } }).severity).toBe('ok');
    expect(said('unknown', { nextRunAt: ago(2) * MINUTE }).severity).toBe('warning');
  });
});

describe('rows of failures and warnings', () => {
  test('a warning ends a row of failures, a failure one of warnings', () => {
    const result = health([
      session('w', ago(2), { status: 'warning' }),
      session('f', ago(20), { status: 'failed' }),
      session('w2', ago(40), { status: 'warning' }),
    ]);
    expect(result.findings).toMatchObject([{ concern: 'warning', value: 1 }]);
    expect(result.findings).toHaveLength(1);
  });

  test('only the last run counts as stopped', () => {
    const stopped = (hours: number) => session(`t${hours}`, ago(hours), { status: 'stopped' });
    expect(health([stopped(2), session('a', ago(20))]).findings).toMatchObject([
      { concern: 'stopped', value: 1, since: ago(2) * MINUTE, run: { id: 't2' } },
    ]);
    expect(concerns(health([session('a', ago(2)), stopped(20)]))).toEqual([]);
  });

  test('a retry is waited for two hours from the failure, one that is not announced not at all', () => {
    const failed = (endedAt: number | null, willBeRetried: boolean) =>
      concerns(health([session('o', ago(5), { status: 'failed', endedAt, willBeRetried })]));
    expect(failed(NOW - 2 * HOUR + 1, true)).toEqual([]);
    expect(failed(NOW - 2 * HOUR, true)).toEqual(['critical failed']);
    expect(failed(NOW - HOUR, false)).toEqual(['critical failed']);
    expect(failed(null, true)).toEqual([]);
    // What succeeded is over, whatever its attempt announces.
    const done = session('o', ago(1), { willBeRetried: true });
    expect(health([done]).lastRun?.id).toBe('o');
  });
});

describe('what should have happened', () => {
  test('the last success may be too old', () => {
    const limits = { age: { warning: 26 * HOUR, critical: 50 * HOUR } };
    const old = (hours: number) => concerns(health([session('a', ago(hours))], { limits }));
    expect(old(25)).toEqual([]);
    expect(old(27)).toEqual(['warning overdue']);
    expect(old(51)).toEqual(['critical overdue']);
  });

  test('without any success the age is that of the oldest run', () => {
    const limits = { age: { warning: null, critical: 26 * HOUR } };
    const result = health(
      [2, 30, 54].map((hours) => session(`f${hours}`, ago(hours), { status: 'failed' })),
      { limits },
    );
    expect(result.findings.find(({ concern }) => concern === 'overdue')?.value).toBe(54 * HOUR);
  });

  test('a known success gives the age, also one before the runs that were read', () => {
    const limits = { age: { warning: HOUR, critical: null } };
    const lastSuccessAt = NOW - 70 * HOUR;
    const failed = session('f', ago(30), { status: 'failed' });
    const overdue = (job: Partial<Job>, sessions: readonly Session[] | null = [failed]) =>
      health(sessions, { job, limits }).findings.filter(({ concern }) => concern === 'overdue');
    expect(overdue({ lastSuccessAt })).toEqual([
      {
        concern: 'overdue',
        severity: 'warning',
        value: 70 * HOUR,
        since: lastSuccessAt,
        run: null,
      },
    ]);
    expect(overdue({ lastRunAt: NOW - 9 * HOUR }, null)).toMatchObject([{ value: 9 * HOUR }]);
    expect(overdue({ lastRunAt: NOW - 9 * HOUR }, [])).toMatchObject([{ value: 9 * HOUR }]);
    const noTime = session('x', 0, { createdAt: null, endedAt: null, status: 'failed' });
    expect(overdue({}, [noTime])).toEqual([]);
  });

  test('a schedule that was missed', () => {
    const nextRunAt = NOW - 2 * HOUR;
    const done = session('a', ago(24));
    expect(health([done], { job: { nextRunAt } }).findings).toMatchObject([
      { concern: 'missed', severity: 'warning', value: 2 * HOUR, since: nextRunAt },
    ]);
    expect(concerns(health([done], { job: { nextRunAt: NOW - HOUR / 2 } }))).toEqual([]);
    expect(concerns(health([done], { job: { nextRunAt, running: true } }))).toEqual([]);
    const queued = session('q', ago(1), { status: 'queued', endedAt: null });
    expect(concerns(health([queued, done], { job: { nextRunAt } }))).toEqual([]);
  });

  test('a job that never ran', () => {
    expect(health([]).findings).toEqual([
      { concern: 'never-run', severity: 'warning', value: null, since: null, run: null },
    ]);
    const tolerated = { neverRun: { warning: null, critical: null } };
    expect(health([], { limits: tolerated })).toMatchObject({ findings: [], severity: 'ok' });
    expect(concerns(health(null))).toEqual(['warning never-run']);
    expect(concerns(health(null, { job: { lastRunAt: NOW } }))).toEqual([]);
    expect(concerns(health([], { job: { running: null } }))).toEqual(['warning never-run']);
    expect(concerns(health([]))).toEqual(['warning never-run']);
    expect(concerns(health([], { job: { running: true } }))).toEqual([]);
    expect(concerns(health([], { job: { listed: false } }))).toEqual([]);
  });

  test('a disabled job is judged for that alone', () => {
    const failed = session('f', ago(13), { status: 'failed' });
    expect(health([failed], { job: { enabled: false } }).findings).toMatchObject([
      { concern: 'disabled', severity: 'warning', value: 13 * HOUR },
    ]);
    expect(
      concerns(health([session('f', ago(11), { status: 'failed' })], { job: { enabled: false } })),
    ).toEqual([]);
    expect(health([], { job: { enabled: false } }).findings).toMatchObject([
      { concern: 'disabled', value: null, since: null },
    ]);
  });
});

describe('how long it takes', () => {
  /** Six runs of an hour each, and the one to look at. */
  const usual = [2, 3, 4, 5, 6, 7].map((days) =>
    session(`u${days}`, ago(24 * days), { endedAt: ago(24 * days - 1) * MINUTE }),
  );

  test('a run that took much longer than usual', () => {
    const taken = (hours: number) =>
      health([session('x', ago(20), { endedAt: ago(20 - hours) * MINUTE }), ...usual]);
    expect(concerns(taken(1.4))).toEqual([]);
    expect(taken(1.5).findings).toMatchObject([
      { concern: 'slow', severity: 'warning', value: 150 },
    ]);
    expect(concerns(taken(2))).toEqual(['critical slow']);
  });

  test('the run that was slow is shown, since its start', () => {
    const slow = session('x', ago(20), { endedAt: ago(18) * MINUTE });
    expect(health([slow, ...usual]).findings).toMatchObject([
      { concern: 'slow', value: 200, since: ago(20) * MINUTE, run: { id: 'x' } },
    ]);
  });

  test('a run with retries is compared with nothing', () => {
    const long = [
      session('x', ago(20), {
        status: 'failed',
        retryNumber: 0,
        originalSessionId: 'x',
        endedAt: ago(17) * MINUTE,
      }),
      session('r', ago(16), {
        retryNumber: 1,
        originalSessionId: 'x',
        endedAt: ago(2) * MINUTE,
      }),
    ];
    expect(concerns(health([...long, ...usual]))).toEqual([]);
  });

  test('without limits nothing is slow, with one alone it is as grave as that says', () => {
    const slow = session('x', ago(20), { endedAt: ago(17) * MINUTE });
    const by = (warning: number | null, critical: number | null) =>
      concerns(health([slow, ...usual], { limits: { durationPercent: { warning, critical } } }));
    expect(by(null, null)).toEqual([]);
    expect(by(null, 300)).toEqual(['critical slow']);
    expect(by(300, null)).toEqual(['warning slow']);
    expect(by(301, null)).toEqual([]);
  });

  test('the least excess is a limit that counts from its own value on', () => {
    const taken = (limit: number) =>
      concerns(
        health([session('x', ago(20), { endedAt: ago(18) * MINUTE }), ...usual], {
          limits: { leastExcess: limit },
        }),
      );
    expect(taken(HOUR)).toEqual(['critical slow']);
    expect(taken(HOUR + 1)).toEqual([]);
  });

  test('of two limits that a running one is beyond, the graver one counts', () => {
    const running = session('x', ago(3), {
      status: 'running',
      endedAt: null,
      durationSeconds: null,
    });
    const by = (limits: Partial<HealthLimits>) => health([running, ...usual], { limits }).findings;
    expect(
      by({
        runningFor: { warning: 2 * HOUR, critical: null },
        durationPercent: { warning: 150, critical: 250 },
      }),
    ).toMatchObject([
      {
        concern: 'running-long',
        severity: 'critical',
        value: 3 * HOUR,
        since: ago(3) * MINUTE,
        run: { id: 'x' },
      },
    ]);
    expect(
      by({
        runningFor: { warning: null, critical: 2 * HOUR },
        durationPercent: { warning: 150, critical: null },
      }),
    ).toMatchObject([{ severity: 'critical' }]);
    const noTime = { ...running, createdAt: null };
    expect(
      concerns(health([noTime], { limits: { runningFor: { warning: 0, critical: null } } })),
    ).toEqual([]);
  });

  test('a few minutes more are never slow', () => {
    const short = usual.map((each) => ({
      ...each,
      endedAt: (each.createdAt ?? 0) + MINUTE,
      durationSeconds: 60,
    }));
    expect(
      concerns(
        health([session('x', ago(20), { endedAt: ago(20) * MINUTE + 10 * MINUTE }), ...short]),
      ),
    ).toEqual([]);
  });

  test('a run that is taking longer than usual, or than allowed', () => {
    const running = (hours: number) =>
      session('x', ago(hours), { status: 'running', endedAt: null, durationSeconds: null });
    expect(concerns(health([running(1.2), ...usual]))).toEqual([]);
    expect(health([running(1.6), ...usual]).findings).toMatchObject([
      { concern: 'running-long', severity: 'warning', value: 1.6 * HOUR },
    ]);
    expect(
      concerns(
        health([running(1.3), ...usual], {
          limits: { durationPercent: { warning: 120, critical: null } },
        }),
      ),
    ).toEqual(['warning running-long']);
    expect(
      concerns(
        health([running(9)], { limits: { runningFor: { warning: 2 * HOUR, critical: 8 * HOUR } } }),
      ),
    ).toEqual(['critical running-long']);
  });

  test('a copy job that idles does not run', () => {
    const idle = session('x', ago(100), { status: 'idle', endedAt: null, durationSeconds: null });
    const limits = { runningFor: { warning: HOUR, critical: null } };
    expect(concerns(health([idle], { limits }))).toEqual([]);
  });

  test('the gravest finding comes first', () => {
    const result = health([
      session('f', ago(2), { status: 'failed' }),
      session('t', ago(1), { status: 'stopped' }),
    ]);
    expect(concerns(result)).toEqual(['critical failed', 'warning stopped']);
    expect(result.severity).toBe('critical');
  });

  test('also where it is looked for last', () => {
    const slow = session('x', ago(20), { status: 'warning', endedAt: ago(18) * MINUTE });
    const result = health([slow, ...usual]);
    expect(concerns(result)).toEqual(['critical slow', 'warning warning']);
    expect(result.severity).toBe('critical');
  });
});
