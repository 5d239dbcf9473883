import type { Instant } from '../../model/instant.ts';
import { newestFirst } from '../../model/order.ts';
import type { Session } from '../../model/session.ts';
import { isLive } from '../../model/status.ts';
import type { PlacedJob } from '../sessions/job-choice.ts';
import type { Polling } from '../sessions/polling.ts';
import { retryBound, sessionsSince } from './attempts.ts';

/** What waiting for a job's session needs. */
export interface TargetOptions extends PlacedJob {
  readonly polling: Polling;
  readonly now: () => Instant;
  /** Called before every pause in which nothing runs. */
  readonly onWaiting: () => void;
}

/**
 * The job's session that lives, or whose retry is announced and due; else the next one that begins.
 *
 * @returns null when the time was over before one began
 */
export async function awaitSession(options: TargetOptions): Promise<Session | null> {
  const { server, job, polling, now, onWaiting } = options;
  const known = await polling.ask(() => sessionsSince(server, job.id, null));
  if (known === null) return null;
  const sessions = [...known.answer].sort(newestFirst);
  const [newest] = sessions;
  const current =
    sessions.find(({ status }) => isLive(status)) ??
    (newest !== undefined && isDue(newest, options, now()) ? newest : null);
  if (current !== null) return current;
  const last = newest?.createdAt ?? null;
  for (;;) {
    onWaiting();
    if (!(await polling.rest())) return null;
    const look = await polling.ask(() => sessionsSince(server, job.id, last));
    if (look === null) return null;
    const news = look.answer.filter(({ id, createdAt }) => {
      return id !== newest?.id && (last === null || (createdAt ?? -Infinity) > last);
    });
    const next = news.sort(newestFirst).at(-1);
    if (next === undefined) continue;
    polling.hasten();
    return next;
  }
}

/** Between two attempts a run is under way, too. */
function isDue({ willBeRetried, endedAt }: Session, { job }: PlacedJob, now: Instant): boolean {
  if (willBeRetried !== true || endedAt === null) return false;
  return now < retryBound(endedAt, job.retryWaitSeconds ?? null);
}
