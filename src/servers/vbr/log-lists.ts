/** Logs of VBR's sessions: one answer with all records, never paged (api/vbr.md section 2). */
import type { LogLevel, LogRecord } from '../../model/log-record.ts';
import { logOrder } from '../../model/order.ts';
import type { Session } from '../../model/session.ts';
import { isLive } from '../../model/status.ts';
import type { ApiClient } from '../http/api-client.ts';
import type { LogQuery } from '../backup-server.ts';
import { withSource } from '../lists/list.ts';
import { requireFields, requireList } from '../reading/reading.ts';
import { toLogRecord } from './log-record.ts';
import { AUTOMATION_SESSIONS, SESSIONS } from './session-lists.ts';
import type { VbrRevision } from './versions.ts';

/** What reading a log needs. */
export interface LogOptions {
  readonly api: ApiClient;
  readonly revision: VbrRevision;
}

/** `statusFilter`'s words; what `None` means depends on whether the session lives. */
const FILTER_WORDS: Readonly<Record<LogLevel, string>> = {
  success: 'Succeeded',
  warning: 'Warning',
  failed: 'Failed',
  running: 'None',
  info: 'None',
};

const ALL_LEVELS: LogQuery = { levels: null };

/** A session's log in the order in which it was written; servers send it either way round. */
export async function readLog(
  { api, revision }: LogOptions,
  session: Pick<Session, 'id' | 'kind' | 'status'>,
  { levels }: LogQuery = ALL_LEVELS,
): Promise<readonly LogRecord[]> {
  const route = session.kind === 'automation' ? AUTOMATION_SESSIONS : SESSIONS;
  const path = `${route}/${encodeURIComponent(session.id)}/logs`;
  const where = api.where(path);
  const { value, sourceOf } = await api.json(`${path}${filterOf(levels, revision)}`);
  const records = requireList(
    requireFields(value, where, 'the answer')['records'],
    where,
    'records',
  );
  const context = { where, isLive: isLive(session.status) };
  return records
    .map((record) => withSource(toLogRecord(record, context), sourceOf(record)))
    .sort(logOrder);
}

/** Reads the log of a session; records of other levels than those asked for may come with it. */
export type LogReader = (
  session: Pick<Session, 'id' | 'kind' | 'status'>,
  query?: LogQuery,
) => Promise<readonly LogRecord[]>;

/**
 * `readLog` that remembers the last log it read in full: the statistics, the objects and the log of a
 * session are asked for one after the other. Only what has ended is remembered.
 */
export function createLogReader(options: LogOptions): LogReader {
  let last: { readonly id: string; readonly records: Promise<readonly LogRecord[]> } | null = null;
  return (session, query = ALL_LEVELS) => {
    if (last?.id === session.id) return last.records;
    const isWhole = filterOf(query.levels, options.revision) === '';
    const records = readLog(options, session, query);
    if (!isWhole || isLive(session.status)) return records;
    const remembered = { id: session.id, records };
    last = remembered;
    records.catch(() => {
      if (last === remembered) last = null;
    });
    return records;
  };
}

function filterOf(levels: readonly LogLevel[] | null, revision: VbrRevision): string {
  const [only] = levels ?? [];
  const isSingle = levels?.length === 1 && only !== undefined;
  // Words that a revision does not know are shown as info, so only the known ones can be asked for.
  if (!isSingle || only === 'info' || !revision.logStatusFilter) return '';
  return `?statusFilter=${FILTER_WORDS[only]}`;
}
