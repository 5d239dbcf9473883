/** vsi's own records out of the JSON that vsi prints (contract section 3). */
import { secondsBetween } from '../../model/instant.ts';
import type { Job } from '../../model/job.ts';
import { KINDS, MODES, type Kind, type Mode } from '../../model/kind.ts';
import { LOG_LEVELS, type LogLevel, type LogRecord } from '../../model/log-record.ts';
import { PRODUCTS, type Product } from '../../model/product.ts';
import type { Session, StageLoad } from '../../model/session.ts';
import { STATUSES, type Status } from '../../model/status.ts';
import type { Task } from '../../model/task.ts';
import {
  readBoolean,
  readFields,
  readInteger,
  readList,
  readNumber,
  type Fields,
} from '../reading/reading.ts';
import { createInterner } from './interner.ts';
import { createIsoReader } from './iso-reader.ts';

/** Where a record stands and what it says nothing of. */
export interface OwnContext {
  /** For records without `server`. */
  readonly server: string;
  /** For records without `product`. */
  readonly product: Product;
  /** Ends the reading: a field is not what it must be. */
  readonly wrong: (field: string, should: string, value: unknown) => Error;
}

const STATUS_WORDS = wordMap<Status>(STATUSES);
const KIND_WORDS = wordMap<Kind>(KINDS);
const MODE_WORDS = wordMap<Mode>(MODES);
const LEVEL_WORDS = wordMap<LogLevel>(LOG_LEVELS);
const PRODUCT_WORDS = wordMap<Product>(PRODUCTS);

function wordMap<T extends string>(words: readonly T[]): ReadonlyMap<unknown, T> {
  return new Map(words.map((word) => [word, word]));
}

/** Reads vsi's own records; one reader keeps one copy of the texts that repeat. */
export interface OwnReader {
  readonly session: (fields: Fields, context: OwnContext) => Session;
  readonly job: (fields: Fields, context: OwnContext) => Job;
  readonly task: (fields: Fields, context: OwnContext) => Task;
  readonly logRecord: (fields: Fields, context: OwnContext) => LogRecord;
}

/** Makes a reader for one file. */
export function createOwnReader(): OwnReader {
  const intern = createInterner();
  const instant = createIsoReader();

  /** Text as it was written; the empty one, too. */
  function text(value: unknown): string | null {
    return typeof value === 'string'
      ? value
      : value === undefined || value === null
        ? null
        : other(value);
  }

  function shared(value: unknown): string | null {
    const read = text(value);
    return read === null ? null : intern(read);
  }

  function commonOf(fields: Fields, context: OwnContext) {
    const { id, server, product } = fields;
    if (typeof id !== 'string') throw context.wrong('id', 'a text', id);
    const known = PRODUCT_WORDS.get(product);
    if (known === undefined && product !== undefined) {
      throw context.wrong('product', PRODUCTS.join(' or '), product);
    }
    return {
      id,
      server: shared(server) ?? context.server,
      product: known ?? context.product,
    };
  }

  /** Every key is written out instead of filled in by `newSession`: there may be 100,000 of them. */
  function session(fields: Fields, context: OwnContext): Session {
    const { id, server, product } = commonOf(fields, context);
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
      stageLoads: loadsOf(fields['stageLoads'], intern),
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

  function job(fields: Fields, context: OwnContext): Job {
    const common = commonOf(fields, context);
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

  function task(fields: Fields, context: OwnContext): Task {
    const { id, server } = commonOf(fields, context);
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

  function logRecord(fields: Fields, context: OwnContext): LogRecord {
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

  return { session, job, task, logRecord };
}

function statusOrNull(value: unknown): Status | null {
  return value === undefined || value === null ? null : (STATUS_WORDS.get(value) ?? 'unknown');
}

/** What should be text and is a number or a switch, as text; null for lists and objects. */
function other(value: unknown): string | null {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function loadsOf(value: unknown, intern: (text: string) => string): readonly StageLoad[] | null {
  if (!Array.isArray(value)) return null;
  return readList(value).flatMap((item) => {
    const { stage, percent } = readFields(item);
    const number = readNumber(percent);
    return typeof stage === 'string' && number !== null
      ? [{ stage: intern(stage), percent: number }]
      : [];
  });
}
