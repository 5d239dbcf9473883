import { append } from '../../model/append.ts';
import { NO_OUTLOOK, outlookOf, type Outlook } from '../../analysis/outlook.ts';
import { COMPARED_RUNS, comparableRuns, LOOKBACK_SESSIONS } from '../../analysis/baseline.ts';
import { isVsiError, VsiError } from '../../model/errors.ts';
import type { Instant } from '../../model/instant.ts';
import type { Session } from '../../model/session.ts';
import type { Task } from '../../model/task.ts';
import { ALL_SESSIONS, type BackupServer } from '../../servers/backup-server.ts';
import { readJobs } from '../sessions/job-choice.ts';
import type { Polling } from '../sessions/polling.ts';
import { laterAttempts, mayBeRetried, retryBound } from './attempts.ts';

/** A run at one look. */
export interface RunState {
  /** The attempt that is looked at. */
  readonly session: Session;
  /** The attempts before it, oldest first. */
  readonly earlier: readonly Session[];
  /** The session's objects; null where the server tells none, or nobody wants to see them. */
  readonly tasks: readonly Task[] | null;
  readonly outlook: Outlook;
  /** Until when a retry that the server has announced is waited for; null = none is. */
  readonly retryUntil: Instant | null;
}

/** What came of watching a run. */
export interface RunEnd {
  readonly state: RunState;
  /** `over`: it has ended, or idles. `running`: the time was over before. `unwatched`: nobody looks any more. */
  readonly why: 'over' | 'running' | 'unwatched';
  /** Whether a retry was announced that did not come. */
  readonly retryMissing: boolean;
}

/** How a run is watched. */
export interface RunOptions {
  readonly server: BackupServer;
  /** As it was a moment ago. */
  readonly first: Session;
  readonly polling: Polling;
  readonly now: () => Instant;
  /** Whether the objects are to be read, too. */
  readonly tasks: boolean;
  /** Shows a look. @returns false: nobody looks any more */
  readonly show: (state: RunState) => Promise<boolean>;
}

/**
 * Watches a session until it ends or idles, and goes on with the retries of the same run: with those that
 * are there already, and with those that the server has announced.
 *
 * @throws NOT_FOUND when the server no longer has the session
 */
export async function watchRun(options: RunOptions): Promise<RunEnd> {
  let { first } = options;
  let earlier: readonly Session[] = [];
  for (;;) {
    const attempt = await watchAttempt(options, first, earlier);
    if (attempt.why !== 'over') return { ...attempt, retryMissing: false };
    const next = await nextAttempts(options, attempt);
    if (next.why !== 'over' || next.attempts.length === 0) {
      return { state: attempt.state, why: next.why, retryMissing: next.isMissing };
    }
    earlier = [...earlier, attempt.state.session, ...next.attempts.slice(0, -1)];
    first = next.attempts.at(-1) ?? first;
  }
}

interface Attempt {
  readonly state: RunState;
  readonly why: RunEnd['why'];
  /** Whether it was seen alive: then its end was a moment ago, whatever the server's clock says. */
  readonly wasAlive: boolean;
}

async function watchAttempt(
  options: RunOptions,
  first: Session,
  earlier: readonly Session[],
): Promise<Attempt> {
  const { polling, show, now } = options;
  let session = first;
  let history: readonly Session[] | null = null;
  let wasAlive = false;
  let tasks: readonly Task[] | null = null;
  let hasTasks = options.tasks;
  for (;;) {
    const isAlive = session.status === 'running' || session.status === 'queued';
    wasAlive ||= isAlive;
    // Of what is over nothing is expected, and a retry has nothing to be compared with.
    if (isAlive && (session.retryNumber ?? 0) === 0) {
      history ??= await unlessFailing(polling, () => historyOf(options.server, session), []);
    }
    if (hasTasks) {
      tasks = await unlessFailing(
        polling,
        () => tasksOf(options.server, session),
        tasks,
        () => {
          hasTasks = false;
        },
      );
    }
    const outlook = isAlive ? outlookOf(session, history ?? [], now()) : NO_OUTLOOK;
    const state: RunState = { session, earlier, tasks, outlook, retryUntil: null };
    if (!(await show(state))) return { state, why: 'unwatched', wasAlive };
    if (!isAlive) return { state, why: 'over', wasAlive };
    const { id } = session;
    const look = (await polling.rest())
      ? await polling.ask(() => lookAgain(options.server, id))
      : null;
    if (look === null) return { state, why: 'running', wasAlive };
    session = look.answer;
  }
}

