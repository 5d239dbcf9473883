import type { Instant } from '../model/instant.ts';
import { addKnown, type Int64 } from '../model/int64.ts';
import type { Kind } from '../model/kind.ts';
import { compareText } from '../model/order.ts';
import type { Session } from '../model/session.ts';
import { isLive, isSuccessful, type Status } from '../model/status.ts';
import { spreadOf } from './quantiles.ts';
import { bottleneckOf, type Run } from './runs.ts';

/** In how many runs a stage was the bottleneck. */
export interface BottleneckCount {
  readonly bottleneck: string;
  readonly runs: number;
}

/** The statistics of one group of runs; keys and their order are the record's (contract section 3). */
export interface StatsRow {
  readonly server: string | null;
  readonly jobId: string | null;
  readonly jobName: string | null;
  readonly kind: Kind | null;
  readonly day: string | null;
  readonly week: string | null;
  readonly runs: number;
  readonly attempts: number;
  readonly success: number;
  readonly warning: number;
  readonly failed: number;
  readonly stopped: number;
  readonly running: number;
  readonly queued: number;
  /** idle, disconnected, not-configured, none and unknown. */
  readonly other: number;
  /** success ÷ (success + warning + failed), 0 to 1; null without any of them. */
  readonly successRate: number | null;
  readonly successOrWarningRate: number | null;
  /** Over success, warning and failed runs, from the first start to the last end. */
  readonly durationMedianSeconds: number | null;
  readonly durationP95Seconds: number | null;
  readonly durationMaxSeconds: number | null;
  /** The sums are over all attempts; null where none tells it. */
  readonly transferredBytes: Int64 | null;
  readonly readBytes: Int64 | null;
  readonly processedBytes: Int64 | null;
  readonly processedObjects: Int64 | null;
  /** Most frequent first. */
  readonly bottlenecks: readonly BottleneckCount[];
  /** End of the newest run with success or warning. */
  readonly lastSuccessAt: Instant | null;
  readonly retriesKnown: boolean;
  readonly retriesInferred: boolean;
  /** Means of the attempts that have ended and moved data. */
  readonly processingRateBytesPerSecond: number | null;
  readonly readRateBytesPerSecond: number | null;
  readonly writeRateBytesPerSecond: number | null;
}

/** A row with what its table draws beside it. */
export interface StatsGroup {
  readonly row: StatsRow;
  /** The durations of its runs in seconds, oldest first. */
  readonly durations: readonly number[];
}

/** What a group has in common; null what it is not grouped by. */
export type GroupKeys = Pick<StatsRow, 'server' | 'jobId' | 'jobName' | 'kind' | 'day' | 'week'>;

/** Of all runs together. */
export const NO_KEYS: GroupKeys = {
  server: null,
  jobId: null,
  jobName: null,
  kind: null,
  day: null,
  week: null,
};

const COUNTED = ['success', 'warning', 'failed', 'stopped', 'running', 'queued'] as const;

type Counted = (typeof COUNTED)[number] | 'other';

function countedAs(status: Status): Counted {
  return COUNTED.find((counted) => counted === status) ?? 'other';
}

