import type { Instant } from '../model/instant.ts';
import type { Job } from '../model/job.ts';
import type { Session } from '../model/session.ts';
import { isDecided, isFailure, isLive } from '../model/status.ts';
import { DEFAULT_LIMITS, judge, type Comparison } from './baseline.ts';
import {
  graver,
  severityAt,
  type Finding,
  type HealthLimits,
  type Judgement,
  type Severity,
} from './health-limits.ts';
import {
  ALL_RUNS,
  chooseRuns,
  isJudged,
  isLastRunOf,
  isUnderWay,
  type RunChoice,
} from './run-choice.ts';
import { collectRuns, type Run } from './runs.ts';

/** What a job is judged by. */
export interface JobFacts {
  /** As `withHistory` makes it, or as the server lists it where there was no need to read more. */
  readonly job: Job;
  /** Its sessions, in any order; null where they were not read: then the job's own words must do. */
  readonly sessions: readonly Session[] | null;
}

export interface Circumstances {
  readonly limits: HealthLimits;
  readonly now: Instant;
  /** ALL_RUNS unless given. */
  readonly choice?: RunChoice;
}

/** How a job stands: what is wrong with it, the gravest first. */
export interface JobHealth {
  readonly job: Job;
  /** Those that are judged, newest first; null where the sessions were not read. */
  readonly runs: readonly Run[] | null;
  /** The newest run that has come to an end; null where none is known. */
  readonly lastRun: Run | null;
  readonly findings: readonly Finding[];
  readonly severity: Judgement;
}

/**
 * Judges a job by its runs: what a retry made good is no failure, and a failure whose retry is still to
 * come is none yet. A job that is disabled is judged for that alone: nobody expects runs of it.
 */
export function healthOf(facts: JobFacts, circumstances: Circumstances): JobHealth {
  const { job, sessions } = facts;
  const { choice = ALL_RUNS, now } = circumstances;
  const known = sessions === null ? null : collectRuns(sessions, choice.singly);
  const isFinished = (run: Run): boolean => !isUnderWay(run, choice, now);
  const runs = known === null ? null : chooseRuns(known, choice, isFinished);
  const ended = runs?.filter(isFinished) ?? null;
  const lastRun = ended?.[0] ?? null;
  const findings =
    job.enabled === false
      ? disabled(job, circumstances)
      : [
          ...results({ job, ended }, circumstances),
          ...schedule(job, known, circumstances),
          ...durations({ runs, lastRun, sessions: sessions ?? [] }, circumstances),
        ];
  const sorted = findings.sort((a, b) => graver(a.severity, b.severity));
  return { job, runs, lastRun, findings: sorted, severity: severityOf(facts, sorted) };
}

/** Of all that is known of a job nothing says how it went: that is not the same as well. */
function severityOf({ job, sessions }: JobFacts, findings: readonly Finding[]): Judgement {
  const [gravest] = findings;
  if (gravest !== undefined) return gravest.severity;
  const saysNothing = job.lastStatus === null || job.lastStatus === 'unknown';
  return sessions === null && saysNothing && job.enabled !== false ? 'unknown' : 'ok';
}

interface Ended {
  readonly job: Job;
  readonly ended: readonly Run[] | null;
}

/** What the last runs came to. */
function results({ job, ended }: Ended, circumstances: Circumstances): Finding[] {
  if (ended === null) return ownWords(job, circumstances);
  const { limits, choice = ALL_RUNS } = circumstances;
  const isMeant = ({ status }: Run): boolean => isJudged(status, choice);
  // What a person stopped, and what nobody knows, neither begins a row nor ends one.
  const judged = ended.filter(({ status }) => isDecided(status));
  const failures = firstOnes(judged, (run) => isFailure(run.status) && isMeant(run));
  const warnings = firstOnes(judged, (run) => run.status === 'warning' && isMeant(run));
  const stopped = ended.slice(0, 1).filter((run) => run.status === 'stopped' && isMeant(run));
  return [
    ...found('failed', failures.length, limits.failuresInRow, failures),
    ...found('warning', warnings.length, limits.warningsInRow, warnings),
    ...found('stopped', stopped.length, limits.stopped, stopped),
  ];
}

/** Where no session was read, the server's word for the last run is all there is. */
function ownWords(job: Job, { limits, choice = ALL_RUNS }: Circumstances): Finding[] {
  const { lastStatus, lastRunAt } = job;
  const finding = (concern: 'failed' | 'warning' | 'stopped', limit: HealthLimits['stopped']) =>
    found(concern, 1, limit, []).map((each) => ({ ...each, since: lastRunAt }));
  if (lastStatus === null || !isJudged(lastStatus, choice) || !isLastRunOf(job, choice)) return [];
  if (isFailure(lastStatus)) return finding('failed', limits.failuresInRow);
  if (lastStatus === 'warning') return finding('warning', limits.warningsInRow);
  return lastStatus === 'stopped' ? finding('stopped', limits.stopped) : [];
}

function firstOnes(runs: readonly Run[], isOne: (run: Run) => boolean): readonly Run[] {
  const end = runs.findIndex((run) => !isOne(run));
  return end === -1 ? runs : runs.slice(0, end);
}

