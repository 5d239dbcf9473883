/** Task sessions of VBR: the objects of a session, and what they measured (api/vbr.md section 2). */
import { VsiError, isVsiError } from '../../model/errors.ts';
import { formatInstant, offsetOf, type Instant } from '../../model/instant.ts';
import type { Session } from '../../model/session.ts';
import type { Task } from '../../model/task.ts';
import type { Pages } from '../backup-server.ts';
import { collect, withSource, type ListTools } from '../lists/list.ts';
import { readFields, readId, readText } from '../reading/reading.ts';
import { BY_CREATION, readList, type Filters } from './list.ts';
import type { LogReader } from './log-lists.ts';
import { readProgress, type Progress } from './progress.ts';
import { isVersionRefused } from './refusal.ts';
import type { ServerOffsets } from './server-offsets.ts';
import { DATA_KINDS } from './session-kinds.ts';
import { SESSIONS } from './session-lists.ts';
import { tasksOfRecords, toTask } from './task.ts';
import type { VbrRevision } from './versions.ts';

/** What reading tasks needs. */
export interface TaskListsOptions {
  readonly tools: ListTools;
  readonly revision: VbrRevision;
  /** The server's name, for records and notices. */
  readonly server: string;
  readonly offsets: ServerOffsets;
  readonly readLog: LogReader;
  readonly notice: (line: string) => void;
}

/** A task's measurements and whose they are. */
export interface MeasuredTask {
  readonly id: string | null;
  readonly sessionId: string | null;
  readonly progress: Progress | null;
}

/** The tasks of one server. */
export interface TaskLists {
  /**
   * A session's objects: its task sessions, else what its log says of them.
   * @throws UNSUPPORTED where the revision has no task sessions and the log names no object
   */
  readonly tasks: (session: Session) => Pages<Task>;
  /** What the tasks of one session measured. */
  readonly measured: (session: Pick<Session, 'id'>) => Promise<readonly Progress[]>;
  /** What all tasks measured that were created in a stretch of time; `to` null = until now. */
  readonly measuredBetween: (
    from: Instant,
    to: Instant | null,
    onTotal: (total: number | null, arrived: number) => void,
  ) => Pages<MeasuredTask>;
}

const TASK_SESSIONS = '/api/v1/taskSessions';
const SERVER_TIME = '/api/v1/serverTime';

/** Nobody documents whether the filters' bounds are included. */
const SLACK = 1000;

