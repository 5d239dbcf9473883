import type { Reasons, SessionReasons } from '../../analysis/reasons.ts';
import { isVsiError, VsiError } from '../../model/errors.ts';
import type { LogLevel } from '../../model/log-record.ts';
import type { Session } from '../../model/session.ts';
import type { BackupServer } from '../../servers/backup-server.ts';
import type { Fleet } from '../../servers/fleet.ts';

/** What goes wrong is of these levels. */
const PROBLEMS: readonly LogLevel[] = ['warning', 'failed'];

/** How many sessions of a server are read at once: as many as it is asked at once, and some to spare. */
const SESSIONS_AT_ONCE = 6;

/** How the sessions' sources are read. */
export interface ReasonReading {
  readonly fleet: Fleet;
  readonly reasons: Reasons;
  readonly onProgress: (done: number, total: number) => void;
  /** Told of what could not be read, once a server. */
  readonly missing: (failure: VsiError) => void;
}

/**
 * Reads why sessions did not succeed: objects where they have reasons of their own (VBR), then the
 * log's warnings and errors. Where a session's log cannot be read the rest goes on without it.
 */
export async function readReasons(
  sessions: readonly Session[],
  { fleet, reasons, onProgress, missing }: ReasonReading,
): Promise<void> {
  let done = 0;
  onProgress(done, sessions.length);
  await fleet.gather(async (server) => {
    const failures: VsiError[] = [];
    const waiting = sessions.filter((session) => session.server === server.name).values();
    const work = async (): Promise<void> => {
      for (const session of waiting) {
        const failure = await readSession(server, session, reasons.ofSession(session));
        if (failure !== null) failures.push(failure);
        done += 1;
        onProgress(done, sessions.length);
      }
    };
    await Promise.all(Array.from({ length: SESSIONS_AT_ONCE }, work));
    const [first] = failures;
    if (first !== undefined) missing(summary(first, failures.length));
  });
}

/** @returns why a part of it is missing; null where none is */
async function readSession(
  server: BackupServer,
  session: Session,
  sources: SessionReasons,
): Promise<VsiError | null> {
  // VB365 names no objects and gives them no reasons.
  const tasks =
    session.product === 'vbr' ? await each(server.tasks(session), sources.addTask) : null;
  const log = await each(server.log(session, { levels: PROBLEMS }), sources.addLogRecord);
  sources.end();
  return log ?? tasks;
}

/** Hands on item by item: a log may be long. @returns why the list is not complete; null where it is */
async function each<T>(
  pages: AsyncIterable<readonly T[]>,
  take: (item: T) => void,
): Promise<VsiError | null> {
  try {
    for await (const page of pages) page.forEach(take);
    return null;
  } catch (error) {
    if (!isVsiError(error) || error.code === 'INTERRUPTED') throw error;
    // A session that is gone, or of a kind without a log, is no part that a server failed to tell.
    return error.code === 'UNSUPPORTED' || error.code === 'NOT_FOUND' ? null : error;
  }
}

function summary(first: VsiError, count: number): VsiError {
  if (count === 1) return first;
  return new VsiError(first.code, `the logs of ${count} sessions are missing: ${first.message}`, {
    where: first.where,
    hint: first.hint,
    cause: first,
  });
}
