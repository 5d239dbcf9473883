import type { Finding } from '../analysis/health-limits.ts';
import type { ReportRun } from '../analysis/report-run.ts';
import type { StatsGroup, StatsRow } from '../analysis/statistics.ts';
import type { VsiError } from '../model/errors.ts';
import type { Instant } from '../model/instant.ts';
import { compareText } from '../model/order.ts';
import type { Product } from '../model/product.ts';
import { isFailure, isSuccessful } from '../model/status.ts';
import type { CollectedJob, Totals, Viewpoint } from './collect.ts';
import type {
  BottleneckShare,
  Problem,
  ReportDocument,
  ReportJob,
  ReportPeriod,
  ReportServer,
  ReportStatus,
  Solved,
  Unreachable,
} from './model.ts';
import { NO_REASONS, reasonText, type Reasons } from './reasons.ts';
import { CONCERN_ORDER } from './wording.ts';

/** What one server answered. */
export interface CollectedServer {
  readonly name: string;
  readonly product: Product;
  readonly apiVersion: string;
  readonly jobs: readonly CollectedJob[];
  /** By the run's id. */
  readonly reasons: ReadonlyMap<string, Reasons>;
}

/** What the last report with the same question said. */
export interface LastReport {
  readonly at: Instant;
  /** As `problemKey` and `unreachableKey` write them. */
  readonly problems: readonly KnownProblem[];
}

/** One problem as it is remembered. */
export interface KnownProblem {
  readonly server: string;
  /** null: the server itself. */
  readonly jobId: string | null;
  readonly jobName: string | null;
  readonly concern: string;
}

/** What a document is made from. */
export interface ReportParts {
  readonly title: string;
  readonly generatedAt: Instant;
  readonly window: { readonly since: Instant; readonly until: Instant | null };
  /** The beginning of what the servers were asked for: days and weeks before it are not known. */
  readonly historySince: Instant;
  readonly servers: readonly CollectedServer[];
  readonly failures: readonly { readonly server: string; readonly error: VsiError }[];
  /** Null: this is the first one, or it is not known. */
  readonly last: LastReport | null;
  readonly totals: Totals;
  readonly calendar: Viewpoint['calendar'];
  /** What could not be read, a sentence each. */
  readonly missing: readonly string[];
  readonly onlyProblems: boolean;
  /** Another order of a server's runs; null = by job, newest first. */
  readonly compareRuns: ((a: ReportRun, b: ReportRun) => number) | null;
  /** How many runs are listed; Infinity = all. */
  readonly limit: number;
}

/** What makes a server that is not reached a problem that can be remembered. */
export const UNREACHABLE = 'unreachable';

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
    solved: solvedOf(parts, problems, unreachable),
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
  if (runs === 0 || retriesKnown) return [];
  return ['A server does not tell which sessions are retries: those count as runs.'];
}

function ignoredNotes(jobs: readonly CollectedJob[]): readonly string[] {
  const names = jobs
    .filter(({ ignoredBy }) => ignoredBy !== null)
    .map(nameOf)
    .sort(compareText);
  if (names.length === 0) return [];
  return [`Not judged, as servers.yaml says (ignore): ${names.join(', ')}.`];
}

function nameOf({ health }: CollectedJob): string {
  return health.job.name;
}

/** A server that answered in part stands among the servers, too. */
function unreachableAlone({ servers, failures }: ReportParts): readonly string[] {
  const answered = new Set(servers.map(({ name }) => name));
  return failures.map(({ server }) => server).filter((server) => !answered.has(server));
}

function unreachableOf({ failures, last }: ReportParts): readonly Unreachable[] {
  return failures.map(({ server, error }) => ({
    server,
    code: error.code,
    message: error.message,
    where: error.where,
    hint: error.hint,
    isNew: isNew(last, { server, jobId: null, concern: UNREACHABLE }),
  }));
}

function isNew(last: LastReport | null, problem: Omit<KnownProblem, 'jobName'>): boolean | null {
  return last === null ? null : !last.problems.some((known) => isSame(known, problem));
}

function isSame(a: Omit<KnownProblem, 'jobName'>, b: Omit<KnownProblem, 'jobName'>): boolean {
  return a.server === b.server && a.jobId === b.jobId && a.concern === b.concern;
}

/** By what is wrong, the gravest first; equal ones by server and job. */
function problemsOf(parts: ReportParts): readonly Problem[] {
  return parts.servers
    .flatMap((server) =>
      server.jobs.flatMap(({ health }) =>
        health.findings.map((finding) => problemOf(finding, { health, server, last: parts.last })),
      ),
    )
    .sort(
      (a, b) =>
        CONCERN_ORDER.indexOf(a.concern) - CONCERN_ORDER.indexOf(b.concern) ||
        compareText(a.severity, b.severity) ||
        compareText(a.server, b.server) ||
        compareText(a.jobName, b.jobName),
    );
}

