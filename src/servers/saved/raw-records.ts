/** A server's own objects, as `--raw` and `api` print them, through the readers of its adapter. */
import type { LogRecord } from '../../model/log-record.ts';
import type { Job } from '../../model/job.ts';
import type { Product } from '../../model/product.ts';
import { newSession, type Session } from '../../model/session.ts';
import { isLive } from '../../model/status.ts';
import type { Task } from '../../model/task.ts';
import { readId, readOffset, type Fields } from '../reading/reading.ts';
import { toBackupJob, toCopyJob } from '../vb365/job.ts';
import type { JobDirectory as Vb365Jobs, ListedJob as Vb365Job } from '../vb365/job-directory.ts';
import { toJobSession } from '../vb365/job-session.ts';
import { linkedId } from '../vb365/links.ts';
import { toLogRecord as toVb365LogRecord } from '../vb365/log-item.ts';
import {
  toOwnerChangeSession,
  toRepositorySyncSession,
  toRestoreSession,
  toRetrievalSession,
} from '../vb365/other-sessions.ts';
import { toTask as toVb365Task } from '../vb365/processed-object.ts';
import { findVersion, requireVersion, type Vb365Version } from '../vb365/versions.ts';
import { toListedJob, toPlainJob } from '../vbr/job.ts';
import { createJobDirectory, type ListedJob as VbrJob } from '../vbr/job-directory.ts';
import { toLogRecord as toVbrLogRecord } from '../vbr/log-record.ts';
import { createServerOffsets } from '../vbr/server-offsets.ts';
import { toSession as toVbrSession } from '../vbr/session.ts';
import { toTask as toVbrTask } from '../vbr/task.ts';
import { findRevision, requireRevision, type VbrRevision } from '../vbr/versions.ts';
import type { RawShape } from './shapes.ts';

/** What a raw object turned out to be. */
export type RawRecord =
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'task'; readonly task: Task }
  | {
      readonly kind: 'log record';
      readonly record: LogRecord;
      /** The session that it says it is of; null = it does not say. */
      readonly sessionId: string | null;
    };

/** What raw objects do not say themselves. */
export interface RawOptions {
  /** The server's name, for the records. */
  readonly server: string;
  /** As told by --api-version; null: told by the objects' keys. */
  readonly apiVersion: string | null;
}

/** Reads raw objects; jobs are remembered, so that the sessions behind them carry their names. */
export interface RawReader {
  /**
   * @param where file and line, for errors
   * @param current the session in front, whose tasks and log may follow
   * @throws ANSWER_UNREADABLE
   */
  readonly read: (
    shape: RawShape,
    fields: Fields,
    place: { readonly where: string; readonly current: Session | null },
  ) => RawRecord;
  /** The same session with what jobs tell that came behind it. */
  readonly complete: (session: Session) => Session;
}

