/** The jobs of a VBR server, and the directory that sessions are joined with. */
import { append } from '../../model/append.ts';
import { isVsiError } from '../../model/errors.ts';
import type { Job } from '../../model/job.ts';
import type { Session } from '../../model/session.ts';
import type { Pages } from '../backup-server.ts';
import type { ServerEnvironment } from '../environment.ts';
import { collect, withSource, type ListTools } from '../lists/list.ts';
import { missingPart, remember } from '../partial-failure.ts';
import { toListedJob, toPlainJob, toUnlistedJob } from './job.ts';
import { createJobDirectory, NO_JOBS, type JobDirectory, type ListedJob } from './job-directory.ts';
import { readList } from './list.ts';
import type { Progress } from './progress.ts';
import { isOfOneList } from './refusal.ts';
import { JOB_SESSION_KINDS } from './session-kinds.ts';
import { NEWEST_REVISION, type VbrRevision } from './versions.ts';

/** What reading jobs needs. */
export interface JobListsOptions {
  readonly tools: ListTools;
  readonly revision: VbrRevision;
  /** The server's name, for records. */
  readonly server: string;
  readonly notice: ServerEnvironment['notice'];
  readonly missing: ServerEnvironment['missing'];
  /** One page of the server's newest sessions; their job names are those of the directory given. */
  readonly newestSessions: (jobs: JobDirectory) => Promise<readonly Session[]>;
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

const STATES = '/api/v1/jobs/states';
const JOBS = '/api/v1/jobs';

const BY_NAME = [
  ['orderColumn', 'Name'],
  ['orderAsc', 'true'],
] as const;

/** The job lists of one server; what is read once is kept as long as the object lives. */
export function createJobLists(options: JobListsOptions): JobLists {
  const { tools, revision, server, notice, missing, newestSessions } = options;
  const directory = remember(readDirectory);

  function states(filters: readonly (readonly [string, string])[] = []): Pages<ListedJob> {
    const context = { server, where: tools.api.where(STATES) };
    return readList<ListedJob>(tools, {
      what: 'job states',
      path: STATES,
      filters,
      order: BY_NAME,
      reader: () => (item, source) => {
        const { job, progress } = toListedJob(item, context);
        return { job: withSource(job, source), progress };
      },
      idOf: ({ job }) => job.id,
    });
  }

  /** All that /jobs and the newest sessions tell together, where /jobs/states fails. */
  async function plainJobs(): Promise<readonly ListedJob[]> {
    const newest = newestByJob(await newestSessions(NO_JOBS));
    const context = { server, where: tools.api.where(JOBS) };
    return collect(
      readList<ListedJob>(tools, {
        what: 'jobs',
        path: JOBS,
        order: BY_NAME,
        reader: () => (item, source) => {
          const { job, progress } = toPlainJob(item, context, (id) => newest.get(id) ?? null);
          return { job: withSource(job, source), progress };
        },
        idOf: ({ job }) => job.id,
      }),
    );
  }

  /**
   * Older revisions of newer servers fail on a job whose state they have no word for
   * (api/vbr.md section 5.1); /jobs knows no states.
   */
  async function* listedJobs(): AsyncGenerator<readonly ListedJob[]> {
    let isEmpty = true;
    try {
      for await (const page of states()) {
        isEmpty = false;
        yield page;
      }
    } catch (error) {
      if (!isEmpty || revision === NEWEST_REVISION || !isServerFault(error)) throw error;
      notice(`${server}: /jobs/states fails in API ${revision.name}; read from /jobs and sessions`);
      yield await plainJobs();
    }
  }

  async function* jobs(): AsyncGenerator<readonly Job[]> {
    const listed: ListedJob[] = [];
    for await (const page of listedJobs()) {
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
      return createJobDirectory(await collect(listedJobs()));
    } catch (error) {
      if (!isOfOneList(error)) throw error;
      missing(missingPart('job names', error));
      return NO_JOBS;
    }
  }

  async function progressOf(session: Session): Promise<Progress | null> {
    if (!revision.jobProgress || session.jobId === null) return null;
    const listed = await collect(states([['idFilter', session.jobId]]));
    return createJobDirectory(listed).progressOf(session);
  }

  return { jobs, directory: directory.get, progressOf };
}

function isServerFault(error: unknown): boolean {
  return isVsiError(error) && error.code === 'REQUEST_FAILED';
}

/** The newest session of each job, children of other sessions left out; in the sessions' order. */
function newestByJob(sessions: readonly Session[]): ReadonlyMap<string, Session> {
  const newest = new Map<string, Session>();
  for (const session of sessions) {
    const { jobId, parentSessionId, createdAt } = session;
    if (jobId === null || parentSessionId !== null) continue;
    const known = newest.get(jobId);
    if (known === undefined || (createdAt ?? 0) > (known.createdAt ?? 0)) {
      newest.set(jobId, session);
    }
  }
  return newest;
}
