/** Which jobs the server lists, as far as their sessions need it. */
import type { Job } from '../../model/job.ts';
import type { Progress } from './progress.ts';

/** A listed job with what its state tells of its last session. */
export interface ListedJob {
  readonly job: Job;
  /** Of the session `job.lastSessionId`; null where revision or server does not tell. */
  readonly progress: Progress | null;
}

/** Looks jobs up by id. */
export interface JobDirectory {
  readonly find: (id: string | null) => Job | null;
  /** What the job's state told of this session, if it was the job's last one. */
  readonly progressOf: (session: {
    readonly id: string;
    readonly jobId: string | null;
  }) => Progress | null;
}

/** Makes the directory of the jobs that a server lists. */
export function createJobDirectory(listed: readonly ListedJob[]): JobDirectory {
  const byId = new Map(listed.map((each) => [each.job.id, each]));
  const find = (id: string | null): ListedJob | null =>
    id === null ? null : (byId.get(id) ?? null);
  return {
    find: (id) => find(id)?.job ?? null,
    progressOf: ({ id, jobId }) => {
      const listedJob = find(jobId);
      return listedJob?.job.lastSessionId === id ? listedJob.progress : null;
    },
  };
}

/** The directory of a server whose jobs could not be read. */
export const NO_JOBS: JobDirectory = createJobDirectory([]);