/** Counts the runs of one group; for the quantiles it remembers a number for each. */
export class GroupCounter {
  readonly #keys: GroupKeys;
  readonly #counts: Record<Counted, number> = {
    success: 0,
    warning: 0,
    failed: 0,
    stopped: 0,
    running: 0,
    queued: 0,
    other: 0,
  };
  readonly #durations: number[] = [];
  readonly #bottlenecks = new Map<string, number>();
  readonly #rates = { processing: new Mean(), read: new Mean(), write: new Mean() };
  #runs = 0;
  #attempts = 0;
  #transferredBytes: Int64 | null = null;
  #readBytes: Int64 | null = null;
  #processedBytes: Int64 | null = null;
  #processedObjects: Int64 | null = null;
  #lastSuccessAt: Instant | null = null;
  #retriesKnown = true;
  #retriesInferred = false;

  constructor(keys: GroupKeys) {
    this.#keys = keys;
  }

  add(run: Run): void {
    const { status, endedAt, durationSeconds, attempts } = run;
    this.#runs += 1;
    this.#attempts += attempts.length;
    this.#counts[countedAs(status)] += 1;
    this.#retriesKnown &&= run.retriesKnown;
    this.#retriesInferred ||= run.inferred;
    if (durationSeconds !== null && isTimed(status)) this.#durations.push(durationSeconds);
    if (isSuccessful(status) && endedAt !== null && endedAt > (this.#lastSuccessAt ?? -Infinity)) {
      this.#lastSuccessAt = endedAt;
    }
    const bottleneck = bottleneckOf(run)?.bottleneck ?? null;
    if (bottleneck !== null) {
      this.#bottlenecks.set(bottleneck, (this.#bottlenecks.get(bottleneck) ?? 0) + 1);
    }
    for (const attempt of attempts) this.#addAttempt(attempt);
  }

  #addAttempt(session: Session): void {
    this.#transferredBytes = addKnown(this.#transferredBytes, session.transferredBytes);
    this.#readBytes = addKnown(this.#readBytes, session.readBytes);
    this.#processedBytes = addKnown(this.#processedBytes, session.processedBytes);
    this.#processedObjects = addKnown(this.#processedObjects, session.processedObjects);
    if (isLive(session.status)) return;
    this.#rates.processing.add(session.processingRateBytesPerSecond);
    this.#rates.read.add(session.readRateBytesPerSecond);
    this.#rates.write.add(session.writeRateBytesPerSecond);
  }

  result(): StatsGroup {
    const { success, warning, failed } = this.#counts;
    const judged = success + warning + failed;
    const spread = spreadOf(this.#durations);
    return {
      durations: this.#durations.toReversed(),
      row: {
        ...this.#keys,
        runs: this.#runs,
        attempts: this.#attempts,
        ...this.#counts,
        successRate: judged === 0 ? null : success / judged,
        successOrWarningRate: judged === 0 ? null : (success + warning) / judged,
        durationMedianSeconds: toMilliseconds(spread.median),
        durationP95Seconds: spread.p95,
        durationMaxSeconds: spread.max,
        transferredBytes: this.#transferredBytes,
        readBytes: this.#readBytes,
        processedBytes: this.#processedBytes,
        processedObjects: this.#processedObjects,
        bottlenecks: this.#bottleneckCounts(),
        lastSuccessAt: this.#lastSuccessAt,
        retriesKnown: this.#retriesKnown,
        retriesInferred: this.#retriesInferred,
        processingRateBytesPerSecond: this.#rates.processing.value(),
        readRateBytesPerSecond: this.#rates.read.value(),
        writeRateBytesPerSecond: this.#rates.write.value(),
      },
    };
  }

  #bottleneckCounts(): readonly BottleneckCount[] {
    return [...this.#bottlenecks]
      .map(([bottleneck, runs]) => ({ bottleneck, runs }))
      .sort((a, b) => b.runs - a.runs || compareText(a.bottleneck, b.bottleneck));
  }
}

/** Whether the run's duration counts: it came to its end by itself, not stopped by a person. */
function isTimed(status: Status): boolean {
  return status === 'success' || status === 'warning' || status === 'failed';
}

function toMilliseconds(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 1000) / 1000;
}

/** The mean of rates. 0 stands for a session that moved nothing, and says nothing of a rate. */
class Mean {
  #sum = 0;
  #count = 0;

  add(value: Int64 | null): void {
    const rate = Number(value ?? 0);
    if (rate <= 0) return;
    this.#sum += rate;
    this.#count += 1;
  }

  value(): number | null {
    return this.#count === 0 ? null : Math.round(this.#sum / this.#count);
  }
}
