/** The task sessions of one session (api/vbr.md section 2). */
import type { Pages } from '../backup-server.ts';
import type { ItemReader, ListTools } from '../lists/list.ts';
import { BY_CREATION, readList } from './list.ts';
import { SESSIONS } from './session-lists.ts';
import type { VbrRevision } from './versions.ts';

/** How the items are read. */
interface TaskReader<T> {
  /** @param where the endpoint, for errors */
  readonly reader: (where: string) => ItemReader<T>;
  readonly idOf: (item: T) => string | null;
}

/**
 * Reads them to their end. Before 1.3-rev1 the route takes no parameters, and answers everything (as
 * far as is known).
 *
 * @throws as `readPagedList`
 */
export function readSessionTasks<T>(
  { tools, revision }: { readonly tools: ListTools; readonly revision: VbrRevision },
  sessionId: string,
  { reader, idOf }: TaskReader<T>,
): Pages<T> {
  const path = `${SESSIONS}/${encodeURIComponent(sessionId)}/taskSessions`;
  return readList<T>(tools, {
    what: 'task sessions',
    path,
    order: revision.taskSessionParameters ? BY_CREATION : [],
    takesParameters: revision.taskSessionParameters,
    reader: () => reader(tools.api.where(path)),
    idOf,
  });
}
