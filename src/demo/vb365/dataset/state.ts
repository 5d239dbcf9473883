import { MINUTE } from '../../units.ts';
import type { PlannedSession, WorkDone } from './sessions.ts';
import type { Outcome } from './story.ts';

/** A session as it is at one moment. */
export interface SessionState {
  readonly status: Outcome | 'Running' | 'Queued';
  /** null while it has no end. */
  readonly endedAt: number | null;
  readonly done: WorkDone;
  readonly statistics: Statistics;
}

/** The numbers of JobStatistics, by the words of v6 to v8 (api/vb365.md section 4). */
export interface Statistics {
  readonly processingRateBytesPS: number;
  readonly processingRateItemsPS: number;
  readonly readRateBytesPS: number;
  readonly writeRateBytesPS: number;
  readonly transferredDataBytes: number;
  readonly processedObjects: number;
  readonly bottleneck: 'NA' | 'Detecting' | 'Source' | 'Target';
}

const NOTHING: WorkDone = { objects: 0, items: 0, bytes: 0 };

const NO_STATISTICS: Statistics = {
  processingRateBytesPS: 0,
  processingRateItemsPS: 0,
  readRateBytesPS: 0,
  writeRateBytesPS: 0,
  transferredDataBytes: 0,
  processedObjects: 0,
  bottleneck: 'NA',
};

/** How long the busiest stage is looked for before it is named. */
const DETECTING = 2 * MINUTE;

/** The session at a moment at or after its creation. */
export function stateAt(session: PlannedSession, now: number): SessionState {
  if (now >= session.endsAt) {
    return {
      status: session.outcome,
      endedAt: session.endsAt,
      done: session.total,
      statistics: statistics(session, session.total, session.endsAt),
    };
  }
  if (now < session.startsAt) {
    return { status: 'Queued', endedAt: null, done: NOTHING, statistics: NO_STATISTICS };
  }
  const share = (now - session.startsAt) / (session.endsAt - session.startsAt);
  const done = {
    objects: Math.floor(session.total.objects * share),
    items: Math.floor(session.total.items * share),
    bytes: Math.floor(session.total.bytes * share),
  };
  return { status: 'Running', endedAt: null, done, statistics: statistics(session, done, now) };
}

/**
 * Rates as real bodies relate them: what was transferred over the time spent, reading faster than
 * that, writing faster than reading unless the target is what holds back.
 */
function statistics(session: PlannedSession, done: WorkDone, until: number): Statistics {
  const seconds = (until - session.startsAt) / 1000;
  if (done.bytes === 0 || seconds <= 0) return NO_STATISTICS;
  const rate = done.bytes / seconds;
  const [read, write] = session.bottleneck === 'Target' ? [9.4, 1.3] : [2.6, 14.2];
  const isDetecting = until < session.endsAt && until - session.startsAt < DETECTING;
  return {
    processingRateBytesPS: Math.round(rate),
    processingRateItemsPS: Math.floor(done.items / seconds),
    readRateBytesPS: Math.round(rate * read),
    writeRateBytesPS: Math.round(rate * write),
    transferredDataBytes: done.bytes,
    processedObjects: done.items,
    bottleneck: isDetecting ? 'Detecting' : session.bottleneck,
  };
}