/** @throws USAGE for an --api-version that no product has */
export function createRawReader({ server, apiVersion }: RawOptions): RawReader {
  const versions = versionsOf(apiVersion);
  const vb365Jobs = new Map<string, Vb365Job>();
  const copyJobs = new Map<string, Job>();
  const vbrJobs: VbrJob[] = [];
  let vbrDirectory = createJobDirectory([]);
  const offsets = createServerOffsets();

  const directory: Vb365Jobs = {
    get jobs() {
      return [...vb365Jobs.values()].map(({ job }) => job);
    },
    find: (id) => (id === null ? null : (vb365Jobs.get(id)?.job ?? null)),
    findCopyJob: (id) => (id === null ? null : (copyJobs.get(id) ?? null)),
  };

  function vb365Job(listed: Vb365Job): RawRecord {
    const { job, backupJobId } = listed;
    vb365Jobs.set(job.id, listed);
    if (job.kind === 'copy') copyJobs.set(job.id, job);
    if (backupJobId !== null && !copyJobs.has(backupJobId)) copyJobs.set(backupJobId, job);
    return { kind: 'job', job };
  }

  function vbrJob(listed: VbrJob): RawRecord {
    vbrJobs.push(listed);
    vbrDirectory = createJobDirectory(vbrJobs);
    return { kind: 'job', job: listed.job };
  }

  function jobSession(fields: Fields, where: string): RawRecord {
    const version = versions.vb365 ?? vb365VersionOf(fields);
    const asked = { askedType: null, askedJobId: null };
    const context = { server, version, where, jobs: directory, ...asked };
    return { kind: 'session', session: toJobSession(fields, context) };
  }

  function vbrSession(fields: Fields, where: string): RawRecord {
    const revision = versions.vbr ?? vbrRevisionOf(fields);
    const context = { server, revision, where, jobs: vbrDirectory, offsets };
    return { kind: 'session', session: toVbrSession(fields, context) };
  }

  function vbrTask(fields: Fields, where: string, current: Session | null): RawRecord {
    const sessionId = readId(fields['sessionId']) ?? current?.id ?? '';
    const own = readOffset(fields['creationTime']);
    const offsetMinutes = own ?? current?.utcOffsetMinutes ?? 0;
    const task = toVbrTask(fields, { id: sessionId }, { server, where, offsetMinutes });
    return { kind: 'task', task };
  }

  return {
    read: (shape, fields, { where, current }) => {
      const vb365 = { server, version: versions.vb365 ?? NEWEST_VB365, where };
      const live = current !== null && isLive(current.status);
      switch (shape) {
        case 'vb365 job session':
          return jobSession(fields, where);
        case 'vb365 restore session':
          return { kind: 'session', session: toRestoreSession(fields, vb365) };
        case 'vb365 retrieval session':
          return { kind: 'session', session: toRetrievalSession(fields, vb365) };
        case 'vb365 repository session':
          return { kind: 'session', session: toRepositorySyncSession(fields, vb365) };
        case 'vb365 owner change session':
          return { kind: 'session', session: toOwnerChangeSession(fields, vb365) };
        case 'vb365 job':
          return vb365Job(toBackupJob(fields, vb365, new Map()));
        case 'vb365 copy job':
          return vb365Job(toCopyJob(fields, vb365, new Map()));
        case 'vb365 object': {
          const session = current ?? noSession(server);
          return { kind: 'task', task: toVb365Task(fields, session, where) };
        }
        case 'vb365 log item': {
          const { record } = toVb365LogRecord(fields, { where, live });
          return { kind: 'log record', record, sessionId: linkedId(fields, 'jobsessions') };
        }
        case 'vbr session':
          return vbrSession(fields, where);
        case 'vbr job state':
          return vbrJob(toListedJob(fields, { server, where }));
        case 'vbr job':
          return vbrJob(toPlainJob(fields, { server, where }, () => null));
        case 'vbr task session':
          return vbrTask(fields, where, current);
        case 'vbr log record': {
          const record = toVbrLogRecord(fields, { where, isLive: live });
          return { kind: 'log record', record, sessionId: null };
        }
      }
    },
    complete: (session) => {
      if (session.jobName !== null || session.jobId === null) return session;
      const isVbr = session.product === 'vbr';
      const job = isVbr ? vbrDirectory.find(session.jobId) : jobOfSession(session, directory);
      if (job === null) return session;
      const kind = session.type === null ? job.kind : session.kind;
      return { ...session, jobId: job.id, jobName: job.name, kind };
    },
  };
}

function jobOfSession({ jobId, kind }: Session, jobs: Vb365Jobs): Job | null {
  return (kind === 'copy' ? jobs.findCopyJob(jobId) : null) ?? jobs.find(jobId);
}

/** What an object belongs to whose session is not in the file. */
function noSession(server: string): Session {
  return newSession({ id: '', server, product: 'vb365', kind: 'other', status: 'unknown' });
}

const NEWEST_VB365 = requireVersion('v8');

interface ToldVersions {
  readonly vb365: Vb365Version | null;
  readonly vbr: VbrRevision | null;
}

function versionsOf(apiVersion: string | null): ToldVersions {
  if (apiVersion === null) return { vb365: null, vbr: null };
  const vb365 = findVersion(apiVersion);
  const vbr = findRevision(apiVersion);
  if (vb365 === null && vbr === null) requireRevision(apiVersion);
  return { vb365, vbr };
}

/** The product that an --api-version belongs to; null where none was told. */
export function productOfApiVersion(apiVersion: string | null): Product | null {
  const { vb365, vbr } = versionsOf(apiVersion);
  return vb365 !== null ? 'vb365' : vbr !== null ? 'vbr' : null;
}

/** What a session says of retries tells of which versions it can be (api/vb365.md section 4). */
function vb365VersionOf(fields: Fields): Vb365Version {
  if (fields['retryCount'] === undefined) return requireVersion('v5');
  return fields['jobType'] === undefined ? requireVersion('v6') : NEWEST_VB365;
}

/** The same for VBR: before 1.3-rev2 only a suffix of the name tells of retries. */
function vbrRevisionOf(fields: Fields): VbrRevision {
  const isNewest = fields['originalSessionId'] !== undefined || fields['retryInfo'] !== undefined;
  return requireRevision(isNewest ? '1.3-rev2' : '1.2-rev1');
}
