import { append } from '../../model/append.ts';
import { collectRuns } from '../../analysis/runs.ts';
import type { Instant } from '../../model/instant.ts';
import type { Session } from '../../model/session.ts';
import { ALL_SESSIONS, type BackupServer } from '../../servers/backup-server.ts';

/** How long an announced retry is waited for where the job does not say when it comes; milliseconds. */
const USUAL_WAIT = 30 * 60_000;

/** A retry may be late: it waits for a slot, and the server's clock may be another. */
const LATENESS = 5 * 60_000;

/** Until when an announced retry is waited for: the job's own pause behind the end, and some time more. */
export function retryBound(endedAt: Instant, retryWaitSeconds: number | null): Instant {
  const wait = retryWaitSeconds === null ? USUAL_WAIT : 1000 * retryWaitSeconds;
  return endedAt + wait + LATENESS;
}

/** Whether it may be worth looking for a retry: one is announced, or the server announces none ever. */
export function mayBeRetried({ status, willBeRetried, retryNumber, jobId }: Session): boolean {
  if (jobId === null || willBeRetried === false) return false;
  const isUnsatisfying = status === 'failed' || status === 'warning';
  return willBeRetried === true || (isUnsatisfying && retryNumber !== null);
}

/** The attempts of the same run that came after this one, oldest first. */
export async function laterAttempts(
  server: BackupServer,
  { id, jobId, createdAt }: Session,
): Promise<readonly Session[]> {
  if (jobId === null || createdAt === null) return [];
  const sessions = await sessionsSince(server, jobId, createdAt);
  const run = collectRuns(sessions).find(({ attempts }) => attempts.some((one) => one.id === id));
  const attempts = run?.attempts ?? [];
  return attempts.slice(attempts.findIndex((one) => one.id === id) + 1);
}

/** A job's own sessions that began at that moment or later, or lived then; parts of others left out. */
export async function sessionsSince(
  server: BackupServer,
  jobId: string,
  since: Instant | null,
): Promise<readonly Session[]> {
  const sessions: Session[] = [];
  for await (const page of server.sessions({ ...ALL_SESSIONS, jobId, since })) {
    append(
      sessions,
      page.filter((one) => one.jobId === jobId && one.parentSessionId === null),
    );
    // Without a bound the newest are enough: what lives is among them.
    if (since === null && sessions.length > 0) break;
  }
  return sessions;
}
