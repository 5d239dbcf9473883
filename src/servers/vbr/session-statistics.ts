/** Asking for the statistics of whole lists of sessions, in the cheapest way there is. */
import { append } from '../../model/append.ts';
import type { VsiError } from '../../model/errors.ts';
import type { Session } from '../../model/session.ts';
import { isLive } from '../../model/status.ts';
import type { Pages } from '../backup-server.ts';
import type { ServerEnvironment } from '../environment.ts';
import { PAGE_SIZE, type ListTools } from '../lists/list.ts';
import { missingPart } from '../partial-failure.ts';
import type { JobDirectory } from './job-directory.ts';
import type { LogReader } from './log-lists.ts';
import { Meter } from './meter.ts';
import type { Progress } from './progress.ts';
import { isOfOneList } from './refusal.ts';
import { DATA_KINDS } from './session-kinds.ts';
import {
  isMeasured,
  statisticsOfLog,
  statisticsOfProgress,
  statisticsOfTasks,
  withStatistics,
  type Statistics,
} from './statistics.ts';
import type { TaskLists } from './task-lists.ts';
import { createTaskMeasures } from './task-measures.ts';
import type { VbrRevision } from './versions.ts';

/** What asking for statistics needs. */
export interface SessionStatisticsOptions {
  readonly tools: Pick<ListTools, 'onDetails'>;
  readonly readLog: LogReader;
  readonly revision: VbrRevision;
  readonly server: string;
  readonly tasks: TaskLists;
  readonly directory: () => Promise<JobDirectory>;
  /** What the job's state tells now of its last session. */
  readonly progressOf: (session: Session) => Promise<Progress | null>;
  readonly notice: ServerEnvironment['notice'];
  readonly missing: ServerEnvironment['missing'];
}

/** The statistics of one server's sessions. */
export interface SessionStatistics {
  /** The same sessions, with what further requests tell of them. */
  readonly forList: (pages: Pages<Session>) => Pages<Session>;
  /** The same for one session, with all that can be known of it, the stages' loads included. */
  readonly forOne: (session: Session) => Promise<Session>;
}

/**
 * How many sessions are asked about at once: few at first, since a reader that wants 30 stops there,
 * then more and more, so that a long window takes few questions.
 */
const FIRST_GROUP = 50;

/** What is known of one session's statistics besides its log. */
interface OutsideOfLog {
  readonly progress: Partial<Statistics> | null;
  /** Summed over its tasks. */
  readonly measured: Partial<Statistics> | null;
}

const NOTHING: OutsideOfLog = { progress: null, measured: null };

/** The statistics of one server. */
export function createSessionStatistics(options: SessionStatisticsOptions): SessionStatistics {
  const { tools, revision, server, tasks, directory, progressOf, readLog } = options;
  const said = new Set<string>();

  /** Says a thing once for all sessions: it will be the same for most of them. */
  function once(line: string, say: () => void): void {
    if (said.has(line)) return;
    said.add(line);
    say();
  }

  function notice(line: string): void {
    once(line, () => {
      options.notice(`${server}: ${line}`);
    });
  }

  function missing(error: VsiError): void {
    once(error.message, () => {
      options.missing(missingPart('statistics of some sessions', error));
    });
  }

  const measures = createTaskMeasures({ tasks, notice, missing });

  async function* forList(pages: Pages<Session>): AsyncGenerator<readonly Session[]> {
    if (revision.sessionProgress) {
      yield* pages;
      return;
    }
    // Up to 1.1 every session is a request of its own, so that groups must stay small.
    const largest = revision.taskSessions ? PAGE_SIZE : FIRST_GROUP;
    const meter = new Meter(tools.onDetails);
    for await (const group of regrouped(meter.counting(pages), largest)) {
      const completed = await complete(group, meter);
      meter.finish(group.length);
      yield completed;
    }
  }

  async function complete(group: readonly Session[], meter: Meter): Promise<readonly Session[]> {
    const lacking = group.filter((session) => !isMeasured(session) && movesData(session));
    if (lacking.length === 0) return group;
    const found = revision.taskSessions
      ? await outOfTasks(lacking, meter)
      : await outOfLogs(
          lacking.filter(({ status }) => !isLive(status)),
          meter,
        );
    return group.map((session) => withStatistics(session, found.get(session.id) ?? []));
  }

  async function outOfTasks(
    sessions: readonly Session[],
    meter: Meter,
  ): Promise<ReadonlyMap<string, readonly (Partial<Statistics> | null)[]>> {
    const [jobs, measured] = await Promise.all([directory(), measures.ofAll(sessions, meter)]);
    // Agent jobs have no tasks (api/vbr.md section 5.2): their log still names the bottleneck.
    const bare = sessions.filter(
      ({ id, status }) => !isLive(status) && (measured.get(id) ?? []).length === 0,
    );
    const logged = await outOfLogs(bare, meter);
    return new Map(
      sessions.map((session) => [
        session.id,
        [
          statisticsOfProgress(jobs.progressOf(session)),
          statisticsOfTasks(measured.get(session.id) ?? []),
          ...(logged.get(session.id) ?? []),
        ],
      ]),
    );
  }

  async function outOfLogs(
    sessions: readonly Session[],
    meter: Meter,
  ): Promise<ReadonlyMap<string, readonly (Partial<Statistics> | null)[]>> {
    const all = await Promise.all(
      sessions.map(async (session) => [session.id, [await meter.step(ofLog(session))]] as const),
    );
    return new Map(all);
  }

  /** A session whose log fails keeps its other fields. */
  async function ofLog(session: Session): Promise<Partial<Statistics> | null> {
    try {
      return statisticsOfLog(await readLog(session));
    } catch (error) {
      if (!isOfOneList(error)) throw error;
      missing(error);
      return null;
    }
  }

  async function forOne(session: Session): Promise<Session> {
    if (!movesData(session)) return session;
    const [{ progress, measured }, log] = await Promise.all([
      isMeasured(session) ? NOTHING : outsideOfLog(session),
      // Its last lines tell the loads, so a session that lives has none yet.
      isLive(session.status) ? null : ofLog(session),
    ]);
    return withStatistics(session, [progress, log, measured]);
  }

  /** Sizes are asked of the tasks only where the job's state does not tell them of this session. */
  async function outsideOfLog(session: Session): Promise<OutsideOfLog> {
    const progress = statisticsOfProgress(await jobProgress(session));
    const isTold = (progress?.processedBytes ?? null) !== null;
    if (isTold || !revision.taskSessions) return { progress, measured: null };
    return { progress, measured: statisticsOfTasks(await measures.ofOne(session)) };
  }

  async function jobProgress(session: Session): Promise<Progress | null> {
    if (!revision.jobProgress) return null;
    try {
      return await progressOf(session);
    } catch (error) {
      if (!isOfOneList(error)) throw error;
      return null;
    }
  }

  return { forList, forOne };
}

function movesData({ kind }: Session): boolean {
  return DATA_KINDS.has(kind);
}

/** Groups of growing size, whatever the pages are. */
async function* regrouped(
  pages: Pages<Session>,
  largest: number,
): AsyncGenerator<readonly Session[]> {
  let waiting: Session[] = [];
  let size = Math.min(FIRST_GROUP, largest);
  for await (const page of pages) {
    append(waiting, page);
    while (waiting.length >= size) {
      yield waiting.slice(0, size);
      waiting = waiting.slice(size);
      size = Math.min(2 * size, largest);
    }
  }
  if (waiting.length > 0) yield waiting;
}
