import { HISTORY_MILLISECONDS, STRIP_LENGTH } from '../analysis/job-history.ts';
import type { Instant } from '../model/instant.ts';
import type { Job } from '../model/job.ts';
import type { Session } from '../model/session.ts';
import { isSuccessful } from '../model/status.ts';
import type { BackupServer } from '../servers/backup-server.ts';
import { ALL_SESSIONS } from './session-choice.ts';

/**
 * The sessions that the jobs' history is made of, by job id: back to 30 days, or until every job has
 * shown enough runs and a success. Reading newest first keeps short what could be long: a job that
 * runs every five minutes has 8,640 sessions in 30 days.
 */
export async function readHistory(
  server: BackupServer,
  jobs: readonly Job[],
  now: Instant,
): Promise<ReadonlyMap<string, readonly Session[]>> {
  const histories = new Map(jobs.map(({ id }) => [id, new History()]));
  const [only, ...others] = jobs;
  const jobId = only !== undefined && others.length === 0 ? only.id : null;
  const since = now - HISTORY_MILLISECONDS;
  if (only === undefined) return new Map();
  for await (const page of server.sessions({ ...ALL_SESSIONS, jobId, since })) {
    for (const session of page) {
      if (session.createdAt !== null && session.createdAt < since) continue;
      histories.get(session.jobId ?? '')?.add(session);
    }
    if ([...histories.values()].every((history) => history.isComplete())) break;
  }
  return new Map([...histories].map(([id, { sessions }]) => [id, sessions]));
}

/** One job's sessions as they come in, newest first. */
class History {
  readonly sessions: Session[] = [];
  #originals = 0;
  #successes = 0;

  add(session: Session): void {
    this.sessions.push(session);
    if ((session.retryNumber ?? 0) === 0) this.#originals += 1;
    if (isSuccessful(session.status)) this.#successes += 1;
  }

  /** One original more than the strip shows, so that the last run shown has all of its attempts. */
  isComplete(): boolean {
    return this.#originals > STRIP_LENGTH && this.#successes > 0;
  }
}
