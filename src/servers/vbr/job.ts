/** Jobs of VBR as our records: from /jobs/states, from /jobs, and from sessions alone. */
import { newJob, type Job } from '../../model/job.ts';
import type { Session } from '../../model/session.ts';
import type { Status } from '../../model/status.ts';
import {
  readBoolean,
  readFields,
  readId,
  readInstant,
  readInteger,
  readOffset,
  readText,
  readWord,
  requireFields,
  requireId,
  type Fields,
} from '../reading/reading.ts';
import type { ListedJob } from './job-directory.ts';
import { readProgress, type Progress } from './progress.ts';
import { kindOfJob } from './session-kinds.ts';
import { readResultWord } from './words.ts';

/** Where a record comes from. */
export interface RecordContext {
  /** The server's name, for the record's `server`. */
  readonly server: string;
  /** The endpoint, for errors. */
  readonly where: string;
}

/** Whether a job in this state runs; `enabled` and `stopped` came with 1.3-rev0. */
const RUNNING_WORDS: ReadonlyMap<string, boolean> = new Map([
  ['running', true],
  ['starting', true],
  ['stopping', true],
  ['inactive', false],
  ['enabled', false],
  ['stopped', false],
  ['disabled', false],
]);

/**
 * An item of /jobs/states (api/vbr.md section 3, JobStateModel). Words are taken in any case: from
 * 1.3-rev1 on they are capitalised.
 *
 * @throws ANSWER_UNREADABLE when it is no object or has no id
 */
export function toListedJob(value: unknown, context: RecordContext): ListedJob {
  const fields = requireFields(value, context.where, 'a job state');
  const progress = readProgress(fields['sessionProgress']);
  const running = readWord(fields['status'], RUNNING_WORDS);
  const lastRunAt = readInstant(fields['lastRun']);
  const nextRunAt = readInstant(fields['nextRun']);
  const job: Job = {
    ...commonOf(fields, context),
    enabled: running === null ? null : !isDisabled(fields),
    running,
    lastStatus: lastStatusOf(fields, running, lastRunAt !== null),
    lastRunAt,
    lastDurationSeconds: running === false ? measuredDuration(progress) : null,
    nextRunAt,
    nextRunText: nextRunAt === null ? nextRunTextOf(fields) : null,
    lastSessionId: readId(fields['sessionId']),
    objectsCount: readInteger(fields['objectsCount']),
    repositoryId: readId(fields['repositoryId']),
    repositoryName: readText(fields['repositoryName']),
    utcOffsetMinutes: readOffset(fields['lastRun']) ?? readOffset(fields['nextRun']),
  };
  return { job, progress };
}

/**
 * An item of /jobs, for servers whose /jobs/states fails: what all job models share, completed by the
 * job's newest session where it is known.
 *
 * @throws ANSWER_UNREADABLE when it is no object or has no id
 */
export function toPlainJob(
  value: unknown,
  context: RecordContext,
  newestOf: (jobId: string) => Session | null,
): ListedJob {
  const fields = requireFields(value, context.where, 'a job');
  const common = commonOf(fields, context);
  const disabled = readBoolean(fields['isDisabled']);
  const job = {
    ...common,
    ...lastRunOf(newestOf(common.id)),
    enabled: disabled === null ? null : !disabled,
  };
  return { job, progress: null };
}

/** A job that the server does not list, known by its newest session. */
export function toUnlistedJob(session: Session, id: string): Job {
  return newJob({
    ...lastRunOf(session),
    id,
    server: session.server,
    product: 'vbr',
    name: session.jobName ?? id,
    kind: session.kind,
    listed: false,
  });
}

function commonOf(fields: Fields, { server, where }: RecordContext): Job {
  const id = requireId(fields['id'], where, 'id');
  const type = readText(fields['type']);
  return newJob({
    id,
    server,
    product: 'vbr',
    listed: true,
    name: readText(fields['name']) ?? id,
    description: readText(fields['description']),
    kind: kindOfJob(type),
    type,
  });
}

function lastRunOf(session: Session | null): Partial<Job> {
  if (session === null) return {};
  const { id, status, createdAt, durationSeconds, utcOffsetMinutes = null } = session;
  return {
    running: status === 'unknown' ? null : status === 'running' || status === 'queued',
    lastStatus: status,
    lastRunAt: createdAt,
    lastDurationSeconds: durationSeconds,
    lastSessionId: id,
    utcOffsetMinutes,
  };
}

function isDisabled(fields: Fields): boolean {
  return readText(fields['status'])?.trim().toLowerCase() === 'disabled';
}

/** What the last run came to: it runs, or its result; null for a job that has never run. */
function lastStatusOf(fields: Fields, running: boolean | null, hasRun: boolean): Status | null {
  if (running === true) return 'running';
  const word = readText(fields['lastResult']);
  const status = word === null ? null : readResultWord(word);
  return status === 'none' && !hasRun ? null : status;
}

/** How long the last run took; null where nothing was measured, which servers write as zero. */
function measuredDuration(progress: Progress | null): number | null {
  const seconds = progress?.durationSeconds ?? null;
  return seconds === 0 ? null : seconds;
}

/** The server's words for a job without a next time: `After [Mail]`, `<Disabled>`. */
function nextRunTextOf(fields: Fields): string | null {
  const policy = readText(fields['nextRunPolicy']);
  if (policy !== null) return policy;
  const after = readText(readFields(fields['runAfterJob'])['jobName']);
  return after === null ? null : `After [${after}]`;
}
