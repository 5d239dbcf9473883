/** Raw objects of VBR, through the readers of its adapter. */
import type { Job } from '../../model/job.ts';
import type { Session } from '../../model/session.ts';
import { isLive } from '../../model/status.ts';
import { readId, readOffset, type Fields } from '../reading/reading.ts';
import { toListedJob, toPlainJob } from '../vbr/job.ts';
import { createJobDirectory, type JobDirectory, type ListedJob } from '../vbr/job-directory.ts';
import { toLogRecord } from '../vbr/log-record.ts';
import { createServerOffsets } from '../vbr/server-offsets.ts';
import { toSession } from '../vbr/session.ts';
import { toTask } from '../vbr/task.ts';
import { requireRevision, type VbrRevision } from '../vbr/versions.ts';
import type { RawPlace, RawRecord } from './raw-record.ts';
import type { RawVbrShape } from './shapes.ts';

/** Reads one server's objects; its jobs are remembered. */
export class RawVbr {
  readonly #server: string;
  readonly #revision: VbrRevision | null;
  readonly #offsets = createServerOffsets();
  readonly #jobs: ListedJob[] = [];
  #directory: JobDirectory | null = null;

  /** @param revision as told by --api-version; null: told by the objects' keys */
  constructor(server: string, revision: VbrRevision | null) {
    this.#server = server;
    this.#revision = revision;
  }

  /** @throws ANSWER_UNREADABLE */
  read(shape: RawVbrShape, fields: Fields, place: RawPlace): RawRecord {
    const { where, current } = place;
    const server = this.#server;
    switch (shape) {
      case 'vbr session':
        return this.#session(fields, where);
      case 'vbr job state':
        return this.#job(toListedJob(fields, { server, where }));
      case 'vbr job':
        return this.#job(toPlainJob(fields, { server, where }, () => null));
      case 'vbr task session':
        return this.#task(fields, place);
      case 'vbr log record': {
        const isOfLive = current !== null && isLive(current.status);
        const record = toLogRecord(fields, { where, isLive: isOfLive });
        return { kind: 'log record', record, sessionId: null };
      }
    }
  }

  /** The job of a session, as far as it has come; null: it has not. */
  jobOf({ jobId }: Session): Job | null {
    return this.#known().find(jobId);
  }

  #job(listed: ListedJob): RawRecord {
    this.#jobs.push(listed);
    this.#directory = null;
    return { kind: 'job', job: listed.job };
  }

  #known(): JobDirectory {
    return (this.#directory ??= createJobDirectory(this.#jobs));
  }

  #session(fields: Fields, where: string): RawRecord {
    const session = toSession(fields, {
      server: this.#server,
      revision: this.#revision ?? revisionOf(fields),
      where,
      jobs: this.#known(),
      offsets: this.#offsets,
    });
    return { kind: 'session', session };
  }

  #task(fields: Fields, { where, current }: RawPlace): RawRecord {
    const id = readId(fields['sessionId']) ?? current?.id ?? '';
    const own = readOffset(fields['creationTime']);
    const offsetMinutes = own ?? current?.utcOffsetMinutes ?? 0;
    const task = toTask(fields, { id }, { server: this.#server, where, offsetMinutes });
    return { kind: 'task', task };
  }
}

/** Before 1.3-rev2 only a suffix of the name tells of retries. */
function revisionOf(fields: Fields): VbrRevision {
  const isNewest = fields['originalSessionId'] !== undefined || fields['retryInfo'] !== undefined;
  return requireRevision(isNewest ? '1.3-rev2' : '1.2-rev1');
}
