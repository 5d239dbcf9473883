import { DAY, MINUTE } from '../units.ts';
import { buildInfrastructure, type Infrastructure } from './dataset/infrastructure.ts';
import { buildJobs, type WorldJob } from './dataset/jobs.ts';
import { buildOtherSessions, type OtherSessions } from './dataset/other-sessions.ts';
import { buildRestores, type RestoreSession } from './dataset/restores.ts';
import { nextStart } from './dataset/schedule.ts';
import { planSessions, type PlannedSession } from './dataset/sessions.ts';
import { stateAt } from './dataset/state.ts';

/** How many weeks the server keeps sessions (HistorySettings), unless more are asked for. */
const HISTORY_WEEKS = 6;
/** How far ahead of the clock sessions are planned. */
const AHEAD = 2 * DAY;

/** A simulated server's data at any moment from its start on. */
export interface World {
  readonly infrastructure: Infrastructure;
  /** Backup jobs and copy jobs. */
  readonly jobs: readonly WorldJob[];
  readonly restores: readonly RestoreSession[];
  readonly otherSessions: OtherSessions;
  /** Weeks of sessions kept, or null where all are. */
  readonly historyWeeks: number | null;
  /** Sessions created by a moment, newest first. */
  readonly sessionsAt: (now: number) => readonly PlannedSession[];
  /** One of them by its id in any case. */
  readonly sessionAt: (id: string, now: number) => PlannedSession | null;
  /** What a job's own record tells of its runs. */
  readonly historyAt: (job: WorldJob, now: number) => JobHistory;
}

/** A job's last and next run. */
export interface JobHistory {
  readonly last: PlannedSession | null;
  /** Creation of the newest session that left a restore point. */
  readonly lastBackupAt: number | null;
  readonly nextRunAt: number | null;
}

/** What the world follows from. */
export interface WorldOptions {
  readonly seed: string;
  /** Milliseconds since 1970; cut to the minute, so that two starts in one minute agree. */
  readonly now: number;
  /** At least so many sessions of jobs; six weeks' worth unless given. */
  readonly sessions?: number | undefined;
}

/** Makes the world. Sessions are planned when they are first asked for. */
export function createWorld(options: WorldOptions): World {
  const { seed, sessions: wanted } = options;
  const origin = Math.floor(options.now / MINUTE) * MINUTE;
  const infrastructure = buildInfrastructure(seed);
  const jobs = buildJobs(seed, infrastructure);
  const weeks = wanted === undefined ? HISTORY_WEEKS : weeksFor(wanted);
  /** Ascending by creation, filled up to `planned`. */
  let plan: PlannedSession[] = [];
  let planned = origin - weeks * 7 * DAY;
  let byId = new Map<string, PlannedSession>();
  let answered: { readonly count: number; readonly newestFirst: readonly PlannedSession[] } | null =
    null;

  function extendTo(now: number): void {
    if (now < planned - AHEAD / 2) return;
    const until = now + AHEAD;
    plan = [...plan, ...planSessions({ seed, jobs, origin, from: planned, until })].sort(
      (a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
    );
    byId = new Map(plan.map((session) => [session.id, session]));
    planned = until;
    answered = null;
  }

  function sessionsAt(now: number): readonly PlannedSession[] {
    extendTo(now);
    const count = countCreated(plan, now);
    if (answered?.count !== count) {
      answered = { count, newestFirst: plan.slice(0, count).reverse() };
    }
    return answered.newestFirst;
  }

  return {
    infrastructure,
    jobs,
    restores: buildRestores(seed, infrastructure, origin),
    otherSessions: buildOtherSessions(seed, infrastructure, origin),
    historyWeeks: wanted === undefined ? HISTORY_WEEKS : null,
    sessionsAt,
    sessionAt: (id, now) => {
      extendTo(now);
      const session = byId.get(id.toLowerCase());
      return session !== undefined && session.createdAt <= now ? session : null;
    },
    historyAt: (job, now) => {
      const own = sessionsAt(now).filter((session) => session.job === job);
      const backup = own.find((session) => {
        const { status } = stateAt(session, now);
        return status === 'Success' || status === 'Warning';
      });
      return {
        last: own[0] ?? null,
        lastBackupAt: backup?.createdAt ?? null,
        nextRunAt: job.isEnabled ? nextStart(job.schedule, now) : null,
      };
    },
  };
}

/** Weeks of history that hold at least so many sessions: the jobs make some 250 a week. */
function weeksFor(sessions: number): number {
  const sessionsPerWeek = 245;
  return Math.max(1, Math.ceil(sessions / sessionsPerWeek));
}

/** How many of the ascending sessions were created by a moment. */
function countCreated(plan: readonly PlannedSession[], now: number): number {
  let low = 0;
  let high = plan.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const session = plan[middle];
    if (session !== undefined && session.createdAt <= now) low = middle + 1;
    else high = middle;
  }
  return low;
}
