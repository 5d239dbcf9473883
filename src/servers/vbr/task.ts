/** One object of a session as VBR's task sessions tell of it (api/vbr.md section 3, TaskSessionModel). */
import { secondsBetween } from '../../model/instant.ts';
import type { LogLevel, LogRecord } from '../../model/log-record.ts';
import {
  knownNameIn,
  likelyMachineIn,
  nameBeforeReason,
  processedIn,
} from '../../model/processing-line.ts';
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

const STATUS_OF_LEVEL: Readonly<Record<LogLevel, Status>> = {
  success: 'success',
  warning: 'warning',
  failed: 'failed',
  running: 'running',
  info: 'none',
};

/** The objects that the lines of a session's log are about, in their order; other lines are none. */
export function tasksOfRecords(records: readonly LogRecord[], session: Session): Task[] {
  const names = new Set(records.map(surelyNamed).filter((name) => name !== null));
  return records
    .map((record) => taskOfRecord(record, session, names))
    .filter((task) => task !== null);
}

/**
 * The object that a line of a session's log is about: `Processing <name>`, with the reason behind the
 * name or in the description. All there is where a revision or a job has no task sessions: name, result
 * and times (api/vbr.md sections 5.2 and 5.15).
 *
 * @param names objects that are known to be there, to tell their names from the reason
 * @returns null for any other line
 */
export function taskOfRecord(
  record: LogRecord,
  session: Session,
  names: ReadonlySet<string> = new Set(),
): Task | null {
  const processed = processedIn(record.title);
  if (processed === null) return null;
  const name = nameIn(processed, record, names);
  const reason = processed.slice(name.length).trim();
  const status = STATUS_OF_LEVEL[record.level];
  const endedAt = isLive(status) ? null : record.updatedAt;
  return newTask({
    id: `${session.id}/${record.id}`,
    server: session.server,
    sessionId: session.id,
    name,
    status,
    createdAt: record.startedAt,
    endedAt,
    durationSeconds: secondsBetween(record.startedAt, endedAt),
    message: reason === '' ? record.description : reason,
    utcOffsetMinutes: record.utcOffsetMinutes ?? null,
  });
}

/** Whether the line is a problem that gives its reason nowhere else than behind the name. */
function hidesReason({ level, description }: LogRecord): boolean {
  return (level === 'warning' || level === 'failed') && description === null;
}

function nameIn(processed: string, record: LogRecord, names: ReadonlySet<string>): string {
  const name = nameBeforeReason(processed);
  if (name !== null) return name;
  if (!hidesReason(record)) return processed;
  return knownNameIn(processed, names) ?? likelyMachineIn(processed) ?? processed;
}

/** The object of a line that leaves no doubt which part of it is the name. */
function surelyNamed(record: LogRecord): string | null {
  const processed = processedIn(record.title);
  if (processed === null) return null;
  return nameBeforeReason(processed) ?? (hidesReason(record) ? null : processed);
}
