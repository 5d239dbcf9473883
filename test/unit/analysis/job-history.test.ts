import { expect, test } from '@jest/globals';
import { STRIP_LENGTH, withHistory } from '../../../src/analysis/job-history.ts';
import { newSession, type Session } from '../../../src/model/session.ts';
import type { Status } from '../../../src/model/status.ts';
import { mailJob } from '../../support/jobs.ts';
import { DAY } from './support.ts';

const JOB = mailJob();

/** One session a day, the last status given being the newest. */
function nights(...statuses: readonly Status[]): Session[] {
  return statuses.map((status, day) =>
    newSession({
      id: `night${day}`,
      server: 's',
      product: 'vb365',
      kind: 'backup',
      jobId: 'J',
      status,
      createdAt: day * DAY,
      endedAt: status === 'running' ? null : day * DAY + 60_000,
      durationSeconds: status === 'running' ? null : 60,
    }),
  );
}

test('a failing job: since when, how many in a row, when it last succeeded', () => {
  const job = withHistory(JOB, nights('success', 'warning', 'failed', 'stopped', 'failed'));
  expect(job).toMatchObject({
    lastStatus: 'failed',
    lastRunAt: 4 * DAY,
    lastSessionId: 'night4',
    failuresInRow: 2,
    failingSince: 2 * DAY,
    lastSuccessAt: DAY + 60_000,
    recentStatuses: ['failed', 'stopped', 'failed', 'warning', 'success'],
  });
});

test('a job that never succeeded fails since its first run', () => {
  expect(withHistory(JOB, nights('failed', 'failed', 'failed'))).toMatchObject({
    failuresInRow: 3,
    failingSince: 0,
    lastSuccessAt: null,
  });
});

test('a running session does not end a row of failures, and has no duration yet', () => {
  const job = withHistory(JOB, nights('success', 'failed', 'running'));
  expect(job).toMatchObject({
    running: true,
    lastStatus: 'running',
    lastDurationSeconds: null,
    failuresInRow: 1,
  });
});

test('what is not known stays unknown', () => {
  expect(withHistory(JOB, [])).toMatchObject({
    running: null,
    lastStatus: null,
    failuresInRow: 0,
    failingSince: null,
    recentStatuses: [],
  });
});

test('a job without sessions keeps what the server says, and nobody knows how often it failed', () => {
  const job = withHistory({ ...JOB, lastStatus: 'failed', lastDurationSeconds: 123 }, []);
  expect(job).toMatchObject({
    lastStatus: 'failed',
    lastDurationSeconds: 123,
    failuresInRow: null,
    failingSince: null,
  });
});

test('the server’s own word on the last success counts when its sessions are gone', () => {
  expect(withHistory({ ...JOB, lastSuccessAt: 5 }, nights('failed')).lastSuccessAt).toBe(5);
  expect(withHistory({ ...JOB, lastSuccessAt: 5 }, nights('success')).lastSuccessAt).toBe(60_000);
});

test('the last success is the latest end, whichever run it is of', () => {
  const [first, second, third] = nights('success', 'warning', 'success');
  if (first === undefined || second === undefined || third === undefined) throw new Error();
  const long = { ...first, endedAt: 9 * DAY };
  const noEnd = { ...third, endedAt: null };
  expect(withHistory(JOB, [long, second, noEnd]).lastSuccessAt).toBe(9 * DAY);
  expect(withHistory(JOB, [second, noEnd]).lastSuccessAt).toBe(DAY + 60_000);
  expect(withHistory({ ...JOB, lastSuccessAt: 5 }, [noEnd]).lastSuccessAt).toBe(5);
  expect(withHistory(JOB, [noEnd]).lastSuccessAt).toBeNull();
});

test('how long the newest run took comes before what the server says, which may be an older one', () => {
  const listed = { ...JOB, lastDurationSeconds: 123 };
  expect(withHistory(listed, nights('success')).lastDurationSeconds).toBe(60);
  expect(withHistory(listed, nights('success', 'running')).lastDurationSeconds).toBeNull();
});

test('whether a job runs the server says, else its newest run', () => {
  expect(withHistory({ ...JOB, running: false }, nights('running')).running).toBe(false);
  expect(withHistory(JOB, nights('running', 'queued')).running).toBe(false);
});

test('a failure whose run was not read is known only where a run with a result was', () => {
  const failed = { ...JOB, lastStatus: 'failed' as const };
  expect(withHistory(failed, nights('stopped')).failuresInRow).toBeNull();
  expect(withHistory(failed, nights('failed', 'stopped')).failuresInRow).toBe(1);
  expect(withHistory(failed, nights('success')).failuresInRow).toBe(0);
  expect(withHistory({ ...JOB, lastStatus: 'success' }, []).failuresInRow).toBe(0);
});

test('the strip is as long as the contract says', () => {
  const job = withHistory(JOB, nights(...Array.from({ length: 20 }, () => 'success' as const)));
  expect(job.recentStatuses).toHaveLength(STRIP_LENGTH);
});
