import { judge, LOOKBACK_SESSIONS, NO_VERDICT, type MarkLimits } from '../analysis/baseline.ts';
import type { CalendarPlace } from '../analysis/calendar-days.ts';
import { healthOf, type JobHealth } from '../analysis/health.ts';
import type { AppliedLimits } from '../analysis/check-limits.ts';
import { withHistory } from '../analysis/job-history.ts';
import { reportRun, type ReportRun } from '../analysis/report-run.ts';
import { jobAsOf } from '../analysis/run-choice.ts';
import { createRunCollector, type Run } from '../analysis/runs.ts';
import { createStatistics, type Statistics } from '../analysis/statistics.ts';
import type { Instant } from '../model/instant.ts';
import { newJob, type Job } from '../model/job.ts';
import { overlaps, type TimeWindow } from '../model/selection.ts';
import type { Session } from '../model/session.ts';
import { isSuccessful, type Status } from '../model/status.ts';

/** How a report looks at sessions. */
export interface Viewpoint {
  /** The moment that the report is about: now, or the end of a window in the past. */
  readonly now: Instant;
  /** Whether that is in the past: what servers list of their jobs is how these stand today. */
  readonly isPast: boolean;
  /** The window on the clock of the session's server. */
  readonly windowOf: (session: Session | undefined) => TimeWindow;
  /** By what a job is judged, and whether it is. */
  readonly limitsOf: (job: Job) => Pick<AppliedLimits, 'limits' | 'ignoredBy'>;
  readonly marks: MarkLimits;
  readonly calendar: (instant: Instant, utcOffsetMinutes: number | null) => CalendarPlace;
  /** By the run's final result; null = all. */
  readonly statuses: readonly Status[] | null;
  /** The newest so many of each job. */
  readonly last: number;
  /** Every session is a run of its own. */
  readonly singly: boolean;
}

/** What is counted over all servers together. */
export interface Totals {
  /** Runs of the window. */
  readonly window: Statistics;
  /** Runs of the whole history, by day and by week. */
  readonly days: Statistics;
  readonly weeks: Statistics;
}

/** Totals of no run yet. */
export function createTotals({ calendar }: Pick<Viewpoint, 'calendar'>): Totals {
  return {
    window: createStatistics({ by: [], calendar }),
    days: createStatistics({ by: ['day'], calendar }),
    weeks: createStatistics({ by: ['week'], calendar }),
  };
}

/** A job as its sessions show it. */
export interface CollectedJob {
  readonly health: JobHealth;
  /** Who says that it is not judged; null: it is. */
  readonly ignoredBy: string | null;
  /** Runs of the window, newest first. */
  readonly runs: readonly ReportRun[];
}

/** Takes one server's sessions, newest first, and makes of them what the report needs. */
export interface ServerCollector {
  readonly add: (session: Session) => void;
  readonly end: () => readonly CollectedJob[];
}

/**
 * The history may be long (a job that runs every five minutes has 8,640 sessions in 30 days): of each
 * job only so many sessions are remembered as a comparison needs, the rest is counted.
 */
export function createServerCollector(
  jobs: readonly Job[],
  view: Viewpoint,
  totals: Totals,
): ServerCollector {
  const entries = new Map<string, JobEntry>(jobs.map((job) => [job.id, new JobEntry(job, view)]));
  const runs = createRunCollector(view.singly);

  function entryOf(session: Session): JobEntry {
    const key = session.jobId ?? session.jobName ?? session.id;
    const known = entries.get(key) ?? new JobEntry(unlistedJob(session), view);
    entries.set(key, known);
    return known;
  }

  function count(run: Run): void {
    const [first] = run.attempts;
    if (view.statuses !== null && !view.statuses.includes(run.status)) return;
    totals.days.add(run);
    totals.weeks.add(run);
    const times = { createdAt: run.startedAt, endedAt: run.endedAt };
    if (!overlaps(times, view.windowOf(first))) return;
    if (entryOf(first).addRun(run)) totals.window.add(run);
  }

  return {
    add: (session) => {
      const { until } = view.windowOf(session);
      if (until !== null && session.createdAt !== null && session.createdAt >= until) return;
      if (session.parentSessionId !== null) return;
      entryOf(session).add(session);
      runs.add(session).forEach(count);
    },
    end: () => {
      runs.end().forEach(count);
      return [...entries.values()].flatMap((entry) => entry.result());
    },
  };
}

