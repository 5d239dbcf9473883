import { sumInt64, toNumber, type Int64 } from '../model/int64.ts';
import type { Instant } from '../model/instant.ts';
import type { Kind, Mode } from '../model/kind.ts';
import type { Session, StageLoad } from '../model/session.ts';
import { isLive, type Status } from '../model/status.ts';
import type { Comparison, Verdict } from './baseline.ts';
import { bottleneckOf, type Run } from './runs.ts';

/** One run in the report; keys and their order are the record's, and the columns of its csv. */
export interface ReportRun {
  readonly server: string;
  readonly jobId: string | null;
  readonly jobName: string | null;
  readonly kind: Kind | null;
  /** Id of the run's original session. */
  readonly runId: string;
  readonly status: Status;
  readonly startedAt: Instant | null;
  /** null while it lives. */
  readonly endedAt: Instant | null;
  readonly durationSeconds: number | null;
  /** Median of the job's comparable runs before it; null where too few tell it. */
  readonly usualDurationSeconds: number | null;
  /** Of the usual duration; of a running one only once it takes too long. */
  readonly durationPercent: number | null;
  readonly attempts: number;
  readonly mode: Mode | null;
  /** Sums over all attempts; null where none tells it. */
  readonly processedBytes: Int64 | null;
  readonly readBytes: Int64 | null;
  readonly transferredBytes: Int64 | null;
  /** Of the amount that is usual. */
  readonly transferredPercent: number | null;
  readonly processedObjects: Int64 | null;
  /** Of the last attempt that tells one. */
  readonly processingRateBytesPerSecond: Int64 | null;
  readonly bottleneck: string | null;
  readonly stageLoads: readonly StageLoad[] | null;
  /** Why it failed or warned: `object: reason`; null where that was not asked for. */
  readonly reasons: readonly string[] | null;
  /** As in Session; no part of the record. */
  readonly utcOffsetMinutes?: number | null;
}

/** What the report tells of a run, beside what is usual for its job. */
export function reportRun(run: Run, verdict: Verdict): ReportRun {
  const [first] = run.attempts;
  const named = bottleneckOf(run);
  const { duration, transferred } = verdict;
  return {
    server: run.server,
    jobId: run.jobId,
    jobName: run.jobName ?? first.name ?? null,
    kind: first.kind,
    runId: run.id,
    status: run.status,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    durationSeconds: run.durationSeconds,
    usualDurationSeconds: duration?.usual.median ?? null,
    durationPercent: percentOf(duration),
    attempts: run.attempts.length,
    mode: first.mode,
    processedBytes: sumInt64(run.attempts.map(({ processedBytes }) => processedBytes)),
    readBytes: sumInt64(run.attempts.map(({ readBytes }) => readBytes)),
    transferredBytes: sumInt64(run.attempts.map(({ transferredBytes }) => transferredBytes)),
    transferredPercent: percentOf(transferred),
    processedObjects: sumInt64(run.attempts.map(({ processedObjects }) => processedObjects)),
    processingRateBytesPerSecond: rateOf(run.attempts),
    bottleneck: named?.bottleneck ?? null,
    stageLoads: named?.stageLoads ?? null,
    reasons: null,
    utcOffsetMinutes: first.utcOffsetMinutes ?? null,
  };
}

function percentOf(comparison: Comparison | null): number | null {
  return comparison === null ? null : Math.round(comparison.percent);
}

/** 0 stands for a session that moved nothing, and says nothing of a rate. */
function rateOf(attempts: readonly Session[]): Int64 | null {
  const telling = attempts.findLast(
    ({ processingRateBytesPerSecond: rate, status }) => toNumber(rate ?? 0) > 0 && !isLive(status),
  );
  return telling?.processingRateBytesPerSecond ?? null;
}
