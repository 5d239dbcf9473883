import type { Concern, Severity } from '../analysis/health-limits.ts';
import type { ReportRun } from '../analysis/report-run.ts';
import type { StatsRow } from '../analysis/stats-group.ts';
import type { Instant } from '../model/instant.ts';
import type { Kind } from '../model/kind.ts';
import type { Product } from '../model/product.ts';
import type { Status } from '../model/status.ts';

/** What the report comes to: the worst of what it found, as Veeam's mails say it. */
export type ReportStatus = 'success' | 'warning' | 'failed';

/** Why a run failed or warned, in the server's words. */
export interface Reason {
  /** The machine, mailbox or site; null where the server names none, and where several share it. */
  readonly object: string | null;
  readonly level: Severity;
  /** Where several share it, with placeholders for what differs: `Mailbox <name> was skipped`. */
  readonly text: string;
  /** How often it was given. */
  readonly count: number;
  /** Some of the objects that it is about; empty where none is named. */
  readonly examples: readonly string[];
}

/** One thing that is wrong with one job. */
export interface Problem {
  readonly server: string;
  readonly jobId: string;
  readonly jobName: string;
  readonly kind: Kind;
  readonly concern: Concern;
  readonly severity: Severity;
  /** Since when: the first run of the row, the last success, the time it was due; null = not known. */
  readonly since: Instant | null;
  /** How many runs in a row (failed, warning); else null. */
  readonly runsInRow: number | null;
  /** For how long already (overdue, missed, disabled, running-long); else null. */
  readonly seconds: number | null;
  /** Of the usual duration (slow); else null. */
  readonly percent: number | null;
  /** Whether the last report did not have it; null where there was none. */
  readonly isNew: boolean | null;
  /** The run that shows it; null where it is no run's. */
  readonly runId: string | null;
  readonly reasons: readonly Reason[];
  /** How many further reasons there are. */
  readonly moreReasons: number;
  /** As in Session; not printed. */
  readonly utcOffsetMinutes?: number | null;
}

/** A problem of the last report that is there no more. */
export interface Solved {
  readonly server: string;
  /** null: the server itself was not reached. */
  readonly jobName: string | null;
  readonly concern: string;
}

/** A server that did not answer, or not to the end. */
export interface Unreachable {
  readonly server: string;
  /** As in model/errors.ts. */
  readonly code: string;
  readonly message: string;
  readonly where: string | null;
  /** What to do about it. */
  readonly hint: string | null;
  readonly isNew: boolean | null;
}

/** One job with its runs in the window. */
export interface ReportJob {
  readonly server: string;
  /** null: known from sessions that name no job. */
  readonly jobId: string | null;
  readonly jobName: string;
  readonly kind: Kind;
  readonly enabled: boolean | null;
  readonly listed: boolean;
  readonly judgement: Severity | 'ok' | 'unknown';
  /** Whether the settings file says that it is not judged (`ignore: true`). */
  readonly ignored: boolean;
  readonly lastSuccessAt: Instant | null;
  readonly nextRunAt: Instant | null;
  /** Newest first, up to 14. */
  readonly recentStatuses: readonly Status[];
  readonly runs: readonly ReportRun[];
}

/** A server that answered, with its jobs by name. */
export interface ReportServer {
  readonly name: string;
  readonly product: Product;
  readonly apiVersion: string;
  readonly jobs: readonly ReportJob[];
}

/** What all runs of the window come to. */
export interface ReportCounts {
  /** All that were asked. */
  readonly servers: number;
  readonly unreachableServers: number;
  readonly jobs: number;
  readonly jobsWithProblems: number;
  readonly problems: number;
  readonly runs: number;
  readonly success: number;
  readonly warning: number;
  readonly failed: number;
  readonly stopped: number;
  readonly running: number;
  readonly queued: number;
  readonly other: number;
}

/** The runs of one day or week: as a stats row, with the time that they took in all. */
export interface ReportPeriod {
  /** `2026-11-22` or `2026-W47`. */
  readonly period: string;
  readonly runs: number;
  readonly success: number;
  readonly warning: number;
  readonly failed: number;
  readonly successRate: number | null;
  /** Of success, warning and failed runs; null without any. */
  readonly durationSeconds: number | null;
  readonly transferredBytes: StatsRow['transferredBytes'];
}

/** In how many of the window's runs a stage was the slowest. */
export interface BottleneckShare {
  readonly bottleneck: string;
  readonly runs: number;
  /** 0 to 1, of the runs that name one. */
  readonly share: number;
}

/** The report: what every format renders, and what `--format json` prints. */
export interface ReportDocument {
  readonly title: string;
  readonly status: ReportStatus;
  readonly generatedAt: Instant;
  readonly since: Instant;
  /** null: up to now. */
  readonly until: Instant | null;
  /** When the last report with the same question was made; null where there was none. */
  readonly lastReportAt: Instant | null;
  readonly counts: ReportCounts;
  readonly transferredBytes: StatsRow['transferredBytes'];
  readonly readBytes: StatsRow['readBytes'];
  readonly processedBytes: StatsRow['processedBytes'];
  readonly successRate: number | null;
  readonly unreachable: readonly Unreachable[];
  /** In the order in which they are to be read. */
  readonly problems: readonly Problem[];
  /** Runs of the window that failed, of jobs whose later run did not. */
  readonly madeGood: readonly ReportRun[];
  readonly solved: readonly Solved[];
  readonly servers: readonly ReportServer[];
  /** How many runs of the window the servers' parts do not list (--limit, --only-problems). */
  readonly unlistedRuns: number;
  readonly bottlenecks: readonly BottleneckShare[];
  /** Oldest first. */
  readonly days: readonly ReportPeriod[];
  readonly weeks: readonly ReportPeriod[];
  /** What could not be read, a sentence each: with it nobody can say that all is well. */
  readonly missing: readonly string[];
  /** What is to be known of the numbers, a sentence each. */
  readonly notes: readonly string[];
  /** Whether what is well is left out. */
  readonly onlyProblems: boolean;
}
