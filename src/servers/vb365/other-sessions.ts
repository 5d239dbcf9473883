/** VB365's sessions of other kinds than jobs, as our records (api/vb365.md section 4). */
import { secondsBetween } from '../../model/instant.ts';
import { newSession, type Session } from '../../model/session.ts';
import { isLive, type Status } from '../../model/status.ts';
import {
  readFields,
  readId,
  readInstant,
  readInteger,
  readList,
  readNumber,
  readText,
  readWord,
  requireFields,
  requireId,
  type Fields,
} from '../reading/reading.ts';
import { linkedId, recordId } from './links.ts';
import type { RecordContext } from './record-context.ts';
import { readStatus } from './words.ts';

/** Reads an item of one of the further session lists. @throws ANSWER_UNREADABLE */
export type SessionReader = (value: unknown, context: RecordContext) => Session;

const LIVE_RESTORE_STATES: ReadonlyMap<string, Status> = new Map<string, Status>([
  ['working', 'running'],
  ['starting', 'running'],
  ['stopping', 'running'],
]);

/**
 * An item of /RestoreSessions. Its `result` says Success while it still works, so the state is first;
 * a state that nobody knows is believed to be over only where there is an end.
 */
export function toRestoreSession(value: unknown, context: RecordContext): Session {
  const fields = requireFields(value, context.where, 'a restore session');
  const state = readText(fields['state']);
  const result = readText(fields['result']);
  const status = restoreStatus(fields);
  return newSession({
    ...commonParts(fields, context),
    ...timesOf(fields, 'creationTime', status),
    kind: 'restore',
    name: readText(fields['name']),
    status,
    statusText: status === 'running' || status === 'unknown' ? (state ?? result) : result,
    message: readText(fields['details']),
    initiatedBy: readText(fields['initiatedBy']),
    type: readText(fields['type']),
    state,
    result,
  });
}

function restoreStatus(fields: Fields): Status {
  const live = readWord(fields['state'], LIVE_RESTORE_STATES);
  if (live !== null) return live;
  const state = readText(fields['state'])?.toLowerCase() ?? null;
  const isOver = state === null || state === 'stopped' || readInstant(fields['endTime']) !== null;
  return isOver ? readStatus(fields['result']) : 'unknown';
}

/** An item of /DataRetrievalSessions; v6's own document writes a type with a comma behind it. */
export function toRetrievalSession(value: unknown, context: RecordContext): Session {
  const fields = requireFields(value, context.where, 'a data retrieval session');
  const status = readStatus(fields['status']);
  return newSession({
    ...commonParts(fields, context),
    ...timesOf(fields, 'creationTime', status),
    kind: 'retrieval',
    name: readText(fields['name']),
    status,
    statusText: readText(fields['status']),
    progressObjects: readInteger(fields['progress']),
    processedObjects: readInteger(fields['processedObjects']),
    resourceId: readId(fields['retrievalId']),
    repositoryId: readId(fields['repositoryId']),
    proxyId: readId(fields['proxyId']),
    type: readText(fields['type'])?.replace(/,\s*$/, '') ?? null,
  });
}

const SYNC_STATES: ReadonlyMap<string, Status> = new Map<string, Status>([
  ['synchronizing', 'running'],
  ['none', 'none'],
  ['failed', 'failed'],
]);

/**
 * An item of /RepositorySynchronizeSessions. It has no times at all, and its id may be null: then it
 * is known by its repository's id.
 */
export function toRepositorySyncSession(value: unknown, context: RecordContext): Session {
  const fields = requireFields(value, context.where, 'a repository synchronization session');
  const repositoryId = readId(fields['repositoryId']);
  const state = readText(fields['state']);
  return newSession({
    server: context.server,
    product: 'vb365',
    id:
      readId(fields['id']) ??
      linkedId(fields, 'self') ??
      repositoryId ??
      requireId(fields['id'], context.where, 'id'),
    kind: 'repository-sync',
    status: readWord(state, SYNC_STATES) ?? 'unknown',
    statusText: state,
    progressPercent: readNumber(fields['progressPercent']),
    message: errorText(fields['error']),
    repositoryId,
    state,
  });
}

/** An item of /RepositoryOwnerChangeSessions (v8): repositories that move to another proxy. */
export function toOwnerChangeSession(value: unknown, context: RecordContext): Session {
  const fields = requireFields(value, context.where, 'an owner change session');
  const repositories = readList(fields['repositoryIds']);
  const status = readStatus(fields['status']);
  return newSession({
    ...commonParts(fields, context),
    ...timesOf(fields, 'startTime', status),
    kind: 'owner-change',
    status,
    statusText: readText(fields['status']),
    message: readText(fields['details']),
    repositoryId: repositories.length === 1 ? readId(repositories[0]) : null,
  });
}

function commonParts(
  fields: Fields,
  { server, where }: RecordContext,
): Pick<Session, 'id' | 'server' | 'product'> {
  return { id: recordId(fields, where), server, product: 'vb365' };
}

function timesOf(
  fields: Fields,
  start: 'creationTime' | 'startTime',
  status: Status,
): Pick<Session, 'createdAt' | 'endedAt' | 'durationSeconds'> {
  const createdAt = readInstant(fields[start]);
  const endedAt = isLive(status) ? null : readInstant(fields['endTime']);
  return { createdAt, endedAt, durationSeconds: secondsBetween(createdAt, endedAt) };
}

/** The documents say text; an error object's own message would do as well. */
function errorText(value: unknown): string | null {
  return readText(value) ?? readText(readFields(value)['message']);
}
