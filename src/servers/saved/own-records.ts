/** vsi's own records out of the JSON that vsi prints (contract section 3). */
import { secondsBetween } from '../../model/instant.ts';
import type { Job } from '../../model/job.ts';
import type { LogRecord } from '../../model/log-record.ts';
import type { Session } from '../../model/session.ts';
import type { Task } from '../../model/task.ts';
import { readBoolean, readInteger, readNumber, type Fields } from '../reading/reading.ts';
import {
  commonOf,
  createFieldReader,
  KIND_WORDS,
  LEVEL_WORDS,
  loadsOf,
  MODE_WORDS,
  STATUS_WORDS,
  statusOrNull,
  type FieldReader,
  type OwnContext,
} from './own-fields.ts';

/** Reads vsi's own records. @throws what `context.wrong` makes of a field that is not what it must be */
export interface OwnReader {
  readonly session: (fields: Fields, context: OwnContext) => Session;
  readonly job: (fields: Fields, context: OwnContext) => Job;
  readonly task: (fields: Fields, context: OwnContext) => Task;
  readonly logRecord: (fields: Fields, context: OwnContext) => LogRecord;
}

/** Makes a reader for one file. */
export function createOwnReader(): OwnReader {
  const reader = createFieldReader();
  return {
    session: (fields, context) => readSession(reader, fields, context),
    job: (fields, context) => readJob(reader, fields, context),
    task: (fields, context) => readTask(reader, fields, context),
    logRecord: (fields, context) => readLogRecord(reader, fields, context),
  };
}

/** Every key is written out instead of filled in by `newSession`: there may be 100,000 of them. */
function readSession(reader: FieldReader, fields: Fields, context: OwnContext): Session {
  const { instant, shared, text } = reader;
  const { id, server, product } = commonOf(reader, fields, context);
  const createdAt = instant(fields['createdAt']);
  const endedAt = instant(fields['endedAt']);
  const original = text(fields['originalSessionId']);
  return {
    id,
    server,
    product,
    jobId: shared(fields['jobId']),
    jobName: shared(fields['jobName']),
    name: shared(fields['name']),
    kind: KIND_WORDS.get(fields['kind']) ?? 'other',
    mode: MODE_WORDS.get(fields['mode']) ?? null,
    status: STATUS_WORDS.get(fields['status']) ?? 'unknown',
    statusText: shared(fields['statusText']),
    createdAt,
    endedAt,
    durationSeconds: readNumber(fields['durationSeconds']) ?? secondsBetween(createdAt, endedAt),
    progressPercent: readNumber(fields['progressPercent']),
    progressObjects: readInteger(fields['progressObjects']),
    processingRateBytesPerSecond: readInteger(fields['processingRateBytesPerSecond']),
    processingRateItemsPerSecond: readInteger(fields['processingRateItemsPerSecond']),
    readRateBytesPerSecond: readInteger(fields['readRateBytesPerSecond']),
    writeRateBytesPerSecond: readInteger(fields['writeRateBytesPerSecond']),
    processedBytes: readInteger(fields['processedBytes']),
    readBytes: readInteger(fields['readBytes']),
    transferredBytes: readInteger(fields['transferredBytes']),
    processedObjects: readInteger(fields['processedObjects']),
    bottleneck: shared(fields['bottleneck']),
    stageLoads: loadsOf(reader, fields['stageLoads']),
    retryNumber: readNumber(fields['retryNumber']),
    originalSessionId: original === id ? id : original,
    willBeRetried: readBoolean(fields['willBeRetried']),
    message: text(fields['message']),
    initiatedBy: shared(fields['initiatedBy']),
    parentSessionId: text(fields['parentSessionId']),
    relatedSessionId: text(fields['relatedSessionId']),
    resourceId: shared(fields['resourceId']),
    resourceReference: shared(fields['resourceReference']),
    repositoryId: shared(fields['repositoryId']),
    proxyId: shared(fields['proxyId']),
    usn: readInteger(fields['usn']),
    type: shared(fields['type']),
    state: shared(fields['state']),
    result: shared(fields['result']),
    isCanceled: readBoolean(fields['isCanceled']),
  };
}

function readJob(reader: FieldReader, fields: Fields, context: OwnContext): Job {
  const { instant, text } = reader;
  const common = commonOf(reader, fields, context);
  return {
    ...common,
    name: text(fields['name']) ?? common.id,
    description: text(fields['description']),
    kind: KIND_WORDS.get(fields['kind']) ?? 'other',
    type: text(fields['type']),
    enabled: readBoolean(fields['enabled']),
    listed: readBoolean(fields['listed']) ?? true,
    running: readBoolean(fields['running']),
    lastStatus: statusOrNull(fields['lastStatus']),
    lastRunAt: instant(fields['lastRunAt']),
    lastDurationSeconds: readNumber(fields['lastDurationSeconds']),
    nextRunAt: instant(fields['nextRunAt']),
    nextRunText: text(fields['nextRunText']),
    lastSuccessAt: instant(fields['lastSuccessAt']),
    lastSessionId: text(fields['lastSessionId']),
    objectsCount: readInteger(fields['objectsCount']),
    repositoryId: text(fields['repositoryId']),
    repositoryName: text(fields['repositoryName']),
    recentStatuses: Array.isArray(fields['recentStatuses'])
      ? fields['recentStatuses'].map((word) => STATUS_WORDS.get(word) ?? 'unknown')
      : null,
    failingSince: instant(fields['failingSince']),
    failuresInRow: readNumber(fields['failuresInRow']),
  };
}

function readTask(reader: FieldReader, fields: Fields, context: OwnContext): Task {
  const { instant, intern, shared, text } = reader;
  const { id, server } = commonOf(reader, fields, context);
  const { sessionId } = fields;
  if (typeof sessionId !== 'string') throw context.wrong('sessionId', 'a text', sessionId);
  const createdAt = instant(fields['createdAt']);
  const endedAt = instant(fields['endedAt']);
  return {
    id,
    server,
    sessionId: intern(sessionId),
    name: shared(fields['name']),
    kind: shared(fields['kind']),
    status: STATUS_WORDS.get(fields['status']) ?? 'unknown',
    statusText: shared(fields['statusText']),
    createdAt,
    endedAt,
    durationSeconds: readNumber(fields['durationSeconds']) ?? secondsBetween(createdAt, endedAt),
    mode: MODE_WORDS.get(fields['mode']) ?? null,
    processedBytes: readInteger(fields['processedBytes']),
    readBytes: readInteger(fields['readBytes']),
    transferredBytes: readInteger(fields['transferredBytes']),
    processingRateBytesPerSecond: readInteger(fields['processingRateBytesPerSecond']),
    bottleneck: shared(fields['bottleneck']),
    message: shared(fields['message']),
    repositoryId: shared(fields['repositoryId']),
    restorePointId: text(fields['restorePointId']),
    scanResult: shared(fields['scanResult']),
  };
}

function readLogRecord(reader: FieldReader, fields: Fields, context: OwnContext): LogRecord {
  const { instant, intern, shared, text } = reader;
  const { title } = fields;
  if (typeof title !== 'string') throw context.wrong('title', 'a text', title);
  return {
    id: text(fields['id']) ?? '',
    level: LEVEL_WORDS.get(fields['level']) ?? 'info',
    title: intern(title),
    description: shared(fields['description']),
    startedAt: instant(fields['startedAt']),
    updatedAt: instant(fields['updatedAt']),
  };
}
