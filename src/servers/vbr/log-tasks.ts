/** A session's objects as its log tells of them. */
import { VsiError } from '../../model/errors.ts';
import type { Session } from '../../model/session.ts';
import type { Task } from '../../model/task.ts';
import type { LogReader } from './log-lists.ts';
import { tasksOfRecords } from './task.ts';
import type { VbrRevision } from './versions.ts';

/** What reading objects out of logs needs. */
export interface LogTasksOptions {
  readonly revision: VbrRevision;
  /** The server's name, for errors and notices. */
  readonly server: string;
  readonly readLog: LogReader;
  readonly notice: (line: string) => void;
}

/**
 * Reads the objects of a session's log.
 *
 * @param reason why there are no task sessions; null: the server answered that there are none
 * @throws the reason as UNSUPPORTED where the log names no object, and what reading the log throws
 */
export type LogTasksReader = (
  session: Session,
  reason: VsiError | null,
) => Promise<readonly Task[]>;

/**
 * The only source of revisions up to 1.1 and of agent jobs, and the way out where a server fails on a
 * type of session that the revision has no word for (api/vbr.md sections 5.1, 5.2 and 5.15). Tells
 * once why it is used, however many sessions are asked.
 */
export function createLogTasksReader(options: LogTasksOptions): LogTasksReader {
  const { revision, server, readLog, notice } = options;
  const told = new Set<string>();
  return async (session, reason) => {
    const records = await readLog(session);
    const found = tasksOfRecords(records, session);
    if (found.length > 0) {
      const why = reason === null ? 'a session has no task sessions' : reason.message;
      if (!told.has(why)) notice(`${server}: ${why}; its objects are read from its log`);
      told.add(why);
    } else if (reason !== null) {
      throw noTasks(session, { revision, server, cause: reason });
    }
    return found;
  };
}

/** The session's objects cannot be told. */
export function noTasks(
  { id }: Pick<Session, 'id'>,
  place: Pick<LogTasksOptions, 'revision' | 'server'> & { readonly cause?: VsiError },
): VsiError {
  return new VsiError('UNSUPPORTED', `API ${place.revision.name} has no task sessions`, {
    where: place.server,
    hint: `its log says what happened: vsi session log ${id}`,
    cause: place.cause,
  });
}
