/** Logs and processed objects of VB365's sessions. */
import { VsiError } from '../../model/errors.ts';
import type { Kind } from '../../model/kind.ts';
import type { LogLevel, LogRecord } from '../../model/log-record.ts';
import type { Session } from '../../model/session.ts';
import { isLive } from '../../model/status.ts';
import type { Task } from '../../model/task.ts';
import type { LogQuery, Pages } from '../backup-server.ts';
import { withSource, type ListTools } from '../lists/list.ts';
import { inOrder } from '../lists/in-order.ts';
import { readList } from './list.ts';
import {
  byTimeAndNumber,
  toLogRecord,
  toRestoreEvent,
  type LogContext,
  type NumberedRecord,
} from './log-item.ts';
import { toTask } from './processed-object.ts';
import type { Vb365Version } from './versions.ts';

/** What reading logs and objects needs. */
export interface LogListsOptions {
  readonly tools: ListTools;
  readonly version: Vb365Version;
  /** The server's name, for errors. */
  readonly server: string;
}

/** What one session did, line by line and object by object. */
export interface LogLists {
  /** In the order in which it was written. @throws UNSUPPORTED for kinds that have no log */
  readonly log: (session: Session, query: LogQuery) => Pages<LogRecord>;
  /** @throws UNSUPPORTED where version or kind has no objects */
  readonly tasks: (session: Session) => Pages<Task>;
}

/** v8's words in its log filter. Of our levels only these are one word there: Stop is a warning, too. */
const FILTER_WORDS: ReadonlyMap<LogLevel, string> = new Map<LogLevel, string>([
  ['success', 'Success'],
  ['failed', 'Error'],
]);

/** The route of a session's log, below the version's root. */
interface LogRoute {
  readonly path: string;
  readonly reader: (item: unknown, context: LogContext) => NumberedRecord;
  /** Whether v8's `type` filter is understood there. */
  readonly takesType: boolean;
}

/** The logs of one server. */
export function createLogLists(options: LogListsOptions): LogLists {
  const { tools, version, server } = options;

  async function* log(session: Session, query: LogQuery): AsyncGenerator<readonly LogRecord[]> {
    const { path, reader, takesType } = routeOf(session, options);
    const where = tools.api.where(path);
    const context = { where, live: isLive(session.status) };
    const records = readList<NumberedRecord>(tools, {
      what: 'log records',
      path,
      query: takesType && version.logTypeFilter ? typeFilter(query.levels) : {},
      paged: true,
      reader: () => (item, source) => {
        const { record, number } = reader(item, context);
        return { record: withSource(record, source), number };
      },
      idOf: ({ record }) => (record.id === '' ? null : record.id),
    });
    const ordered = inOrder(records, {
      compare: byTimeAndNumber,
      // The order is told by falling times; a log's rise.
      timeOf: ({ record }) => (record.startedAt === null ? null : -record.startedAt),
    });
    for await (const page of ordered) yield page.map(({ record }) => record);
  }

  async function* tasks(session: Session): AsyncGenerator<readonly Task[]> {
    const { id, kind } = session;
    if (kind !== 'backup' && kind !== 'copy') {
      throw noObjects('the API lists the objects of job sessions only', session, server);
    }
    if (!version.processedObjects) {
      throw noObjects(
        `API ${version.name} does not list the objects of a session`,
        session,
        server,
      );
    }
    const path = `/${version.name}/JobSessions/${encodeURIComponent(id)}/ProcessedObjects`;
    const where = tools.api.where(path);
    yield* readList<Task>(tools, {
      what: 'processed objects',
      path,
      paged: true,
      reader: () => (item, source) => withSource(toTask(item, session, where), source),
      idOf: (task) => task.id,
    });
  }

  return { log, tasks };
}

/** @throws UNSUPPORTED for kinds that have no log */
function routeOf(
  { id, kind }: Session,
  { version, server }: Pick<LogListsOptions, 'version' | 'server'>,
): LogRoute {
  const below = (resource: string, part: string): string =>
    `/${version.name}/${resource}/${encodeURIComponent(id)}/${part}`;
  if (kind === 'restore') {
    const path = below('RestoreSessions', 'Events');
    return { path, reader: toRestoreEvent, takesType: false };
  }
  if (kind === 'retrieval') {
    const path = below('DataRetrievalSessions', 'LogItems');
    return { path, reader: toLogRecord, takesType: false };
  }
  if (!hasLog(kind)) {
    throw new VsiError('UNSUPPORTED', `the API keeps no log of ${kind} sessions`, {
      where: server,
      hint: `vsi session show ${id} shows all there is`,
    });
  }
  return { path: below('JobSessions', 'LogItems'), reader: toLogRecord, takesType: true };
}

function noObjects(message: string, { id, kind }: Session, server: string): VsiError {
  const hint = hasLog(kind)
    ? `its log says what happened: vsi session log ${id}`
    : `vsi session show ${id} shows all there is`;
  return new VsiError('UNSUPPORTED', message, { where: server, hint });
}

function hasLog(kind: Kind): boolean {
  return kind !== 'repository-sync' && kind !== 'owner-change';
}

function typeFilter(levels: readonly LogLevel[] | null): Readonly<Record<string, string>> {
  const [only] = levels ?? [];
  const word = levels?.length === 1 && only !== undefined ? FILTER_WORDS.get(only) : undefined;
  return word === undefined ? {} : { type: word };
}
