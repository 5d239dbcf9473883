import { append } from '../../model/append.ts';
import { findJob } from '../../model/job-reference.ts';
import type { Job } from '../../model/job.ts';
import { isOfKind, meansJob } from '../../model/selection.ts';
import type { BackupServer } from '../../servers/backup-server.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { candidateOf, chooseJob, isUuid, readJobs } from './job-choice.ts';
import { kindsOf } from './selection-options.ts';

/** Which jobs of each server are meant, where every server is asked for itself. */
export interface JobPatterns {
  /** The jobs of the server that --job, --exclude and --kind mean, each once. */
  readonly read: (server: BackupServer) => Promise<readonly Job[]>;
  /** Whether one single job is meant by its name or id. */
  readonly isSingle: boolean;
  /**
   * To be called when every server has answered: a name that is no pattern must be a job's.
   *
   * @throws NOT_FOUND, USAGE as chooseJob
   */
  readonly checkFound: () => void;
}

/** What --job, --exclude and --kind say. @throws USAGE for a kind that is none */
export function jobPatternsOf(invocation: Invocation): JobPatterns {
  const wanted = invocation.flags.all(FLAGS.job);
  const excluded = invocation.flags.all(FLAGS.exclude);
  const kinds = kindsOf(invocation);
  const unmatched = new Set(wanted);
  const seen: { readonly server: BackupServer; readonly job: Job }[] = [];

  function matches(jobs: readonly Job[], reference: string): readonly Job[] {
    const named = jobs.filter((job) => meansJob(reference, job));
    if (named.length > 0 || reference.includes('*')) return named;
    const lookup = findJob(jobs.map(candidateOf), reference);
    return 'found' in lookup ? [lookup.found.job] : [];
  }

  return {
    read: async (server) => {
      const listed = await readJobs(server);
      const jobs = [...new Map(listed.map((job) => [job.id, job])).values()];
      append(
        seen,
        jobs.map((job) => ({ server, job })),
      );
      const chosen = new Set<Job>(wanted.length === 0 ? jobs : []);
      for (const reference of wanted) {
        const found = matches(jobs, reference);
        if (found.length > 0) unmatched.delete(reference);
        for (const job of found) chosen.add(job);
      }
      return [...chosen].filter(
        (job) =>
          (kinds === null || isOfKind(job, kinds)) &&
          !excluded.some((reference) => meansJob(reference, job)),
      );
    },
    isSingle: wanted.length === 1 && !wanted.some((reference) => reference.includes('*')),
    checkFound: () => {
      for (const reference of unmatched) {
        if (!reference.includes('*') && !isUuid(reference)) chooseJob(seen, reference);
      }
    },
  };
}
