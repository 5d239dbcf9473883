import { expect, test } from '@jest/globals';
import { ALL_RUNS, type RunChoice } from '../../../../src/analysis/run-choice.ts';
import { scrapeJobs } from '../../../../src/cli/monitoring/scrape-jobs.ts';
import { VsiError } from '../../../../src/model/errors.ts';
import { newJob } from '../../../../src/model/job.ts';
import { newSession, type Session } from '../../../../src/model/session.ts';
import type { SessionQuery } from '../../../../src/servers/backup-server.ts';
import { stubServer } from '../../../support/stub-server.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-22T05:30:00Z');
const SINCE = NOW - 24 * HOUR;

const JOB = newJob({
  ...{ id: 'j', server: 's', product: 'vbr', name: 'Mail', kind: 'backup' },
  enabled: true,
  listed: true,
});

/** A session of an hour that began so many hours ago. */
function ran(hoursAgo: number, known: Partial<Session> = {}): Session {
  const createdAt = NOW - hoursAgo * HOUR;
  return newSession({
    id: `s-${hoursAgo}`,
    server: 's',
    product: 'vbr',
    kind: 'backup',
    status: 'success',
    jobId: 'j',
    createdAt,
    endedAt: createdAt + HOUR,
    durationSeconds: 3600,
    ...known,
  });
}

function running(hoursAgo: number): Session {
  return ran(hoursAgo, { status: 'running', endedAt: null, durationSeconds: null });
}

/** The figures of the job on a server that has these sessions, whatever time it is asked for. */
async function figuresOf(...sessions: readonly (Session | VsiError)[]) {
  return figuresOfChoice({}, sessions);
}

async function figuresOfChoice(
  choice: Partial<RunChoice>,
  sessions: readonly (Session | VsiError)[],
) {
  const queries: SessionQuery[] = [];
  const server = stubServer({
    product: 'vbr',
    apiVersion: '1.3-rev2',
    sessions: async function* (query) {
      queries.push(query);
      for (const session of sessions) {
        if (session instanceof VsiError) throw session;
        yield [query.statistics ? session : { ...session, transferredBytes: null }];
      }
    },
  });
  const missing: string[] = [];
  const [figures] = await scrapeJobs(server, {
    patterns: { read: async () => [JOB], isSingle: false, checkFound: () => undefined },
    since: SINCE,
    choice: { ...ALL_RUNS, windowAt: () => ({ since: SINCE, until: null }), ...choice },
    now: NOW,
    missing: ({ message }) => missing.push(message),
  });
  return { figures, queries, missing };
}

test('the last run is the newest that has ended; what runs is told by itself', async () => {
  const { figures } = await figuresOf(running(1), running(2), ran(3), ran(9, { status: 'failed' }));
  expect(figures?.lastRun?.id).toBe('s-3');
  expect(figures?.runningSince).toBe(NOW - HOUR);
  expect([...(figures?.runs ?? [])]).toEqual([
    ['running', 2],
    ['success', 1],
    ['failed', 1],
  ]);
});

test('of the newest so many runs, as in a verdict, those are not that may still change', async () => {
  const failed = { status: 'failed' } as const;
  const told = { ...failed, originalSessionId: 'r', retryNumber: 0, willBeRetried: true };
  const sessions = [running(0.5), ran(2, { id: 'r', ...told }), ran(5, failed), running(6), ran(9)];
  const { figures } = await figuresOfChoice({ last: 1 }, sessions);
  expect([...(figures?.runs ?? [])]).toEqual([
    ['running', 2],
    ['failed', 2],
  ]);
  const singly = await figuresOfChoice({ last: 1, singly: true }, sessions);
  expect([...(singly.figures?.runs ?? [])]).toEqual([
    ['running', 2],
    ['failed', 1],
  ]);
});

test('what a server delivers from before the window is not counted', async () => {
  const { figures } = await figuresOf(ran(2), ran(24.5), ran(26), ran(30, { status: 'failed' }));
  // Half of the run that began half an hour before the window lies in it.
  expect([...(figures?.runs ?? [])]).toEqual([['success', 2]]);
});

test('without a success in the window, the last run is of the window and the success older', async () => {
  const failed = ran(2, { status: 'failed', transferredBytes: 7 });
  const { figures, queries } = await figuresOf(failed, ran(50));
  expect(queries.map(({ statistics }) => statistics)).toEqual([true, false]);
  // The one that was read with its figures.
  expect(figures?.lastRun?.attempts).toEqual([failed]);
  expect(figures?.job).toMatchObject({ failuresInRow: 1, lastSuccessAt: NOW - 49 * HOUR });
  expect([...(figures?.runs ?? [])]).toEqual([['failed', 1]]);
});

test('with nothing in the window, the last run is an older one', async () => {
  const { figures } = await figuresOf(ran(50), ran(74));
  expect([figures?.lastRun?.id, [...(figures?.runs ?? [])]]).toEqual(['s-50', []]);
});

test('where the sessions break off, nothing is counted, and that is noted', async () => {
  const error = new VsiError('REQUEST_FAILED', 'HTTP 500');
  const { figures, missing } = await figuresOf(ran(2), error);
  expect(figures).toEqual({ job: JOB, lastRun: null, runningSince: null, runs: null });
  expect(missing).toEqual(['HTTP 500']);
});
