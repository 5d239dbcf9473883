/** The jobs of a VBR server, and the directory that sessions are joined with. */
import { append } from '../../model/append.ts';
import type { Job } from '../../model/job.ts';
import type { Session } from '../../model/session.ts';
import type { Pages } from '../backup-server.ts';
import type { ServerEnvironment } from '../environment.ts';
import { collect } from '../lists/list.ts';
import { missingPart, remember } from '../partial-failure.ts';
import { toUnlistedJob } from './job.ts';
import { createJobDirectory, NO_JOBS, type JobDirectory, type ListedJob } from './job-directory.ts';
import {
  newestByJob,
  readJobStates,
  readListedJobs,
  type ListedJobsOptions,
} from './listed-jobs.ts';
import type { Progress } from './progress.ts';
import { isOfOneList } from './refusal.ts';
import { JOB_SESSION_KINDS } from './session-kinds.ts';

/** What reading jobs needs. */
export interface JobListsOptions extends ListedJobsOptions {
  readonly missing: ServerEnvironment['missing'];
}

/** The jobs of one server. */
export interface JobLists {
  /** Reads the jobs anew: those that the server lists, then those that only sessions tell of. */
  readonly jobs: () => Pages<Job>;
  /**
   * Which jobs the server lists, read once. Where it will not tell, only the names are missing:
   * that is noted. @throws what concerns the server as a whole (login, network, Ctrl-C)
   */
  readonly directory: () => Promise<JobDirectory>;
  /** What the job's state tells now of its last session; null where that is not this session. */
  readonly progressOf: (session: Session) => Promise<Progress | null>;
}

/** The job lists of one server; what is read once is kept as long as the object lives. */
export function createJobLists(options: JobListsOptions): JobLists {
  const { revision, missing, newestSessions } = options;
  const directory = remember(readDirectory);

  async function* jobs(): AsyncGenerator<readonly Job[]> {
    const listed: ListedJob[] = [];
    for await (const page of readListedJobs(options)) {
      append(listed, page);
      yield page.map(({ job }) => job);
    }
    const known = createJobDirectory(listed);
    directory.set(known);
    const unlisted = await unlistedJobs(known);
    if (unlisted.length > 0) yield unlisted;
  }

  /** Jobs that no list has, such as tiering and plug-ins (api/vbr.md section 5.7). */
  async function unlistedJobs(known: JobDirectory): Promise<readonly Job[]> {
    try {
      const sessions = await newestSessions(known);
      const unlisted = [...newestByJob(sessions)].filter(
        ([id, { kind }]) => known.find(id) === null && JOB_SESSION_KINDS.has(kind),
      );
      return unlisted.map(([id, session]) => toUnlistedJob(session, id));
    } catch (error) {
      if (!isOfOneList(error)) throw error;
      missing(missingPart('jobs that only sessions tell of', error));
      return [];
    }
  }

  async function readDirectory(): Promise<JobDirectory> {
    try {
      return createJobDirectory(await collect(readListedJobs(options)));
    } catch (error) {
      if (!isOfOneList(error)) throw error;
      missing(missingPart('job names', error));
      return NO_JOBS;
    }
  }

  async function progressOf(session: Session): Promise<Progress | null> {
    if (!revision.jobProgress || session.jobId === null) return null;
    const listed = await collect(readJobStates(options, [['idFilter', session.jobId]]));
    return createJobDirectory(listed).progressOf(session);
  }

  return { jobs, directory: directory.get, progressOf };
}
