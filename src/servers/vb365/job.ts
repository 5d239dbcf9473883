/** Backup jobs and backup copy jobs of VB365 as our records (api/vb365.md section 4). */
import type { Job } from '../../model/job.ts';
import {
  readBoolean,
  readFields,
  readId,
  readInstant,
  readNumber,
  readText,
  requireFields,
  type Fields,
} from '../reading/reading.ts';
import type { ListedJob } from './job-directory.ts';
import { linkedId, recordId } from './links.ts';
import type { RecordContext } from './record-context.ts';
import { readStatus } from './words.ts';

/** Schedules that name no time: run by hand, or whenever there is something to copy. */
const TIMELESS_SCHEDULES: ReadonlySet<string> = new Set(['manualonly', 'immediate']);

/** An item of /Jobs. @throws ANSWER_UNREADABLE when it is no object or has no id */
export function toBackupJob(
  value: unknown,
  context: RecordContext,
  repositoryNames: ReadonlyMap<string, string>,
): ListedJob {
  const fields = requireFields(value, context.where, 'a job');
  const job = toJob(fields, 'backup', context, repositoryNames);
  return { job, backupJobId: null };
}

/** An item of /CopyJobs. @throws ANSWER_UNREADABLE when it is no object or has no id */
export function toCopyJob(
  value: unknown,
  context: RecordContext,
  repositoryNames: ReadonlyMap<string, string>,
): ListedJob {
  const fields = requireFields(value, context.where, 'a backup copy job');
  const job = toJob(fields, 'copy', context, repositoryNames);
  return { job, backupJobId: readId(fields['backupJobId']) };
}

function toJob(
  fields: Fields,
  kind: 'backup' | 'copy',
  { server, where }: RecordContext,
  repositoryNames: ReadonlyMap<string, string>,
): Job {
  const id = recordId(fields, where);
  const lastStatus =
    readText(fields['lastStatus']) === null ? null : readStatus(fields['lastStatus']);
  const nextRunAt = readInstant(fields['nextRun']);
  const repositoryId = readId(fields['repositoryId']) ?? linkedId(fields, 'backupRepository');
  return {
    id,
    server,
    product: 'vb365',
    name: readText(fields['name']) ?? id,
    description: readText(fields['description']),
    kind,
    type: readText(fields['backupType']),
    enabled: readBoolean(fields['isEnabled']),
    listed: true,
    running: lastStatus === null || lastStatus === 'unknown' ? null : lastStatus === 'running',
    lastStatus,
    lastRunAt: readInstant(fields['lastRun']),
    lastDurationSeconds: null,
    nextRunAt,
    nextRunText: nextRunAt === null ? timelessSchedule(fields) : null,
    lastSuccessAt: readInstant(fields['lastBackup']),
    lastSessionId: null,
    objectsCount: null,
    repositoryId,
    repositoryName: repositoryId === null ? null : (repositoryNames.get(repositoryId) ?? null),
    recentStatuses: null,
    failingSince: null,
    failuresInRow: null,
    retryWaitSeconds: retryWait(fields),
  };
}

/** The pause before a retry, which the policy tells in minutes; null where it retries nothing. */
function retryWait(fields: Fields): number | null {
  const policy = readFields(fields['schedulePolicy']);
  if (readBoolean(policy['retryEnabled']) !== true) return null;
  const seconds = 60 * (readNumber(policy['retryWaitInterval']) ?? NaN);
  return Number.isFinite(seconds) ? seconds : null;
}

/** The schedule's own word where it will never name a time. */
function timelessSchedule(fields: Fields): string | null {
  const type = readText(readFields(fields['schedulePolicy'])['type']);
  return type !== null && TIMELESS_SCHEDULES.has(type.toLowerCase()) ? type : null;
}