/** A job that the server does not list: what its sessions say is all there is. */
function unlistedJob({ server, product, jobId, jobName, name, id, kind, type }: Session): Job {
  return newJob({
    id: jobId ?? jobName ?? id,
    server,
    product,
    name: jobName ?? name ?? jobId ?? id,
    kind,
    type,
    listed: false,
  });
}

/** A row of failures that is longer than this is told as long as this. */
const MOST_SESSIONS = 1000;

/** One job while its sessions come in, newest first. */
class JobEntry {
  readonly #job: Job;
  readonly #view: Viewpoint;
  /** The newest ones: what the job is judged by. */
  readonly #newest: Session[] = [];
  #hasSuccess = false;
  readonly #rows: ReportRun[] = [];
  /** Runs of the window that wait for the sessions before them, and those that came since. */
  #waiting: { readonly run: Run; readonly only: Session }[] = [];
  #older: Session[] = [];

  constructor(job: Job, view: Viewpoint) {
    this.#job = view.isPast ? jobAsOf(job, view.now) : job;
    this.#view = view;
  }

  add(session: Session): void {
    const isEnough = this.#hasSuccess && this.#newest.length > LOOKBACK_SESSIONS;
    if (!isEnough && this.#newest.length < MOST_SESSIONS) this.#newest.push(session);
    this.#hasSuccess ||= isSuccessful(session.status);
    if (this.#waiting.length > 0) this.#older.push(session);
    while (this.#older.length >= LOOKBACK_SESSIONS && this.#compare(LOOKBACK_SESSIONS));
    if (this.#waiting.length === 0) this.#older = [];
  }

  /** Notes a run of the window. False: it is beyond --last. */
  addRun(run: Run): boolean {
    if (this.#rows.length + this.#waiting.length >= this.#view.last) return false;
    const [only, ...others] = run.attempts;
    if (others.length > 0) this.#rows.push(reportRun(run, NO_VERDICT));
    else this.#waiting.push({ run, only });
    return true;
  }

  /** Compares the newest waiting run if so many sessions before it are there. */
  #compare(enough: number): boolean {
    const [next, ...others] = this.#waiting;
    if (next === undefined) return false;
    const { marks: limits, now } = this.#view;
    const { createdAt } = next.only;
    const before = this.#older.filter((other) => isBefore(other, createdAt));
    if (before.length < enough) return false;
    this.#rows.push(reportRun(next.run, judge(next.only, before, { limits, now })));
    this.#waiting = others;
    if (createdAt !== null) this.#older = before;
    return true;
  }

  result(): readonly CollectedJob[] {
    while (this.#compare(0));
    // What is listed nowhere and did not run of late is a thing of the past.
    if (!this.#job.listed && this.#rows.length === 0) return [];
    const { limitsOf, now } = this.#view;
    const job = withHistory(this.#job, this.#newest);
    const { limits, ignoredBy } = limitsOf(job);
    const health = healthOf({ job, sessions: this.#newest }, { limits, now });
    const told = ignoredBy === null ? health : unjudged(health);
    return [{ health: told, ignoredBy, runs: this.#rows.sort(newestRunFirst) }];
  }
}

/** Nothing is wrong with what nobody judges. */
function unjudged(health: JobHealth): JobHealth {
  return { ...health, findings: [], severity: 'ok' };
}

function isBefore({ createdAt }: Session, moment: Instant | null): boolean {
  return createdAt !== null && moment !== null && createdAt < moment;
}

function newestRunFirst(a: ReportRun, b: ReportRun): number {
  const order = (b.startedAt ?? -Infinity) - (a.startedAt ?? -Infinity);
  return Number.isNaN(order) ? 0 : order;
}
