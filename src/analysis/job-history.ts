import { DAY } from '../model/duration.ts';
import type { Instant } from '../model/instant.ts';
import type { Job } from '../model/job.ts';
import { newestFirst } from '../model/order.ts';
import type { Session } from '../model/session.ts';
import { isDecided, isFailure, isSuccessful } from '../model/status.ts';
import { collectRuns, type Run } from './runs.ts';

/** How many runs the strip of a job shows, and how far it looks back (contract section 3). */
export const STRIP_LENGTH = 14;
export const HISTORY_MILLISECONDS = 30 * DAY;

/**
 * A job with what its sessions of the last 30 days say of it. What no session tells stays as the
 * server states it.
 *
 * @param sessions of this job, in any order
 * @param singly every session is a run of its own (`--attempts`)
 */
export function withHistory(job: Job, sessions: readonly Session[], singly = false): Job {
  const runs = collectRuns(sessions, singly);
  const [newest] = runs;
  const lastSession = [...sessions].sort(newestFirst)[0];
  const failures = failuresInRow(runs);
  return {
    ...job,
    running: job.running ?? (newest === undefined ? null : newest.status === 'running'),
    lastStatus: newest?.status ?? job.lastStatus,
    lastRunAt: newest?.startedAt ?? job.lastRunAt,
    lastDurationSeconds: newest === undefined ? job.lastDurationSeconds : newest.durationSeconds,
    lastSuccessAt: latest(job.lastSuccessAt, lastSuccess(runs)),
    lastSessionId: lastSession?.id ?? job.lastSessionId,
    recentStatuses: runs.slice(0, STRIP_LENGTH).map(({ status }) => status),
    failingSince: failures.at(-1)?.startedAt ?? null,
    failuresInRow: failuresKnown(job, runs) ? failures.length : null,
  };
}

/** A job whose last run failed longer ago than its sessions were read: nobody knows how many did. */
function failuresKnown({ lastStatus }: Job, runs: readonly Run[]): boolean {
  const isJudged = runs.some(({ status }) => isDecided(status));
  return isJudged || lastStatus === null || !isFailure(lastStatus);
}

/** The failed runs since the last success, newest first; running and stopped ones count neither way. */
export function failuresInRow(runs: readonly Run[]): readonly Run[] {
  const judged = runs.filter(({ status }) => isDecided(status));
  const firstSuccess = judged.findIndex(({ status }) => isSuccessful(status));
  return firstSuccess === -1 ? judged : judged.slice(0, firstSuccess);
}

function lastSuccess(runs: readonly Run[]): Instant | null {
  const ends = runs.filter(({ status }) => isSuccessful(status)).map(({ endedAt }) => endedAt);
  return ends.reduce(latest, null);
}

function latest(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || (b !== null && b > a) ? b : a;
}
