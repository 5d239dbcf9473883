/** Which jobs there are, as far as sessions need it: sessions carry ids, never names. */
import type { Job } from '../../model/job.ts';

/** The parts of a job that its sessions are joined with. */
export interface ListedJob {
  readonly job: Job;
  /** Of a copy job: the id of the backup job whose points it copies; else null. */
  readonly backupJobId: string | null;
}

/** Looks jobs up by id. */
export interface JobDirectory {
  readonly jobs: readonly Job[];
  readonly find: (id: string | null) => Job | null;
  /**
   * The copy job that a copy session belongs to. No document says whether a copy session's job id is
   * the copy job's or that of the backup job behind it (api/vb365.md, open question 4): both are
   * understood. null: no copy job is known by the id.
   */
  readonly findCopyJob: (id: string | null) => Job | null;
}

/** Makes the directory of the jobs that a server lists. */
export function createJobDirectory(listed: readonly ListedJob[]): JobDirectory {
  const byId = new Map(listed.map(({ job }) => [job.id, job]));
  const copyJobs = new Map<string, Job>();
  for (const { job, backupJobId } of listed) {
    if (job.kind === 'copy' && backupJobId !== null) copyJobs.set(backupJobId, job);
  }
  for (const { job } of listed) if (job.kind === 'copy') copyJobs.set(job.id, job);
  return {
    jobs: listed.map(({ job }) => job),
    find: (id) => (id === null ? null : (byId.get(id) ?? null)),
    findCopyJob: (id) => (id === null ? null : (copyJobs.get(id) ?? null)),
  };
}
