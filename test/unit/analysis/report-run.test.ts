import { expect, test } from '@jest/globals';
import { NO_VERDICT, type Comparison, type Verdict } from '../../../src/analysis/baseline.ts';
import { reportRun, type ReportRun } from '../../../src/analysis/report-run.ts';
import { collectRuns } from '../../../src/analysis/runs.ts';
import type { Session } from '../../../src/model/session.ts';
import { MINUTE, session } from './support.ts';

function reported(
  sessions: readonly Session[],
  verdict: Verdict = NO_VERDICT,
): ReportRun | undefined {
  return collectRuns(sessions).map((run) => reportRun(run, verdict))[0];
}

const failed = session('o', 0, {
  originalSessionId: 'o',
  retryNumber: 0,
  status: 'failed',
  kind: 'copy',
  mode: 'full',
  processedBytes: 100,
  readBytes: 10,
  transferredBytes: 1,
  processedObjects: 3,
  processingRateBytesPerSecond: 50,
  bottleneck: 'source',
  utcOffsetMinutes: 60,
});
const retry = session('r', 30, {
  originalSessionId: 'o',
  retryNumber: 1,
  kind: 'copy',
  mode: 'incremental',
  processedBytes: 20,
  readBytes: null,
  transferredBytes: 2,
  processedObjects: 1,
  processingRateBytesPerSecond: 70,
  bottleneck: 'target',
  stageLoads: [{ stage: 'target', percent: 90 }],
});

test('a run with its retry: what it is by the first attempt, amounts of all, the rest by the last', () => {
  expect(reported([failed, retry])).toEqual({
    server: 's',
    jobId: 'J',
    jobName: 'Mail',
    kind: 'copy',
    runId: 'o',
    status: 'success',
    startedAt: 0,
    endedAt: 40 * MINUTE,
    durationSeconds: 2400,
    usualDurationSeconds: null,
    durationPercent: null,
    attempts: 2,
    mode: 'full',
    processedBytes: 120,
    readBytes: 10,
    transferredBytes: 3,
    transferredPercent: null,
    processedObjects: 4,
    processingRateBytesPerSecond: 70,
    bottleneck: 'target',
    stageLoads: [{ stage: 'target', percent: 90 }],
    reasons: null,
    utcOffsetMinutes: 60,
  });
});

test('what is usual is named, percentages are whole', () => {
  const than = (median: number, percent: number): Comparison => ({
    percent,
    mark: 'usual',
    usual: { runs: 5, median, p95: median },
  });
  const verdict = { duration: than(300, 133.4), transferred: than(1000, 99.5) };
  expect(reported([retry], verdict)).toMatchObject({
    usualDurationSeconds: 300,
    durationPercent: 133,
    transferredPercent: 100,
  });
});

test('what no attempt tells is null; a job without a name has its session’s', () => {
  expect(reported([session('a', 0, { jobName: null, name: 'Backup 7' })])).toMatchObject({
    jobName: 'Backup 7',
    processedBytes: null,
    readBytes: null,
    transferredBytes: null,
    processedObjects: null,
    processingRateBytesPerSecond: null,
    bottleneck: null,
    stageLoads: null,
    utcOffsetMinutes: null,
  });
  expect(reported([session('a', 0, { jobName: null, mode: null })])).toMatchObject({
    jobName: null,
    mode: null,
  });
});

test('a rate is that of the last attempt which moved something and is over', () => {
  const rateOf = (last: Partial<Session>) =>
    reported([failed, { ...retry, ...last }])?.processingRateBytesPerSecond;
  expect(rateOf({ processingRateBytesPerSecond: 0 })).toBe(50);
  expect(rateOf({ processingRateBytesPerSecond: null })).toBe(50);
  expect(rateOf({ status: 'running', endedAt: null })).toBe(50);
  expect(rateOf({ processingRateBytesPerSecond: 9007199254740993n })).toBe(9007199254740993n);
});
