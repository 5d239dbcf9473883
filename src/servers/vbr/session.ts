/** One session as any revision of VBR serves it, as our record (api/vbr.md section 3, SessionModel). */
import { secondsBetween, type Instant } from '../../model/instant.ts';
import type { Session } from '../../model/session.ts';
import { isLive } from '../../model/status.ts';
import {
  readFields,
  readId,
  readInstant,
  readInteger,
  readNumber,
  readText,
  requireFields,
  requireId,
  type Fields,
} from '../reading/reading.ts';
import type { JobDirectory } from './job-directory.ts';
import { readProgress } from './progress.ts';
import type { ServerOffsets } from './server-offsets.ts';
import { kindOfSession } from './session-kinds.ts';
import { parseSessionName, type SessionName } from './session-name.ts';
import type { VbrRevision } from './versions.ts';
import { readMode, readResult, statusOf, statusTextOf } from './words.ts';

/** What the reader needs to know besides the session itself. */
export interface SessionContext {
  /** The server's name, for the record's `server`. */
  readonly server: string;
  readonly revision: VbrRevision;
  /** The endpoint, for errors. */
  readonly where: string;
  readonly jobs: JobDirectory;
  readonly offsets: ServerOffsets;
}

const NO_NAME: SessionName = { jobName: '', mode: null, retryNumber: null, hasSuffix: false };

/**
 * Reads an item of /sessions or /automation/sessions. `activityId` (up to 1.1) is the `jobId` of later
 * revisions. A session that still lives has no end.
 *
 * Rates, sizes and bottleneck are those of the session's own `progress` (1.3-rev2); without it they
 * are null until `statistics.ts` finds them elsewhere. VBR's sessions count no objects:
 * `processedObjects` stays null.
 *
 * Every key is written out instead of filled in by `newSession`: there may be 100,000 of them.
 *
 * @throws ANSWER_UNREADABLE when it is no object or has no id
 */
export function toSession(value: unknown, context: SessionContext): Session {
  const fields = requireFields(value, context.where, 'a session');
  const id = requireId(fields['id'], context.where, 'id');
  const state = readText(fields['state']);
  const type = readText(fields['sessionType']);
  const result = readResult(fields['result']);
  const status = statusOf(state, result);
  const createdAt = learnedInstant(fields['creationTime'], context.offsets);
  const endedAt = isLive(status) ? null : readInstant(fields['endTime']);
  const jobId = readId(fields['jobId']) ?? readId(fields['activityId']);
  const job = context.jobs.find(jobId);
  const name = readText(fields['name']);
  const parsed = name === null ? NO_NAME : parseSessionName(name, job?.name ?? null);
  const jobName = job?.name ?? (parsed.jobName === '' ? null : parsed.jobName);
  const progress = readProgress(fields['progress']);
  const retry = retryOf({ fields, id, parsed, revision: context.revision });
  return {
    id,
    server: context.server,
    product: 'vbr',
    jobId,
    jobName,
    name,
    kind: kindOfSession({ type, jobKind: job?.kind ?? null, jobName }),
    mode: readMode(fields['algorithm']) ?? parsed.mode,
    status,
    statusText: statusTextOf(state, result),
    createdAt,
    endedAt,
    durationSeconds: secondsBetween(createdAt, endedAt),
    progressPercent: readNumber(fields['progressPercent']) ?? progress?.percent ?? null,
    progressObjects: null,
    processingRateBytesPerSecond: progress?.rateBytesPerSecond ?? null,
    processingRateItemsPerSecond: null,
    readRateBytesPerSecond: null,
    writeRateBytesPerSecond: null,
    processedBytes: progress?.processedBytes ?? null,
    readBytes: progress?.readBytes ?? null,
    transferredBytes: progress?.transferredBytes ?? null,
    processedObjects: null,
    bottleneck: progress?.bottleneck ?? null,
    stageLoads: null,
    retryNumber: retry.number,
    originalSessionId: retry.originalId,
    willBeRetried: null,
    message: result.message,
    initiatedBy: readText(fields['initiatedBy']),
    parentSessionId: readId(fields['parentSessionId']),
    relatedSessionId: readId(fields['relatedSessionId']),
    resourceId: readId(fields['resourceId']),
    resourceReference: readText(fields['resourceReference']),
    repositoryId: null,
    proxyId: null,
    usn: readInteger(fields['usn']),
    type,
    state,
    result: result.word,
    isCanceled: result.isCanceled,
    utcOffsetMinutes: createdAt === null ? null : context.offsets.at(createdAt),
  };
}

function learnedInstant(value: unknown, offsets: ServerOffsets): Instant | null {
  const instant = readInstant(value);
  if (instant !== null && typeof value === 'string') offsets.learn(value, instant);
  return instant;
}

interface Retry {
  readonly number: number | null;
  readonly originalId: string | null;
}

/**
 * Which attempt it is. 1.3-rev2 names the session that is repeated and counts retries (a retry behind
 * a health check cannot always be numbered); before it servers from 13 on only write `(Retry n)` into
 * the name, without saying of what; older ones tell nothing. That a server writes suffixes shows in
 * the name itself, in whatever revision it is asked.
 */
function retryOf({
  fields,
  id,
  parsed,
  revision,
}: {
  readonly fields: Fields;
  readonly id: string;
  readonly parsed: SessionName;
  readonly revision: VbrRevision;
}): Retry {
  const original = readId(fields['originalSessionId']);
  const info = readFields(fields['retryInfo']);
  const number = readNumber(info['retryNumber']) ?? parsed.retryNumber;
  if (original !== null && original !== id) return { number, originalId: original };
  if (number !== null && number > 0) return { number, originalId: null };
  const isKnown = revision.retries !== 'none' || parsed.hasSuffix;
  return isKnown ? { number: 0, originalId: id } : { number: null, originalId: null };
}