interface ProblemPlace {
  readonly health: CollectedJob['health'];
  readonly server: CollectedServer;
  readonly last: LastReport | null;
}

function problemOf(finding: Finding, { health, server, last }: ProblemPlace): Problem {
  const { concern, value, run } = finding;
  const { job } = health;
  const inRow = concern === 'failed' || concern === 'warning';
  const isPercent = concern === 'slow';
  const isTime = !inRow && !isPercent && concern !== 'stopped';
  const hasReasons = inRow || concern === 'stopped';
  const found = hasReasons ? (server.reasons.get(run?.id ?? '') ?? NO_REASONS) : NO_REASONS;
  return {
    server: job.server,
    jobId: job.id,
    jobName: job.name,
    kind: job.kind,
    concern,
    severity: finding.severity,
    since: finding.since,
    runsInRow: inRow ? value : null,
    seconds: isTime && value !== null ? Math.round(value / 1000) : null,
    percent: isPercent && value !== null ? Math.round(value) : null,
    isNew: isNew(last, { server: job.server, jobId: job.id, concern }),
    runId: run?.id ?? null,
    reasons: found.reasons,
    moreReasons: found.more,
    utcOffsetMinutes: run?.attempts[0]?.utcOffsetMinutes ?? job.utcOffsetMinutes ?? null,
  };
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

/** Of a server that did not answer nobody knows what has been solved. */
function solvedOf(
  { last, servers, failures }: ReportParts,
  problems: readonly Problem[],
  unreachable: readonly Unreachable[],
): readonly Solved[] {
  const silent = new Set(failures.map(({ server }) => server));
  const answered = new Set(servers.map(({ name }) => name));
  const present = [
    ...problems,
    ...unreachable.map(({ server }) => ({ server, jobId: null, concern: UNREACHABLE })),
  ];
  return (last?.problems ?? [])
    .filter(({ server }) => answered.has(server) && !silent.has(server))
    .filter((known) => !present.some((problem) => isSame(known, problem)))
    .map(({ server, jobName, concern }) => ({ server, jobName, concern }));
}

/** What is to be remembered until the next report: of servers that did not answer, what was known. */
export function rememberedProblems(
  { problems, unreachable }: ReportDocument,
  last: LastReport | null,
): readonly KnownProblem[] {
  const silent = new Set(unreachable.map(({ server }) => server));
  const kept = (last?.problems ?? []).filter(
    ({ server, concern }) => silent.has(server) && concern !== UNREACHABLE,
  );
  const present = problems.map(({ server, jobId, jobName, concern }) => {
    return { server, jobId, jobName, concern };
  });
  const known = kept.filter((old) => !present.some((problem) => isSame(old, problem)));
  const dead = unreachable.map(({ server }) => {
    return { server, jobId: null, jobName: null, concern: UNREACHABLE };
  });
  return [...present, ...known, ...dead];
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

/** Two weeks, or the window where it is longer, but no more than a page holds. */
const FEWEST_DAYS = 14;
const MOST_DAYS = 31;
const DAY = 86_400_000;

/** The last days, oldest first; days without a run are there, too. */
function daysOf({ totals, calendar, generatedAt, window, historySince }: ReportParts) {
  const known = new Map(totals.days.groups().map((group) => [group.row.day, group]));
  const end = Math.min(generatedAt, (window.until ?? Infinity) - 1);
  const length = Math.ceil((end - window.since) / DAY);
  const count = Math.min(Math.max(length, FEWEST_DAYS), MOST_DAYS);
  const days: string[] = [];
  // Steps of half a day: a day may have 23 or 25 hours.
  for (let at = end; days.length < count && at >= historySince; at -= DAY / 2) {
    const { day } = calendar(at, null);
    if (days[0] !== day) days.unshift(day);
  }
  return days.map((day) => periodOf(day, known.get(day)));
}

/** The weeks that the history covers from their first day on, and the present one. */
function weeksOf({ totals, calendar, historySince }: ReportParts): readonly ReportPeriod[] {
  const cut = calendar(historySince, null).week;
  const isWhole = calendar(historySince - 1, null).week !== cut;
  return totals.weeks
    .groups()
    .filter(({ row }) => row.week !== null && (row.week > cut || (isWhole && row.week === cut)))
    .map((group) => periodOf(group.row.week ?? '', group));
}

function periodOf(period: string, group: StatsGroup | undefined): ReportPeriod {
  const durations = group?.durations ?? [];
  const row = group?.row;
  return {
    period,
    runs: row?.runs ?? 0,
    success: row?.success ?? 0,
    warning: row?.warning ?? 0,
    failed: row?.failed ?? 0,
    successRate: row?.successRate ?? null,
    durationSeconds:
      durations.length === 0 ? null : durations.reduce((sum, seconds) => sum + seconds, 0),
    transferredBytes: row?.transferredBytes ?? null,
  };
}
