import { meansJob, namesJob, type SessionSelection } from '../../model/selection.ts';
import type { BackupServer } from '../../servers/backup-server.ts';
import type { Fleet } from '../../servers/fleet.ts';
import { chooseJob, isUuid, readPlacedJobs, type PlacedJob } from './job-choice.ts';

/** What a selection means on the servers there are. */
export interface JobFilter {
  /** The same selection, jobs by their ids where they are listed. */
  readonly selection: SessionSelection;
  /**
   * What a server is to be asked for: one job's sessions by its id, all (null), or nothing, since none
   * of the jobs is its.
   */
  readonly askFor: (server: BackupServer) => { readonly jobId: string | null } | 'nothing';
}

/**
 * Turns job names into ids, so that a server can filter where only one of its jobs is meant.
 *
 * @throws NOT_FOUND, USAGE as chooseJob
 */
export async function filterByJob(selection: SessionSelection, fleet: Fleet): Promise<JobFilter> {
  if (selection.jobs === null) return { selection, askFor: () => ({ jobId: null }) };
  const chosen = chooseJobs(await readPlacedJobs(fleet), selection.jobs);
  return {
    selection: { ...selection, jobs: [...chosen.ids, ...chosen.open] },
    askFor: (server) => {
      const ids = chosen.placed.filter((entry) => entry.server === server).map(({ job }) => job.id);
      const [only, ...others] = ids;
      if (chosen.open.length > 0 || others.length > 0) return { jobId: null };
      return only === undefined ? 'nothing' : { jobId: only };
    },
  };
}

/** What `--job` values mean. */
interface ChosenJobs {
  readonly placed: readonly PlacedJob[];
  readonly ids: readonly string[];
  /** What may also mean jobs that are listed no more: patterns and ids. */
  readonly open: readonly string[];
}

/**
 * A pattern may match nothing; what is no pattern must be a job, unless it has the form of an id: it
 * may be one of a job that is gone while its sessions are not.
 *
 * @throws NOT_FOUND, USAGE as chooseJob
 */
function chooseJobs(jobs: readonly PlacedJob[], wanted: readonly string[]): ChosenJobs {
  const placed = wanted.flatMap((reference) => {
    const matches = jobs.filter(({ job }) => meansJob(reference, job));
    if (matches.length > 0 || reference.includes('*') || isUuid(reference)) return matches;
    return [chooseJob(jobs, reference)];
  });
  const unlisted = (reference: string): boolean =>
    reference.includes('*') ||
    (isUuid(reference) && !placed.some(({ job }) => namesJob(reference, job.id, null)));
  return { placed, ids: placed.map(({ job }) => job.id), open: wanted.filter(unlisted) };
}