/** What the picture can do without is left out where it fails or is late, but an interruption ends all. */
async function unlessFailing<T>(
  polling: Polling,
  reading: () => Promise<T>,
  otherwise: T,
  onUnsupported: () => void = () => undefined,
): Promise<T> {
  try {
    const read = await polling.inTime(reading);
    return read === null ? otherwise : read.answer;
  } catch (error) {
    if (!isVsiError(error) || error.code === 'INTERRUPTED') throw error;
    if (error.code === 'UNSUPPORTED') onUnsupported();
    return otherwise;
  }
}

async function lookAgain(server: BackupServer, id: string): Promise<Session> {
  try {
    return await server.session(id);
  } catch (error) {
    if (!isVsiError(error) || error.code !== 'NOT_FOUND') throw error;
    throw new VsiError('NOT_FOUND', `the session ${id} is gone while it was watched`, {
      where: server.name,
      hint: 'the server has deleted it, by age or with its job; vsi session list shows those it keeps',
      cause: error,
    });
  }
}

/** As many of the job's sessions before this one as tell what is usual. */
async function historyOf(
  server: BackupServer,
  { jobId, createdAt, mode }: Session,
): Promise<readonly Session[]> {
  if (jobId === null || createdAt === null) return [];
  const sessions: Session[] = [];
  for await (const page of server.sessions({ ...ALL_SESSIONS, jobId, until: createdAt })) {
    append(
      sessions,
      page.filter((one) => one.jobId === jobId),
    );
    const isEnough = comparableRuns(sessions, mode).length >= COMPARED_RUNS;
    if (isEnough || sessions.length >= LOOKBACK_SESSIONS) break;
  }
  return sessions;
}

async function tasksOf(server: BackupServer, session: Session): Promise<readonly Task[] | null> {
  // VB365's objects have no names: there is nothing to tell them apart by.
  if (server.product !== 'vbr') return null;
  const tasks: Task[] = [];
  for await (const page of server.tasks(session)) append(tasks, page);
  return tasks.length === 0 ? null : tasks;
}

interface NextAttempts {
  /** Oldest first; empty: it was the last one. */
  readonly attempts: readonly Session[];
  readonly why: RunEnd['why'];
  readonly isMissing: boolean;
}

/** What follows an attempt that has ended: its retries, waited for where they are announced. */
async function nextAttempts(options: RunOptions, attempt: Attempt): Promise<NextAttempts> {
  const { server, polling, now, show } = options;
  const { session } = attempt.state;
  const nothing: NextAttempts = { attempts: [], why: 'over', isMissing: false };
  if (!mayBeRetried(session)) return nothing;
  const endedAt = attempt.wasAlive ? now() : (session.endedAt ?? now());
  let retryUntil: Instant | null = null;
  for (;;) {
    const look = await polling.ask(() => laterAttempts(server, session));
    if (look === null) return { ...nothing, why: 'running' };
    if (look.answer.length > 0) return fresh(options, look.answer);
    if (session.willBeRetried !== true) return nothing;
    retryUntil ??= retryBound(endedAt, await retryWaitOf(options, session));
    if (now() >= retryUntil) return { ...nothing, isMissing: true };
    if (!(await show({ ...attempt.state, retryUntil }))) return { ...nothing, why: 'unwatched' };
    if (!(await polling.rest())) return { ...nothing, why: 'running' };
  }
}

/** The newest of them with its statistics; from now on something happens again. */
async function fresh(
  { server, polling }: RunOptions,
  attempts: readonly Session[],
): Promise<NextAttempts> {
  polling.hasten();
  const newest = attempts.at(-1);
  if (newest === undefined) return { attempts, why: 'over', isMissing: false };
  const look = await polling.ask(() => lookAgain(server, newest.id));
  return look === null
    ? { attempts: [], why: 'running', isMissing: false }
    : { attempts: [...attempts.slice(0, -1), look.answer], why: 'over', isMissing: false };
}

async function retryWaitOf(
  { server, polling }: RunOptions,
  { jobId }: Session,
): Promise<number | null> {
  const jobs = await unlessFailing(polling, () => readJobs(server), []);
  return jobs.find(({ id }) => id === jobId)?.retryWaitSeconds ?? null;
}
