import { describe, expect, test } from '@jest/globals';
import { healthOf, type JobFacts } from '../../../src/analysis/health.ts';
import { DEFAULT_HEALTH_LIMITS } from '../../../src/analysis/health-limits.ts';
import { ALL_RUNS, jobAsOf, type RunChoice } from '../../../src/analysis/run-choice.ts';
import type { Job } from '../../../src/model/job.ts';
import type { Session } from '../../../src/model/session.ts';
import { mailJob } from '../../support/jobs.ts';
import { ago, DAY, HOUR, NOW, session } from './support.ts';

const JOB = mailJob({
  running: false,
  lastStatus: 'failed',
  lastRunAt: NOW - 2 * HOUR,
  lastDurationSeconds: 600,
});

function run(id: string, hours: number, known: Partial<Session> = {}): Session {
  return session(id, ago(hours), { status: 'failed', ...known });
}

/** What is found, with the number of runs in a row. */
function found(
  sessions: JobFacts['sessions'],
  choice: Partial<RunChoice>,
  job: Job = JOB,
): readonly string[] {
  const all = { ...ALL_RUNS, ...choice };
  const { findings } = healthOf(
    { job, sessions },
    { limits: DEFAULT_HEALTH_LIMITS, now: NOW, choice: all },
  );
  return findings.map(({ concern, value }) => `${concern} ${value}`);
}

function since(hours: number): Partial<RunChoice> {
  return { windowAt: () => ({ since: NOW - hours * HOUR, until: null }) };
}

const ROW = [run('c', 2), run('b', 26), run('a', 50)];

describe('the runs that are judged', () => {
  test.each<[string, Partial<RunChoice>, readonly string[]]>([
    ['all of them', {}, ['failed 3']],
    ['those of the window', since(30), ['failed 2']],
    ['none where none is of the window', since(1), []],
    ['what ends in the window is of it', since(1.9), ['failed 1']],
    ['the newest so many', { last: 2 }, ['failed 2']],
    ['those before the end', { windowAt: () => ({ since: null, until: NOW - DAY }) }, ['failed 2']],
    ['only these results', { statuses: ['warning', 'stopped'] }, []],
    ['these among others', { statuses: ['failed', 'stopped'] }, ['failed 3']],
  ])('%s', (_name, choice, expected) => {
    expect(found(ROW, choice)).toEqual(expected);
  });

  test('one that still runs takes no place of --last', () => {
    const running = session('d', ago(1), { status: 'running', endedAt: null });
    expect(found([running, ...ROW], { last: 1 })).toEqual(['failed 1']);
  });

  test('others than --status names count, and end a row', () => {
    const rows = [run('c', 2), run('b', 26, { status: 'warning' }), run('a', 50)];
    expect(found(rows, { statuses: ['failed'] })).toEqual(['failed 1']);
    expect(found(rows, { statuses: ['warning'] })).toEqual([]);
    expect(found(rows.slice(1), { statuses: ['failed'] })).toEqual([]);
  });

  test('what a person stopped, what is slow and what runs long have a result, too', () => {
    const stopped = [run('c', 2, { status: 'stopped' })];
    expect(found(stopped, { statuses: ['stopped'] })).toEqual(['stopped 1']);
    expect(found(stopped, { statuses: ['failed'] })).toEqual([]);
    const usual = Array.from({ length: 6 }, (_, index) =>
      run(`u${index}`, 50 + index, { status: 'success' }),
    );
    const slow = run('s', 3, { status: 'success', durationSeconds: 3000 });
    expect(found([slow, ...usual], { statuses: ['success'] })).toEqual(['slow 500']);
    // The usual is that of all runs, also where only the last one is judged.
    expect(found([slow, ...usual], { last: 1, ...since(4) })).toEqual(['slow 500']);
    expect(found([slow, ...usual], { statuses: ['warning'] })).toEqual([]);
    const running = run('r', 3, { status: 'running', endedAt: null, durationSeconds: null });
    expect(found([running, ...usual], { statuses: ['running'] })).toHaveLength(1);
    expect(found([running, ...usual], { statuses: ['failed'] })).toEqual([]);
  });

  test('--attempts: a failure counts before its retry, and each retry as one more', () => {
    const attempt = (id: string, hours: number, known: Partial<Session>): Session =>
      run(id, hours, { originalSessionId: 'o', ...known });
    const waiting = [attempt('o', 0.5, { retryNumber: 0, willBeRetried: true })];
    expect(found(waiting, {})).toEqual([]);
    expect(found(waiting, { singly: true })).toEqual(['failed 1']);
    const retried = [
      attempt('r', 1, { retryNumber: 1 }),
      attempt('o', 2, { retryNumber: 0, willBeRetried: true }),
    ];
    expect(found(retried, {})).toEqual(['failed 1']);
    expect(found(retried, { singly: true })).toEqual(['failed 2']);
  });

  test('of a job without sessions the listed run is judged if it is of the window', () => {
    expect(found(null, since(3))).toEqual(['failed 1']);
    expect(found(null, since(1))).toEqual([]);
    expect(found(null, { statuses: ['warning'] })).toEqual([]);
    // Of what nobody knows the end of it may reach into the window.
    expect(found(null, since(1), { ...JOB, lastDurationSeconds: null })).toEqual(['failed 1']);
  });

  test('the window is that of the server’s own clock', () => {
    const offsets: (number | null)[] = [];
    found([run('a', 2, { utcOffsetMinutes: 120 })], {
      windowAt: (offset) => {
        offsets.push(offset);
        return { since: null, until: null };
      },
    });
    expect(offsets).toEqual([120]);
  });
});

describe('a job as it stood', () => {
  const later: Job = {
    ...JOB,
    lastSuccessAt: NOW - HOUR,
    nextRunAt: NOW + HOUR,
    lastSessionId: 'x',
  };

  test('what is listed of a later run is not known of then', () => {
    expect(jobAsOf(later, NOW - 3 * HOUR)).toMatchObject({
      enabled: null,
      running: null,
      lastStatus: null,
      lastDurationSeconds: null,
      lastSuccessAt: null,
      lastSessionId: null,
      nextRunAt: null,
      // That it ever ran is known.
      lastRunAt: NOW - 2 * HOUR,
    });
    const before = { ...later, lastSuccessAt: NOW - 4 * HOUR };
    expect(jobAsOf(before, NOW - 3 * HOUR).lastSuccessAt).toBe(NOW - 4 * HOUR);
  });

  test('what had begun by then is what is listed, unless it runs', () => {
    expect(jobAsOf(later, NOW - HOUR / 2)).toEqual({ ...later, enabled: null });
    expect(jobAsOf({ ...later, running: true }, NOW - HOUR / 2).lastStatus).toBeNull();
  });
});
