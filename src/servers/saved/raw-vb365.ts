/** Raw objects of VB365, through the readers of its adapter. */
import type { Job } from '../../model/job.ts';
import { newSession, type Session } from '../../model/session.ts';
import { isLive } from '../../model/status.ts';
import type { Fields } from '../reading/reading.ts';
import { toBackupJob, toCopyJob } from '../vb365/job.ts';
import { createJobDirectory, type JobDirectory, type ListedJob } from '../vb365/job-directory.ts';
import { toJobSession } from '../vb365/job-session.ts';
import { linkedId } from '../vb365/links.ts';
import { toLogRecord } from '../vb365/log-item.ts';
import {
  toOwnerChangeSession,
  toRepositorySyncSession,
  toRestoreSession,
  toRetrievalSession,
} from '../vb365/other-sessions.ts';
import { toTask } from '../vb365/processed-object.ts';
import { requireVersion, type Vb365Version } from '../vb365/versions.ts';
import type { RawPlace, RawRecord } from './raw-record.ts';
import type { RawVb365Shape } from './shapes.ts';

const NEWEST = requireVersion('v8');

/** Reads one server's objects; its jobs are remembered. */
export class RawVb365 {
  readonly #server: string;
  readonly #version: Vb365Version | null;
  /** By id; a job that comes twice counts as it came last. */
  readonly #jobs = new Map<string, ListedJob>();
  #directory: JobDirectory | null = null;

  /** @param version as told by --api-version; null: told by the objects' keys */
  constructor(server: string, version: Vb365Version | null) {
    this.#server = server;
    this.#version = version;
  }

  /** @throws ANSWER_UNREADABLE */
  read(shape: RawVb365Shape, fields: Fields, { where, current }: RawPlace): RawRecord {
    const context = { server: this.#server, version: this.#version ?? NEWEST, where };
    switch (shape) {
      case 'vb365 job session':
        return this.#jobSession(fields, where);
      case 'vb365 restore session':
        return { kind: 'session', session: toRestoreSession(fields, context) };
      case 'vb365 retrieval session':
        return { kind: 'session', session: toRetrievalSession(fields, context) };
      case 'vb365 repository session':
        return { kind: 'session', session: toRepositorySyncSession(fields, context) };
      case 'vb365 owner change session':
        return { kind: 'session', session: toOwnerChangeSession(fields, context) };
      case 'vb365 job':
        return this.#job(toBackupJob(fields, context, new Map()));
      case 'vb365 copy job':
        return this.#job(toCopyJob(fields, context, new Map()));
      case 'vb365 object': {
        const session = current ?? noSession(this.#server);
        return { kind: 'task', task: toTask(fields, session, where) };
      }
      case 'vb365 log item': {
        const live = current !== null && isLive(current.status);
        const { record } = toLogRecord(fields, { where, live });
        return { kind: 'log record', record, sessionId: linkedId(fields, 'jobsessions') };
      }
    }
  }

  /** The job of a session, as far as it has come; null: it has not. */
  jobOf({ jobId, kind }: Session): Job | null {
    const jobs = this.#known();
    return (kind === 'copy' ? jobs.findCopyJob(jobId) : null) ?? jobs.find(jobId);
  }

  #job(listed: ListedJob): RawRecord {
    this.#jobs.set(listed.job.id, listed);
    this.#directory = null;
    return { kind: 'job', job: listed.job };
  }

  #known(): JobDirectory {
    return (this.#directory ??= createJobDirectory([...this.#jobs.values()]));
  }

  #jobSession(fields: Fields, where: string): RawRecord {
    const session = toJobSession(fields, {
      server: this.#server,
      version: this.#version ?? versionOf(fields),
      where,
      jobs: this.#known(),
      askedType: null,
      askedJobId: null,
    });
    return { kind: 'session', session };
  }
}

/** What an object belongs to whose session is not in the file. */
function noSession(server: string): Session {
  return newSession({ id: '', server, product: 'vb365', kind: 'other', status: 'unknown' });
}

/** What a session says of retries tells of which versions it can be (api/vb365.md section 4). */
function versionOf(fields: Fields): Vb365Version {
  if (fields['retryCount'] === undefined) return requireVersion('v5');
  return fields['jobType'] === undefined ? requireVersion('v6') : NEWEST;
}
