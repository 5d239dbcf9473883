import { secondsBetween, type Instant } from '../model/instant.ts';
import { newestFirst } from '../model/order.ts';
import type { Session } from '../model/session.ts';
import { isLive, type Status } from '../model/status.ts';

/** An original session and its retries: one run of a job, with one result (contract section 3). */
export interface Run {
  /** The original session's id. */
  readonly id: string;
  readonly server: string;
  readonly jobId: string | null;
  readonly jobName: string | null;
  /** Result of the last attempt. */
  readonly status: Status;
  /** Start of the first attempt. */
  readonly startedAt: Instant | null;
  /** End of the last attempt; null while it lives. */
  readonly endedAt: Instant | null;
  /** From the first start to the last end, waiting between the attempts included; null while it lives. */
  readonly durationSeconds: number | null;
  /** Oldest first; the original is the first one where it was read. */
  readonly attempts: readonly Session[];
  /** Whether the attempts were put together by order, not by what the server says. */
  readonly inferred: boolean;
}

/**
 * Puts originals and retries together. Exact where the server names the original session; where it
 * only counts retries (VB365 v6, names with `(Retry n)` in VBR 13), a retry belongs to the nearest
 * earlier session of the same job if that is the attempt before it. Everything else is a run of its
 * own. Child sessions belong to their parent and are no runs.
 *
 * @returns newest first by start
 */
export function collectRuns(sessions: Iterable<Session>): Run[] {
  const oldestFirst = [...sessions]
    .filter((session) => session.parentSessionId === null)
    .sort(newestFirst)
    .reverse();
  const groups = new Map<string, Session[]>();
  const inferredIds = new Set<string>();
  const lastRunOfJob = new Map<string, string>();
  for (const session of oldestFirst) {
    const runId = session.originalSessionId ?? inferredRunId(session);
    const group = groups.get(runId);
    if (group === undefined) groups.set(runId, [session]);
    else group.push(session);
    lastRunOfJob.set(jobKey(session), runId);
  }
  return [...groups].map(([id, attempts]) => runOf(id, attempts, inferredIds.has(id))).reverse();

  function inferredRunId(session: Session): string {
    if (session.retryNumber === null || session.retryNumber === 0) return session.id;
    const candidate = lastRunOfJob.get(jobKey(session));
    const previous = candidate === undefined ? undefined : groups.get(candidate)?.at(-1);
    if (candidate === undefined || previous?.retryNumber !== session.retryNumber - 1) {
      return session.id;
    }
    inferredIds.add(candidate);
    return candidate;
  }
}

function jobKey(session: Session): string {
  return `${session.server}\n${session.jobId ?? session.jobName ?? session.id}`;
}

function runOf(id: string, attempts: readonly Session[], inferred: boolean): Run {
  const [first] = attempts;
  const last = attempts.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a run has an attempt');
  const endedAt = isLive(last.status) ? null : last.endedAt;
  return {
    id,
    server: first.server,
    jobId: first.jobId,
    jobName: first.jobName,
    status: last.status,
    startedAt: first.createdAt,
    endedAt,
    durationSeconds: secondsBetween(first.createdAt, endedAt),
    attempts,
    inferred,
  };
}
