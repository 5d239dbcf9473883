/** Processed objects of a VB365 job session as our task records (v7 and v8). */
import type { Session } from '../../model/session.ts';
import { newTask, type Task } from '../../model/task.ts';
import { readText, requireFields, requireId } from '../reading/reading.ts';
import { readStatus } from './words.ts';

/**
 * An item of ProcessedObjects: an id, a type and a status, and nothing else; not even a name
 * (api/vb365.md section 4).
 *
 * @throws ANSWER_UNREADABLE when it is no object or has no id
 */
export function toTask(value: unknown, session: Session, where: string): Task {
  const fields = requireFields(value, where, 'a processed object');
  return newTask({
    id: requireId(fields['id'], where, 'id'),
    server: session.server,
    sessionId: session.id,
    kind: readText(fields['type'])?.toLowerCase() ?? null,
    status: readStatus(fields['status']),
    statusText: readText(fields['status']),
  });
}