/** The task lists of one server. */
export function createTaskLists(options: TaskListsOptions): TaskLists {
  const { tools, revision, server, offsets, notice, readLog } = options;
  let serverOffsetOnce: Promise<number> | null = null;
  /** Tasks that are only added up are no rows of the list that somebody waits for. */
  const unseen: ListTools = {
    ...tools,
    onPage: () => {
      tools.onPage(0);
    },
  };

  async function* tasks(session: Session): AsyncGenerator<readonly Task[]> {
    if (!revision.taskSessions) {
      yield await tasksOfLog(session, new NoTasks(revision.name, session.id, server));
      return;
    }
    let isEmpty = true;
    try {
      for await (const page of ofSession(session)) {
        isEmpty &&= page.length === 0;
        if (page.length > 0) yield page;
      }
    } catch (error) {
      if (!isEmpty || !isNotServed(error)) throw error;
      yield await tasksOfLog(session, error);
      return;
    }
    if (isEmpty && DATA_KINDS.has(session.kind)) yield await tasksOfLog(session, null);
  }

  /** Before 1.3-rev1 the route takes no parameters, and answers everything (as far as is known). */
  function listOf<T>(
    id: string,
    reader: (where: string) => (item: unknown, source: string | null) => T,
    idOf: (item: T) => string | null,
  ): Pages<T> {
    const path = `${SESSIONS}/${encodeURIComponent(id)}/taskSessions`;
    return readList<T>(tools, {
      what: 'task sessions',
      path,
      order: revision.taskSessionParameters ? BY_CREATION : [],
      takesParameters: revision.taskSessionParameters,
      reader: () => reader(tools.api.where(path)),
      idOf,
    });
  }

  async function* ofSession(session: Session): AsyncGenerator<readonly Task[]> {
    const offsetMinutes = await offsetFor(session);
    yield* listOf<Task>(
      session.id,
      (where) => (item, source) =>
        withSource(toTask(item, session, { server, where, offsetMinutes }), source),
      ({ id }) => id,
    );
  }

  async function measured({ id }: Pick<Session, 'id'>): Promise<readonly Progress[]> {
    const all = await collect(
      listOf(
        id,
        () => readMeasured,
        (task) => task.id,
      ),
    );
    return all
      .filter(({ sessionId }) => sessionId === null || sessionId === id)
      .map(({ progress }) => progress)
      .filter((progress) => progress !== null);
  }

  function measuredBetween(
    from: Instant,
    to: Instant | null,
    onTotal: (total: number | null, arrived: number) => void,
  ): Pages<MeasuredTask> {
    const filters: Filters = [
      ['createdAfterFilter', formatInstant(from - SLACK)],
      ...(to === null
        ? []
        : ([['createdBeforeFilter', formatInstant(Math.ceil(to) + SLACK)]] as const)),
    ];
    return readList<MeasuredTask>(unseen, {
      what: 'task sessions',
      path: TASK_SESSIONS,
      filters,
      order: BY_CREATION,
      reader: () => readMeasured,
      idOf: ({ id }) => id,
      onTotal,
    });
  }

  const told = new Set<string>();

  /**
   * What the log says of objects. It is the only source of revisions up to 1.1 and of agent jobs, and
   * the way out where a server fails on a type of session that the revision has no word for
   * (api/vbr.md sections 5.1, 5.2 and 5.15).
   *
   * @param reason why there are no task sessions; null: the server answered that there are none
   */
  async function tasksOfLog(session: Session, reason: VsiError | null): Promise<readonly Task[]> {
    const records = await readLog(session);
    const found = tasksOfRecords(records, session);
    if (found.length > 0) {
      const why = reason === null ? 'a session has no task sessions' : reason.message;
      // Once is enough, however many sessions are asked.
      if (!told.has(why)) notice(`${server}: ${why}; its objects are read from its log`);
      told.add(why);
    } else if (reason !== null) {
      throw new NoTasks(revision.name, session.id, server, reason);
    }
    return found;
  }

  /** That of the session's own times, else of the server's clock now. */
  async function offsetFor({ createdAt }: Session): Promise<number> {
    const learned = createdAt === null ? null : offsets.at(createdAt);
    if (learned !== null) return learned;
    serverOffsetOnce ??= readServerOffset();
    return serverOffsetOnce;
  }

  async function readServerOffset(): Promise<number> {
    const { value } = await tools.api.json(SERVER_TIME);
    return offsetOf(readText(readFields(value)['serverTime']) ?? '') ?? 0;
  }

  return { tasks, measured, measuredBetween };
}

function readMeasured(item: unknown): MeasuredTask {
  const fields = readFields(item);
  return {
    id: readId(fields['id']),
    sessionId: readId(fields['sessionId']),
    progress: readProgress(fields['progress']),
  };
}

/** The session's objects cannot be told. */
class NoTasks extends VsiError {
  constructor(version: string, sessionId: string, server: string, cause?: unknown) {
    super('UNSUPPORTED', `API ${version} has no task sessions`, {
      where: server,
      hint: `its log says what happened: vsi session log ${sessionId}`,
      cause,
    });
  }
}

/** Whether a server fails on this route alone; a login that ended or a dead network is another matter. */
export function isNotServed(error: unknown): error is VsiError {
  return (
    isVsiError(error) &&
    !isVersionRefused(error) &&
    ['REQUEST_FAILED', 'UNSUPPORTED', 'NOT_FOUND', 'RIGHTS_REFUSED'].includes(error.code)
  );
}
