/** One job session as VB365 v3 to v8 serves it, as our record. */
import { secondsBetween } from '../../model/instant.ts';
import type { Job } from '../../model/job.ts';
import type { Session } from '../../model/session.ts';
import { isLive } from '../../model/status.ts';
import { readBottleneck } from '../bottleneck.ts';
import {
  readBoolean,
  readFields,
  readId,
  readInstant,
  readInteger,
  readNumber,
  readText,
  requireFields,
  type Fields,
} from '../reading/reading.ts';
import { linkedId, recordId } from './links.ts';
import type { JobSessionContext } from './record-context.ts';
import { readMode, readStatus } from './words.ts';

/**
 * Reads an item of /JobSessions (api/vb365.md section 4). A session that still lives has no end,
 * whatever the answer holds there: v6 cannot say null and sends a placeholder.
 *
 * Every key is written out instead of filled in by `newSession`: there may be 100,000 of them.
 *
 * @throws ANSWER_UNREADABLE when it is no object or has no id
 */
export function toJobSession(value: unknown, context: JobSessionContext): Session {
  const fields = requireFields(value, context.where, 'a job session');
  const statistics = readFields(fields['statistics']);
  const id = recordId(fields, context.where);
  const status = readStatus(fields['status']);
  const createdAt = readInstant(fields['creationTime']);
  const endedAt = isLive(status) ? null : readInstant(fields['endTime']);
  const { jobId, job, isCopy } = jobOf(fields, context);
  const retry = retryOf(fields, id, context);
  return {
    id,
    server: context.server,
    product: 'vb365',
    jobId,
    jobName: job?.name ?? null,
    name: null,
    kind: isCopy ? 'copy' : 'backup',
    mode: readMode(fields['jobSessionConfigType']),
    status,
    statusText: readText(fields['status']),
    createdAt,
    endedAt,
    durationSeconds: secondsBetween(createdAt, endedAt),
    progressPercent: null,
    progressObjects: readInteger(fields['progress']),
    processingRateBytesPerSecond: readInteger(statistics['processingRateBytesPS']),
    processingRateItemsPerSecond: readInteger(statistics['processingRateItemsPS']),
    readRateBytesPerSecond: readInteger(statistics['readRateBytesPS']),
    writeRateBytesPerSecond: readInteger(statistics['writeRateBytesPS']),
    processedBytes: null,
    readBytes: null,
    transferredBytes: readInteger(statistics['transferredDataBytes']),
    processedObjects: readInteger(statistics['processedObjects']),
    bottleneck: readBottleneck(statistics['bottleneck']),
    stageLoads: null,
    retryNumber: retry.number,
    originalSessionId: retry.originalId,
    willBeRetried: readBoolean(fields['jobWillBeRetried']),
    message: readText(fields['details']),
    initiatedBy: null,
    parentSessionId: null,
    relatedSessionId: null,
    resourceId: null,
    resourceReference: null,
    repositoryId: readId(fields['repositoryId']),
    proxyId: readId(fields['proxyId']),
    usn: null,
    type: readText(fields['jobType']) ?? typeOf(isCopy, context),
    state: null,
    result: null,
    isCanceled: null,
  };
}

interface JobOfSession {
  readonly jobId: string | null;
  readonly job: Job | null;
  readonly isCopy: boolean;
}

/** Whose session it is: v8 says the job's id, older versions only link to it. */
function jobOf(fields: Fields, { jobs, askedType, askedJobId }: JobSessionContext): JobOfSession {
  const served = readId(fields['jobId']) ?? linkedId(fields, 'job') ?? askedJobId;
  const type = readText(fields['jobType']) ?? askedType;
  const isCopy = type === null ? jobs.find(served)?.kind === 'copy' : type.toLowerCase() === 'copy';
  const job = (isCopy ? jobs.findCopyJob(served) : null) ?? jobs.find(served);
  return { jobId: job?.id ?? served, job, isCopy };
}

/** v6 tells the type by the list that was asked for, not in the body; before it there is none. */
function typeOf(isCopy: boolean, { version }: JobSessionContext): string | null {
  if (!version.copyJobs || version.jobTypeInBody) return null;
  return isCopy ? 'Copy' : 'Backup';
}

interface Retry {
  readonly number: number | null;
  readonly originalId: string | null;
}

/**
 * Which attempt it is. v3 to v5 do not know; v6 counts, but does not say what a retry repeats; from
 * v7 a retry names its main session, while an original names none, the nil UUID or itself.
 */
function retryOf(fields: Fields, id: string, { version }: JobSessionContext): Retry {
  if (version.retries === 'none') return { number: null, originalId: null };
  const count = readNumber(fields['retryCount']) ?? 0;
  const main = version.retries === 'original' ? readId(fields['mainSessionId']) : null;
  if (main !== null && main !== id) return { number: count > 0 ? count : null, originalId: main };
  return count > 0 ? { number: count, originalId: null } : { number: 0, originalId: id };
}