/** @param rows newest first: the newest is the one to show, the oldest says since when */
function found(
  concern: Finding['concern'],
  value: number,
  limits: HealthLimits['stopped'],
  rows: readonly Run[],
): Finding[] {
  const severity = severityAt(value, limits);
  if (severity === null) return [];
  const [run = null] = rows;
  return [{ concern, severity, value, since: rows.at(-1)?.startedAt ?? null, run }];
}

/** What should have happened by now and has not. */
function schedule(
  job: Job,
  runs: readonly Run[] | null,
  { limits, now }: Circumstances,
): Finding[] {
  const { lastRunAt, lastSuccessAt, nextRunAt, running, listed } = job;
  const findings: Finding[] = [];
  const add = (concern: Finding['concern'], since: Instant, levels: HealthLimits['stopped']) => {
    const severity = severityAt(now - since, levels);
    if (severity === null) return;
    findings.push({ concern, severity, value: now - since, since, run: null });
  };
  const hasRun = lastRunAt !== null || (runs?.length ?? 0) > 0;
  if (!hasRun) {
    const severity = listed && running !== true ? severityAt(1, limits.neverRun) : null;
    if (severity !== null) {
      findings.push({ concern: 'never-run', severity, value: null, since: null, run: null });
    }
  } else {
    // Of a success that is not known, it is known that it is older than the runs that are.
    add('overdue', lastSuccessAt ?? oldestStart(runs) ?? lastRunAt ?? now, limits.age);
  }
  const lives = running === true || runs?.some(({ status }) => isLive(status)) === true;
  if (nextRunAt !== null && !lives) add('missed', nextRunAt, limits.missedBy);
  return findings;
}

function oldestStart(runs: readonly Run[] | null): Instant | null {
  return runs?.at(-1)?.startedAt ?? null;
}

/** Since when a job is disabled, no server says: at least since its last run. */
function disabled({ lastRunAt }: Job, { limits, now }: Circumstances): Finding[] {
  const value = lastRunAt === null ? Infinity : now - lastRunAt;
  const severity = severityAt(value, limits.disabledFor);
  if (severity === null) return [];
  const known = Number.isFinite(value) ? value : null;
  return [{ concern: 'disabled', severity, value: known, since: lastRunAt, run: null }];
}

interface Timed {
  readonly runs: readonly Run[] | null;
  readonly lastRun: Run | null;
  readonly sessions: readonly Session[];
}

/** What takes too long now, or took too long the last time. A copy job that idles does not run. */
function durations(timed: Timed, circumstances: Circumstances): Finding[] {
  const { runs, lastRun, sessions } = timed;
  const { choice = ALL_RUNS } = circumstances;
  const running = runs?.filter(({ status }) => status === 'running') ?? [];
  const last = lastRun === null ? [] : [lastRun];
  const isMeant = ({ status }: Run): boolean => isJudged(status, choice);
  return [
    ...running.filter(isMeant).flatMap((run) => runningLong(run, sessions, circumstances)),
    ...last.filter(isMeant).flatMap((run) => slow(run, sessions, circumstances)),
  ];
}

function runningLong(
  run: Run,
  sessions: readonly Session[],
  circumstances: Circumstances,
): Finding[] {
  if (run.startedAt === null) return [];
  const { limits, now } = circumstances;
  const taken = now - run.startedAt;
  const severity = graverOf(
    severityAt(taken, limits.runningFor),
    beyondUsual(run, sessions, circumstances)?.severity ?? null,
  );
  if (severity === null) return [];
  return [{ concern: 'running-long', severity, value: taken, since: run.startedAt, run }];
}

function slow(run: Run, sessions: readonly Session[], circumstances: Circumstances): Finding[] {
  const beyond = beyondUsual(run, sessions, circumstances);
  if (beyond === null) return [];
  return [{ concern: 'slow', ...beyond, since: run.startedAt, run }];
}

/** How much longer than usual a run takes, in percent, and how grave that is; a few minutes more never are. */
function beyondUsual(
  run: Run,
  sessions: readonly Session[],
  circumstances: Circumstances,
): Pick<Finding, 'severity' | 'value'> | null {
  const { limits } = circumstances;
  const comparison = comparisonOf(run, sessions, circumstances);
  if (comparison === null) return null;
  const { percent, usual } = comparison;
  const excess = ((percent - 100) / 100) * usual.median * 1000;
  const severity = excess < limits.leastExcess ? null : severityAt(percent, limits.durationPercent);
  return severity === null ? null : { severity, value: percent };
}

function comparisonOf(
  { attempts }: Run,
  sessions: readonly Session[],
  { limits, now }: Circumstances,
): Comparison | null {
  const [only, ...others] = attempts;
  // A retry repeats only what failed: with it a run cannot be compared.
  if (others.length > 0) return null;
  const { warning, critical } = limits.durationPercent;
  const slow = [warning ?? critical ?? Infinity, critical ?? Infinity] as const;
  return judge(only, sessions, { limits: { ...DEFAULT_LIMITS, slow }, now }).duration;
}

function graverOf(a: Severity | null, b: Severity | null): Severity | null {
  if (a === null || b === null) return a ?? b;
  return graver(a, b) <= 0 ? a : b;
}
