/** The jobs that a VBR server lists. */
import { isVsiError } from '../../model/errors.ts';
import type { Session } from '../../model/session.ts';
import type { Pages } from '../backup-server.ts';
import type { ServerEnvironment } from '../environment.ts';
import { collect, withSource, type ListTools } from '../lists/list.ts';
import { toListedJob, toPlainJob } from './job.ts';
import { NO_JOBS, type JobDirectory, type ListedJob } from './job-directory.ts';
import { readList, type Filters } from './list.ts';
import { NEWEST_REVISION, type VbrRevision } from './versions.ts';

/** What reading the listed jobs needs. */
export interface ListedJobsOptions {
  readonly tools: ListTools;
  readonly revision: VbrRevision;
  /** The server's name, for records and notices. */
  readonly server: string;
  readonly notice: ServerEnvironment['notice'];
  /** One page of the server's newest sessions; their job names are those of the directory given. */
  readonly newestSessions: (jobs: JobDirectory) => Promise<readonly Session[]>;
}

const STATES = '/api/v1/jobs/states';
const JOBS = '/api/v1/jobs';

const BY_NAME: Filters = [
  ['orderColumn', 'Name'],
  ['orderAsc', 'true'],
];

/**
 * All of them, by name. Older revisions of newer servers fail on a job whose state they have no word
 * for (api/vbr.md section 5.1); /jobs knows no states.
 *
 * @throws as `readPagedList`
 */
export async function* readListedJobs(
  options: ListedJobsOptions,
): AsyncGenerator<readonly ListedJob[]> {
  const { revision, server, notice } = options;
  let isEmpty = true;
  try {
    for await (const page of readJobStates(options)) {
      isEmpty = false;
      yield page;
    }
  } catch (error) {
    if (!isEmpty || revision === NEWEST_REVISION || !isServerFault(error)) throw error;
    notice(`${server}: /jobs/states fails in API ${revision.name}; read from /jobs and sessions`);
    yield await readPlainJobs(options);
  }
}

/** The jobs' states, with the progress of each job's last session. @throws as `readPagedList` */
export function readJobStates(
  { tools, server }: Pick<ListedJobsOptions, 'tools' | 'server'>,
  filters: Filters = [],
): Pages<ListedJob> {
  const context = { server, where: tools.api.where(STATES) };
  return readList<ListedJob>(tools, {
    what: 'job states',
    path: STATES,
    filters,
    order: BY_NAME,
    reader: () => (item, source) => sourced(toListedJob(item, context), source),
    idOf: ({ job }) => job.id,
  });
}

/** All that /jobs and the newest sessions tell together, where /jobs/states fails. */
async function readPlainJobs({
  tools,
  server,
  newestSessions,
}: ListedJobsOptions): Promise<readonly ListedJob[]> {
  const newest = newestByJob(await newestSessions(NO_JOBS));
  const context = { server, where: tools.api.where(JOBS) };
  const newestOf = (id: string): Session | null => newest.get(id) ?? null;
  return collect(
    readList<ListedJob>(tools, {
      what: 'jobs',
      path: JOBS,
      order: BY_NAME,
      reader: () => (item, source) => sourced(toPlainJob(item, context, newestOf), source),
      idOf: ({ job }) => job.id,
    }),
  );
}

function sourced({ job, progress }: ListedJob, source: string | null): ListedJob {
  return { job: withSource(job, source), progress };
}

function isServerFault(error: unknown): boolean {
  return isVsiError(error) && error.code === 'REQUEST_FAILED';
}

/** The newest session of each job, children of other sessions left out; in the sessions' order. */
export function newestByJob(sessions: readonly Session[]): ReadonlyMap<string, Session> {
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
