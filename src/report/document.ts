import type { ReportRun } from '../analysis/report-run.ts';
import type { StatsRow } from '../analysis/stats-group.ts';
import { compareText } from '../model/order.ts';
import { isFailure, isSuccessful } from '../model/status.ts';
import { RETRIES_NOT_KNOWN } from '../output/labels.ts';
import type { CollectedJob } from './collect.ts';
import { solvedSince } from './last-report.ts';
import type {
  BottleneckShare,
  ReportDocument,
  ReportJob,
  ReportServer,
  ReportStatus,
} from './model.ts';
import type { CollectedServer, ReportParts } from './parts.ts';
import { daysOf, weeksOf } from './periods.ts';
import { problemsOf, unreachableOf } from './problems.ts';
import { reasonText } from './reasons.ts';

/** The whole report; every format only renders it. */
export function createDocument(parts: ReportParts): ReportDocument {
  const problems = problemsOf(parts);
  const unreachable = unreachableOf(parts);
  const jobs = parts.servers.flatMap((server) => server.jobs);
  const total = parts.totals.window.total().row;
  const failed = unreachable.length > 0 || problems.some(({ severity }) => severity === 'critical');
  const isWarning = problems.length > 0 || parts.missing.length > 0;
  const status: ReportStatus = failed ? 'failed' : isWarning ? 'warning' : 'success';
  const listed = listedServers(parts);
  const listedRuns = listed.flatMap((server) => server.jobs).flatMap(({ runs }) => runs).length;
  return {
    title: parts.title,
    status,
    generatedAt: parts.generatedAt,
    ...parts.window,
    lastReportAt: parts.last?.at ?? null,
    counts: {
      servers: parts.servers.length + unreachableAlone(parts).length,
      unreachableServers: unreachable.length,
      jobs: jobs.length,
      jobsWithProblems: new Set(problems.map(({ server, jobId }) => `${server}\n${jobId}`)).size,
      problems: problems.length + unreachable.length,
      ...countsOf(total),
    },
    transferredBytes: total.transferredBytes,
    readBytes: total.readBytes,
    processedBytes: total.processedBytes,
    successRate: total.successRate,
    unreachable,
    problems,
    madeGood: madeGoodOf(parts),
    solved: solvedSince(parts.last, problems, answeredWholly(parts)),
    servers: listed,
    unlistedRuns: total.runs - listedRuns,
    bottlenecks: sharesOf(total),
    days: daysOf(parts),
    weeks: weeksOf(parts),
    missing: parts.missing,
    notes: [...retryNotes(total), ...ignoredNotes(jobs)],
    onlyProblems: parts.onlyProblems,
  };
}

function countsOf({ runs, success, warning, failed, stopped, running, queued, other }: StatsRow) {
  return { runs, success, warning, failed, stopped, running, queued, other };
}

function retryNotes({ runs, retriesKnown }: StatsRow): readonly string[] {
  return runs === 0 || retriesKnown ? [] : [RETRIES_NOT_KNOWN];
}

function ignoredNotes(jobs: readonly CollectedJob[]): readonly string[] {
  const names = jobs
    .filter(({ ignoredBy }) => ignoredBy !== null)
    .map(({ health }) => health.job.name)
    .sort(compareText);
  if (names.length === 0) return [];
  return [`Not judged, as servers.yaml says (ignore): ${names.join(', ')}.`];
}

/** A server that answered in part stands among the servers, too. */
function unreachableAlone({ servers, failures }: ReportParts): readonly string[] {
  const answered = new Set(servers.map(({ name }) => name));
  return failures.map(({ server }) => server).filter((server) => !answered.has(server));
}

function answeredWholly({ servers, failures }: ReportParts): ReadonlySet<string> {
  const failed = new Set(failures.map(({ server }) => server));
  return new Set(servers.map(({ name }) => name).filter((name) => !failed.has(name)));
}

/** Failures of the window that a later run made good. */
function madeGoodOf({ servers }: ReportParts): readonly ReportRun[] {
  return servers.flatMap(({ jobs, reasons }) =>
    jobs
      .filter(({ ignoredBy }) => ignoredBy === null)
      .flatMap(({ health, runs }) => runs.filter((run) => isMadeGood(run, health)))
      .map((run) => withReasons(run, reasons)),
  );
}

/** Only a success makes a failure good: of a disabled or tolerated job there may be none. */
function isMadeGood({ status, startedAt }: ReportRun, { runs }: CollectedJob['health']): boolean {
  if (!isFailure(status) || startedAt === null) return false;
  return (runs ?? []).some(
    (later) =>
      isSuccessful(later.status) && later.startedAt !== null && later.startedAt > startedAt,
  );
}

function withReasons(run: ReportRun, reasons: CollectedServer['reasons']): ReportRun {
  const found = reasons.get(run.runId);
  return found === undefined ? run : { ...run, reasons: found.reasons.map(reasonText) };
}

function listedServers({ servers, onlyProblems, compareRuns, limit }: ReportParts) {
  let room = limit;
  const result: ReportServer[] = [];
  for (const { name, product, apiVersion, jobs, reasons } of [...servers].sort(byServerName)) {
    const shown = [...jobs]
      .filter((job) => !onlyProblems || isOfNote(job))
      .sort((a, b) => compareText(a.health.job.name, b.health.job.name))
      .map(({ health, runs, ignoredBy }): ReportJob => {
        const ordered = compareRuns === null ? runs : [...runs].sort(compareRuns);
        const listed = ordered.slice(0, room).map((run) => withReasons(run, reasons));
        room -= listed.length;
        return jobOf(health, { runs: listed, ignored: ignoredBy !== null });
      });
    result.push({ name, product, apiVersion, jobs: shown });
  }
  return result;
}

function byServerName(a: CollectedServer, b: CollectedServer): number {
  return compareText(a.name, b.name);
}

function isOfNote({ health, runs, ignoredBy }: CollectedJob): boolean {
  if (ignoredBy !== null) return false;
  return health.findings.length > 0 || runs.some(({ status }) => isFailure(status));
}

function jobOf(
  { job, severity }: CollectedJob['health'],
  { runs, ignored }: Pick<ReportJob, 'runs' | 'ignored'>,
): ReportJob {
  return {
    server: job.server,
    jobId: job.id,
    jobName: job.name,
    kind: job.kind,
    enabled: job.enabled,
    listed: job.listed,
    judgement: severity,
    ignored,
    lastSuccessAt: job.lastSuccessAt,
    nextRunAt: job.nextRunAt,
    recentStatuses: job.recentStatuses ?? [],
    runs,
  };
}

function sharesOf({ bottlenecks }: StatsRow): readonly BottleneckShare[] {
  const all = bottlenecks.reduce((sum, { runs }) => sum + runs, 0);
  return bottlenecks.map(({ bottleneck, runs }) => ({ bottleneck, runs, share: runs / all }));
}
