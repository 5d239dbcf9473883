import type { ReportRun } from '../../../src/analysis/report-run.ts';
import type { Screen } from '../../../src/output/screen.ts';
import { createTheme } from '../../../src/output/theme.ts';
import type { Problem, ReportDocument, ReportJob } from '../../../src/report/model.ts';

/** 2026-11-24 06:00 UTC. */
export const NOW = Date.UTC(2026, 10, 24, 6);
export const HOUR = 3_600_000;

export const FORGED = '<img src=x onerror=alert(1)>';

export async function plainScreen(changes: Partial<Screen> = {}): Promise<Screen> {
  return {
    width: 78,
    theme: await createTheme({ colorLevel: 0, ascii: false }),
    now: NOW,
    timeZone: 'UTC',
    terminal: false,
    ...changes,
  };
}

export function problem(changes: Partial<Problem>): Problem {
  return {
    server: 'backup1',
    jobId: 'j1',
    jobName: 'SQL',
    kind: 'backup',
    concern: 'failed',
    severity: 'critical',
    since: NOW - 30 * HOUR,
    runsInRow: null,
    seconds: null,
    percent: null,
    isNew: null,
    runId: null,
    reasons: [],
    moreReasons: 0,
    ...changes,
  };
}

export function reportRunOf(changes: Partial<ReportRun>): ReportRun {
  return {
    server: 'backup1',
    jobId: 'j1',
    jobName: 'SQL',
    kind: 'backup',
    runId: 'r1',
    status: 'success',
    startedAt: NOW - 4 * HOUR,
    endedAt: NOW - 3 * HOUR,
    durationSeconds: 3600,
    usualDurationSeconds: 1800,
    durationPercent: 200,
    attempts: 1,
    mode: 'incremental',
    processedBytes: 10 * 1024 ** 3,
    readBytes: 2 * 1024 ** 3,
    transferredBytes: 1024 ** 3,
    transferredPercent: null,
    processedObjects: 12,
    processingRateBytesPerSecond: 5 * 1024 ** 2,
    bottleneck: 'source',
    stageLoads: [{ stage: 'source', percent: 95 }],
    reasons: null,
    ...changes,
  };
}

export function reportJobOf(changes: Partial<ReportJob>): ReportJob {
  return {
    server: 'backup1',
    jobId: 'j1',
    jobName: 'SQL',
    kind: 'backup',
    enabled: true,
    listed: true,
    judgement: 'ok',
    ignored: false,
    lastSuccessAt: NOW - 3 * HOUR,
    nextRunAt: null,
    recentStatuses: ['success', 'failed', 'success'],
    runs: [],
    ...changes,
  };
}

const FAILED_RUN = reportRunOf({
  jobId: 'j2',
  jobName: FORGED,
  runId: 'r2',
  status: 'failed',
  startedAt: NOW - 6 * HOUR,
  endedAt: NOW - 5.5 * HOUR,
  durationSeconds: 1800,
  usualDurationSeconds: null,
  durationPercent: null,
  attempts: 3,
  transferredBytes: null,
  processingRateBytesPerSecond: null,
  bottleneck: null,
  stageLoads: null,
  reasons: ['vm-1: The disk is full'],
});

/** A small night with something of everything in it. */
export function smallReport(changes: Partial<ReportDocument> = {}): ReportDocument {
  return {
    title: 'Nightly',
    status: 'failed',
    generatedAt: NOW,
    since: NOW - 24 * HOUR,
    until: null,
    lastReportAt: NOW - 24 * HOUR,
    counts: {
      servers: 2,
      unreachableServers: 1,
      jobs: 3,
      jobsWithProblems: 2,
      problems: 3,
      runs: 2,
      success: 1,
      warning: 0,
      failed: 1,
      stopped: 0,
      running: 0,
      queued: 0,
      other: 0,
    },
    transferredBytes: 1024 ** 3,
    readBytes: 2 * 1024 ** 3,
    processedBytes: 10 * 1024 ** 3,
    successRate: 0.5,
    unreachable: [
      {
        server: 'dead1',
        code: 'UNREACHABLE',
        message: 'connection refused',
        where: 'https://dead1:9419',
        hint: 'is the service running?',
        isNew: true,
      },
    ],
    problems: [
      problem({
        jobId: 'j2',
        jobName: FORGED,
        runsInRow: 3,
        isNew: false,
        runId: 'r2',
        reasons: [
          {
            object: 'vm-1',
            level: 'critical',
            text: 'The disk is full',
            count: 1,
            examples: ['vm-1'],
          },
          {
            object: null,
            level: 'warning',
            text: 'Mailbox <name> was skipped',
            count: 41,
            examples: ['Anna', 'Bert', 'Carla'],
          },
        ],
        moreReasons: 2,
      }),
      problem({
        jobId: 'j3',
        jobName: 'Archive',
        concern: 'missed',
        severity: 'warning',
        since: NOW - 9 * HOUR,
        seconds: 9 * 3600,
        isNew: true,
      }),
    ],
    madeGood: [],
    solved: [{ server: 'backup1', jobName: 'SQL', concern: 'failed' }],
    servers: [
      {
        name: 'backup1',
        product: 'vbr',
        apiVersion: '1.3-rev1',
        jobs: [
          reportJobOf({
            jobId: 'j2',
            jobName: FORGED,
            judgement: 'critical',
            recentStatuses: ['failed', 'failed', 'failed', 'success'],
            runs: [FAILED_RUN],
          }),
          reportJobOf({
            jobId: 'j3',
            jobName: 'Archive',
            judgement: 'warning',
            recentStatuses: [],
          }),
          reportJobOf({ runs: [reportRunOf({})] }),
        ],
      },
    ],
    unlistedRuns: 0,
    bottlenecks: [{ bottleneck: 'source', runs: 1, share: 1 }],
    days: [
      {
        period: '2026-11-23',
        runs: 0,
        success: 0,
        warning: 0,
        failed: 0,
        successRate: null,
        durationSeconds: null,
        transferredBytes: null,
      },
      {
        period: '2026-11-24',
        runs: 2,
        success: 1,
        warning: 0,
        failed: 1,
        successRate: 0.5,
        durationSeconds: 5400,
        transferredBytes: 1024 ** 3,
      },
    ],
    weeks: [
      {
        period: '2026-W48',
        runs: 2,
        success: 1,
        warning: 0,
        failed: 1,
        successRate: 0.5,
        durationSeconds: 5400,
        transferredBytes: 1024 ** 3,
      },
    ],
    missing: ['rows are missing: HTTP 500 (GET /api/v1/jobs on backup1)'],
    notes: ['A note.'],
    onlyProblems: false,
    ...changes,
  };
}

/** A night in which all went well. */
export function goodReport(): ReportDocument {
  const { counts, ...small } = smallReport();
  return {
    ...small,
    status: 'success',
    counts: {
      ...counts,
      unreachableServers: 0,
      jobsWithProblems: 0,
      problems: 0,
      success: 2,
      failed: 0,
    },
    unreachable: [],
    problems: [],
    solved: [],
    missing: [],
    notes: [],
  };
}
