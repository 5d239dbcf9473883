/** One object of a session as VBR's task sessions tell of it (api/vbr.md section 3, TaskSessionModel). */
import { secondsBetween } from '../../model/instant.ts';
import type { LogLevel, LogRecord } from '../../model/log-record.ts';
import type { Session } from '../../model/session.ts';
import { isLive, type Status } from '../../model/status.ts';
import { newTask, type Task } from '../../model/task.ts';
import {
  readId,
  readInstant,
  readText,
  requireFields,
  requireId,
  type Fields,
} from '../reading/reading.ts';
import { readProgress } from './progress.ts';
import {
  readMode,
  readResult,
  scanStatusOf,
  statusOf,
  statusTextOf,
  type Result,
} from './words.ts';

/** What the reader needs to know besides the task itself. */
export interface TaskContext {
  /** The server's name, for the record's `server`. */
  readonly server: string;
  /** The endpoint, for errors. */
  readonly where: string;
  /** The server's offset in minutes: task sessions carry local times without one. */
  readonly offsetMinutes: number;
}

/**
 * Reads a task session of any type. Those of an antivirus scan have neither state nor result but
 * their own, which become the status.
 *
 * @throws ANSWER_UNREADABLE when it is no object or has no id
 */
export function toTask(value: unknown, session: Pick<Session, 'id'>, context: TaskContext): Task {
  const fields = requireFields(value, context.where, 'a task session');
  const id = requireId(fields['id'], context.where, 'id');
  const kind = readText(fields['type'])?.trim().toLowerCase() ?? null;
  const result = readResult(fields['result']);
  const outcome = kind === 'antivirus' ? scanOutcome(fields) : stateOutcome(fields, result);
  const progress = readProgress(fields['progress']);
  const createdAt = readInstant(fields['creationTime'], context.offsetMinutes);
  const endedAt = isLive(outcome.status)
    ? null
    : readInstant(fields['endTime'], context.offsetMinutes);
  return {
    id,
    server: context.server,
    sessionId: readId(fields['sessionId']) ?? session.id,
    name: readText(fields['name']),
    kind,
    ...outcome,
    createdAt,
    endedAt,
    durationSeconds: secondsBetween(createdAt, endedAt),
    mode: readMode(fields['algorithm']),
    processedBytes: progress?.processedBytes ?? null,
    readBytes: progress?.readBytes ?? null,
    transferredBytes: progress?.transferredBytes ?? null,
    processingRateBytesPerSecond: progress?.rateBytesPerSecond ?? null,
    bottleneck: progress?.bottleneck ?? null,
    message: result.message,
    repositoryId: readId(fields['repositoryId']),
    restorePointId: readId(fields['restorePointId']) ?? readId(fields['replicaPointId']),
    scanResult: readText(fields['scanResult']),
    donePercent: progress?.percent ?? null,
    utcOffsetMinutes: context.offsetMinutes,
  };
}

interface Outcome {
  readonly status: Status;
  readonly statusText: string | null;
}

function stateOutcome(fields: Fields, result: Result): Outcome {
  const state = readText(fields['state']);
  return { status: statusOf(state, result), statusText: statusTextOf(state, result) };
}

function scanOutcome(fields: Fields): Outcome {
  const state = readText(fields['scanState']);
  const result = readText(fields['scanResult']);
  const status = scanStatusOf(state, result);
  return { status, statusText: isLive(status) ? state : (result ?? state) };
}

const PROCESSING = /^processing\s+(?!finished\b|started\b)(\S.*)$/is;
/** Where an object's name ends and the reason begins; names hold spaces and colons themselves. */
const REASON = /\s((?:error|warning|failed|details)\s?:.*)$/is;

const STATUS_OF_LEVEL: Readonly<Record<LogLevel, Status>> = {
  success: 'success',
  warning: 'warning',
  failed: 'failed',
  running: 'running',
  info: 'none',
};

/**
 * The object that a line of a session's log is about: `Processing <name>`, with the reason behind the
 * name or in the description. All there is where a revision or a job has no task sessions: name, result
 * and times (api/vbr.md sections 5.2 and 5.15).
 *
 * @returns null for any other line
 */
export function taskOfRecord(record: LogRecord, session: Session): Task | null {
  const title = PROCESSING.exec(record.title.trim())?.[1];
  if (title === undefined) return null;
  const reason = REASON.exec(title);
  const status = STATUS_OF_LEVEL[record.level];
  const endedAt = isLive(status) ? null : record.updatedAt;
  return newTask({
    id: `${session.id}/${record.id}`,
    server: session.server,
    sessionId: session.id,
    name: reason === null ? title : title.slice(0, reason.index).trim(),
    status,
    createdAt: record.startedAt,
    endedAt,
    durationSeconds: secondsBetween(record.startedAt, endedAt),
    message: reason?.[1] ?? record.description,
    utcOffsetMinutes: record.utcOffsetMinutes ?? null,
  });
}
