import type { Instant } from '../model/instant.ts';
import { isLive, type Status } from '../model/status.ts';
import type { Run } from './runs.ts';

/** One run on the time axis; keys and their order are the record's (contract section 3). */
export interface TimelineRow {
  readonly server: string;
  readonly jobId: string | null;
  readonly jobName: string | null;
  /** Id of the run's original session. */
  readonly runId: string;
  readonly status: Status;
  readonly startedAt: Instant | null;
  /** null while it lives. */
  readonly endedAt: Instant | null;
  readonly attempts: number;
  /** As in Session; no part of the record. */
  readonly utcOffsetMinutes?: number | null;
}

/** What the time-line tells of a run. */
export function timelineRow(run: Run): TimelineRow {
  const [first] = run.attempts;
  return {
    server: run.server,
    jobId: run.jobId,
    jobName: run.jobName ?? first.name ?? null,
    runId: run.id,
    status: run.status,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    attempts: run.attempts.length,
    utcOffsetMinutes: first.utcOffsetMinutes ?? null,
  };
}

/** The oldest first; runs whose start is not known come last. */
export function oldestFirst(a: TimelineRow, b: TimelineRow): number {
  const order = (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity);
  return Number.isNaN(order) ? 0 : order;
}

/** A stretch of time with both ends. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * From when to when a run is drawn: one that lives goes on to the end of the axis, one whose end the
 * server does not tell is a point; null without a start.
 */
export function spanOf(
  { startedAt, endedAt, status }: Pick<TimelineRow, 'startedAt' | 'endedAt' | 'status'>,
  axisEnd: Instant,
): Span | null {
  if (startedAt === null) return null;
  const to = isLive(status) ? axisEnd : (endedAt ?? startedAt);
  return { from: startedAt, to: Math.max(startedAt, to) };
}

/** How many runs there were at once. */
export interface Concurrency {
  /** The most at once in each of the equal parts of the axis. */
  readonly parts: readonly number[];
  /** The most at once at all, and the first time of it; null without any run. */
  readonly peak: (Span & { readonly count: number }) | null;
}

/** Counts what overlaps on an axis that is cut into so many equal parts. */
export function concurrencyOf(spans: readonly Span[], axis: Span, parts: number): Concurrency {
  const counts = Array.from({ length: parts }, () => 0);
  const place = (instant: Instant): number =>
    Math.floor(((instant - axis.from) * parts) / Math.max(1, axis.to - axis.from));
  let peak: Concurrency['peak'] = null;
  for (const { from, to, count } of stretches(spans, axis)) {
    if (count > (peak?.count ?? 0)) peak = { from, to, count };
    const last = Math.max(place(from), place(to - 1));
    for (let part = place(from); part <= last && part < parts; part += 1) {
      counts[part] = Math.max(counts[part] ?? 0, count);
    }
  }
  return { parts: counts, peak };
}

/** The stretches between two changes, with how many run in them. */
function* stretches(
  spans: readonly Span[],
  axis: Span,
): Generator<Span & { readonly count: number }> {
  const changes = new Map<Instant, number>();
  const change = (instant: Instant, by: number): void => {
    changes.set(instant, (changes.get(instant) ?? 0) + by);
  };
  for (const { from, to } of spans) {
    const begin = Math.max(from, axis.from);
    // What ends at once was there for a moment.
    const end = Math.min(Math.max(to, from + 1), axis.to);
    if (begin >= end) continue;
    change(begin, 1);
    change(end, -1);
  }
  const moments = [...changes].sort(([a], [b]) => a - b);
  let count = 0;
  for (const [index, [from, by]] of moments.entries()) {
    count += by;
    const [to = from] = moments[index + 1] ?? [];
    yield { from, to, count };
  }
}
