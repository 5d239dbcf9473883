import { HISTORY_MILLISECONDS, STRIP_LENGTH, withHistory } from '../../analysis/job-history.ts';
import { isVsiError, type VsiError } from '../../model/errors.ts';
import type { Instant } from '../../model/instant.ts';
import type { Job } from '../../model/job.ts';
import type { TimeWindow } from '../../model/selection.ts';
import type { Session } from '../../model/session.ts';
import { isSuccessful } from '../../model/status.ts';
import { ALL_SESSIONS, type BackupServer } from '../../servers/backup-server.ts';

/**
 * The sessions that the jobs' history is made of, by job id: back to 30 days, or until every job has
 * shown enough runs and a success. Reading newest first keeps short what could be long: a job that
 * runs every five minutes has 8,640 sessions in 30 days.
 */
async function readHistory(
  server: BackupServer,
  jobs: readonly Job[],
  { now, statistics = false, runs = STRIP_LENGTH, window = {} }: HistoryOptions,
): Promise<ReadonlyMap<string, readonly Session[]>> {
  const histories = new Map(jobs.map(({ id }) => [id, new History(runs)]));
  const [only, ...others] = jobs;
  const jobId = only !== undefined && others.length === 0 ? only.id : null;
  const since = Math.min(now - HISTORY_MILLISECONDS, window.since ?? Infinity);
  const { until = null } = window;
  if (only === undefined) return new Map();
  for await (const page of server.sessions({ ...ALL_SESSIONS, jobId, since, until, statistics })) {
    for (const session of page) {
      const { createdAt } = session;
      if (createdAt !== null && createdAt < since) continue;
      if (createdAt !== null && until !== null && createdAt >= until) continue;
      histories.get(session.jobId ?? '')?.add(session);
    }
    if ([...histories.values()].every((history) => history.isComplete())) break;
  }
  return new Map([...histories].map(([id, { sessions }]) => [id, sessions]));
}

/** How much of the history is wanted. */
export interface HistoryOptions {
  readonly now: Instant;
  /** Whether rates and sizes are wanted, too; default false. */
  readonly statistics?: boolean;
  /** How many runs of each job are enough; those of the strip unless given. */
  readonly runs?: number;
  /** What is read at least, and what is too new. */
  readonly window?: Partial<TimeWindow>;
  /** Every session is a run of its own (`--attempts`). */
  readonly singly?: boolean;
}

/** A job with its history, and the sessions that tell it; null where they could not be read. */
export interface JobWithSessions {
  readonly job: Job;
  readonly sessions: readonly Session[] | null;
}

/**
 * The jobs with what their sessions tell. Where the sessions cannot be read, the jobs are as the
 * server lists them, and the failure is noted.
 */
export async function readHistories(
  server: BackupServer,
  jobs: readonly Job[],
  options: HistoryOptions & { readonly missing: (failure: VsiError) => void },
): Promise<readonly JobWithSessions[]> {
  try {
    const histories = await readHistory(server, jobs, options);
    return jobs.map((job) => {
      const sessions = histories.get(job.id) ?? [];
      return { job: withHistory(job, sessions, options.singly), sessions };
    });
  } catch (error) {
    if (!isVsiError(error) || error.code === 'INTERRUPTED') throw error;
    options.missing(error);
    return jobs.map((job) => ({ job, sessions: null }));
  }
}

/** One job's sessions as they come in, newest first. */
class History {
  readonly sessions: Session[] = [];
  readonly #runs: number;
  #originals = 0;
  #successes = 0;

  constructor(runs: number) {
    this.#runs = runs;
  }

  /** What is enough is enough: a job that never ran keeps the reading going, but not the memory growing. */
  add(session: Session): void {
    if (session.parentSessionId !== null || this.isComplete()) return;
    this.sessions.push(session);
    if ((session.retryNumber ?? 0) === 0) this.#originals += 1;
    if (isSuccessful(session.status)) this.#successes += 1;
  }

  /** One original more than is wanted, so that the last run has all of its attempts. */
  isComplete(): boolean {
    return this.#originals > this.#runs && this.#successes > 0;
  }
}
