import type { ReportRun } from '../analysis/report-run.ts';
import { formatInstant, type Instant } from '../model/instant.ts';
import type { Int64 } from '../model/int64.ts';
import { toJsonRecord } from '../output/records/field.ts';
import { REPORT_RUN_RECORD } from '../output/records/report-run.ts';
import type { Problem, ReportDocument, ReportJob, ReportPeriod } from './model.ts';
import { headline } from './wording.ts';

/**
 * The document as JSON: the keys are those of `ReportDocument`, always present; times ISO 8601 in UTC,
 * integers beyond 2^53 as text. Later versions only append keys (schema/report.json).
 */
export function renderJson(report: ReportDocument): string {
  return `${JSON.stringify(jsonReport(report), null, 2)}\n`;
}

function jsonReport(report: ReportDocument): object {
  return {
    title: report.title,
    status: report.status,
    headline: headline(report),
    generatedAt: time(report.generatedAt),
    since: time(report.since),
    until: time(report.until),
    lastReportAt: time(report.lastReportAt),
    counts: report.counts,
    successRate: report.successRate,
    transferredBytes: integer(report.transferredBytes),
    readBytes: integer(report.readBytes),
    processedBytes: integer(report.processedBytes),
    unreachable: report.unreachable,
    problems: report.problems.map(problem),
    madeGood: report.madeGood.map(run),
    solved: report.solved,
    servers: report.servers.map((server) => ({ ...server, jobs: server.jobs.map(job) })),
    unlistedRuns: report.unlistedRuns,
    bottlenecks: report.bottlenecks,
    days: report.days.map(period),
    weeks: report.weeks.map(period),
    missing: report.missing,
    notes: report.notes,
    onlyProblems: report.onlyProblems,
  };
}

function problem(row: Problem): object {
  return {
    server: row.server,
    jobId: row.jobId,
    jobName: row.jobName,
    kind: row.kind,
    concern: row.concern,
    severity: row.severity,
    since: time(row.since),
    runsInRow: row.runsInRow,
    seconds: row.seconds,
    percent: row.percent,
    isNew: row.isNew,
    runId: row.runId,
    reasons: row.reasons,
    moreReasons: row.moreReasons,
  };
}

function job({ lastSuccessAt, nextRunAt, runs, ...others }: ReportJob): object {
  return {
    ...others,
    lastSuccessAt: time(lastSuccessAt),
    nextRunAt: time(nextRunAt),
    runs: runs.map(run),
  };
}

function run(row: ReportRun): object {
  return toJsonRecord(REPORT_RUN_RECORD, row);
}

function period(row: ReportPeriod): object {
  return { ...row, transferredBytes: integer(row.transferredBytes) };
}

function time(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}

function integer(value: Int64 | null): number | string | null {
  return typeof value === 'bigint' ? value.toString() : value;
}
