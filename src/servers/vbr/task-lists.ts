/** Task sessions of VBR: the objects of a session, and what they measured (api/vbr.md section 2). */
import type { Session } from '../../model/session.ts';
import type { Task } from '../../model/task.ts';
import type { Pages } from '../backup-server.ts';
import { withSource, type ListTools } from '../lists/list.ts';
import { createLogTasksReader, noTasks, type LogTasksOptions } from './log-tasks.ts';
import {
  measuredBetween,
  measuredOf,
  type MeasuredStretch,
  type MeasuredTask,
} from './measured-tasks.ts';
import type { Progress } from './progress.ts';
import { isNotServed } from './refusal.ts';
import { createOffsetFinder } from './server-clock.ts';
import type { ServerOffsets } from './server-offsets.ts';
import { DATA_KINDS } from './session-kinds.ts';
import { readSessionTasks } from './session-tasks.ts';
import { toTask } from './task.ts';

/** What reading tasks needs. */
export interface TaskListsOptions extends LogTasksOptions {
  readonly tools: ListTools;
  readonly offsets: ServerOffsets;
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
  /** What all tasks measured that were created in a stretch of time. */
  readonly measuredBetween: (stretch: MeasuredStretch) => Pages<MeasuredTask>;
}

/** The task lists of one server. */
export function createTaskLists(options: TaskListsOptions): TaskLists {
  const { tools, revision, server, offsets } = options;
  const offsetAt = createOffsetFinder(tools.api, offsets);
  const tasksOfLog = createLogTasksReader(options);

  async function* tasks(session: Session): AsyncGenerator<readonly Task[]> {
    if (!revision.taskSessions) {
      yield await tasksOfLog(session, noTasks(session, options));
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

  async function* ofSession(session: Session): AsyncGenerator<readonly Task[]> {
    const offsetMinutes = await offsetAt(session.createdAt);
    yield* readSessionTasks<Task>(options, session.id, {
      reader: (where) => (item, source) =>
        withSource(toTask(item, session, { server, where, offsetMinutes }), source),
      idOf: ({ id }) => id,
    });
  }

  return {
    tasks,
    measured: (session) => measuredOf(options, session),
    measuredBetween: (stretch) => measuredBetween(tools, stretch),
  };
}
