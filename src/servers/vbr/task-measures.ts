/** What the tasks of sessions measured, asked for in the fewest requests. */
import type { VsiError } from '../../model/errors.ts';
import type { Session } from '../../model/session.ts';
import { isLive } from '../../model/status.ts';
import type { MeasuredStretch } from './measured-tasks.ts';
import type { Meter } from './meter.ts';
import type { Progress } from './progress.ts';
import { isNotServed, isOfOneList } from './refusal.ts';
import type { TaskLists } from './task-lists.ts';

/** What asking for them needs. */
export interface TaskMeasuresOptions {
  readonly tasks: TaskLists;
  readonly notice: (line: string) => void;
  /** Called with what went wrong for some of the sessions. */
  readonly missing: (error: VsiError) => void;
}

/** What each session's tasks measured, by session id; empty where it has none. */
export type MeasuresBySession = ReadonlyMap<string, readonly Progress[]>;

/** The measures of one server's tasks. */
export interface TaskMeasures {
  readonly ofAll: (sessions: readonly Session[], meter: Meter) => Promise<MeasuresBySession>;
  readonly ofOne: (session: Session) => Promise<readonly Progress[]>;
}

/** The measures of one server's tasks. */
export function createTaskMeasures(options: TaskMeasuresOptions): TaskMeasures {
  const { tasks, notice, missing } = options;

  async function ofAll(sessions: readonly Session[], meter: Meter): Promise<MeasuresBySession> {
    const stretch = stretchOf(sessions);
    try {
      const joined = stretch === null ? null : await joinedOver(stretch, sessions, tasks);
      if (joined !== null) return joined;
    } catch (error) {
      if (!isOfOneList(error)) throw error;
      notice(`/taskSessions fails, asked session by session instead: ${error.message}`);
    }
    return oneByOne(sessions, meter);
  }

  async function oneByOne(sessions: readonly Session[], meter: Meter): Promise<MeasuresBySession> {
    const all = await Promise.all(
      sessions.map(async (session) => [session.id, await meter.step(ofOne(session))] as const),
    );
    return new Map(all);
  }

  /** A session whose tasks fail keeps its other fields. */
  async function ofOne(session: Session): Promise<readonly Progress[]> {
    try {
      return await tasks.measured(session);
    } catch (error) {
      if (!isOfOneList(error)) throw error;
      // A server fails on the task sessions of agents for years (api/vbr.md section 5.2): nothing to mend.
      if (isNotServed(error)) {
        notice(`task sessions are missing for some sessions: ${error.message}`);
      } else missing(error);
      return [];
    }
  }

  return { ofAll, ofOne };
}

type Stretch = Pick<MeasuredStretch, 'from' | 'to'>;

/** The time of these sessions together; null for a single one, and where a beginning is not known. */
function stretchOf(sessions: readonly Session[]): Stretch | null {
  const starts = sessions.map(({ createdAt }) => createdAt).filter((start) => start !== null);
  if (sessions.length === 1 || starts.length < sessions.length) return null;
  const ends = sessions
    .map(({ status, endedAt }) => (isLive(status) ? null : endedAt))
    .filter((end) => end !== null);
  return { from: minimum(starts), to: ends.length < sessions.length ? null : maximum(ends) };
}

/**
 * The tasks of these sessions: one list over their time, joined by session id, as long as that
 * takes fewer requests than a list for each session. It does not when the sessions are few and far
 * between, such as those of one job among many: then /taskSessions holds mostly others' tasks, and
 * the server takes minutes for 50,000 of them (api/vbr.md section 5.11). How many there are, the
 * first page tells: null is the answer then.
 */
async function joinedOver(
  stretch: Stretch,
  sessions: readonly Session[],
  tasks: Pick<TaskLists, 'measuredBetween'>,
): Promise<MeasuresBySession | null> {
  const byId = new Map<string, Progress[]>(sessions.map(({ id }) => [id, []]));
  let pagesLeft = 0;
  const pages = tasks.measuredBetween({
    ...stretch,
    onTotal: (total, arrived) => {
      pagesLeft = total === null || arrived === 0 ? 0 : Math.ceil(total / arrived) - 1;
    },
  });
  let isFirst = true;
  for await (const page of pages) {
    if (isFirst && pagesLeft > sessions.length) return null;
    isFirst = false;
    for (const { sessionId, progress } of page) {
      if (sessionId !== null && progress !== null) byId.get(sessionId)?.push(progress);
    }
  }
  return byId;
}

function minimum(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

function maximum(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}
