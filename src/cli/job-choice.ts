import { VsiError } from '../model/errors.ts';
import { findJob } from '../model/job-reference.ts';
import type { Job } from '../model/job.ts';
import { namesJob } from '../model/selection.ts';
import type { BackupServer } from '../servers/backup-server.ts';

/** All jobs of a server. */
export async function readJobs(server: BackupServer): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  for await (const page of server.jobs()) jobs.push(...page);
  return jobs;
}

/**
 * The one job that an argument means (contract section 1).
 *
 * @throws NOT_FOUND naming the nearest jobs, USAGE naming the candidates when several match
 */
export function chooseJob(jobs: readonly Job[], reference: string, where: string): Job {
  const lookup = findJob(jobs, reference);
  if ('found' in lookup) return lookup.found;
  if ('ambiguous' in lookup) {
    throw new VsiError('USAGE', `“${reference}” means several jobs`, {
      where,
      hint: `give an id: ${lookup.ambiguous.map(({ id, name }) => `${id} (${name})`).join(', ')}`,
    });
  }
  throw new VsiError('NOT_FOUND', `no job “${reference}”`, {
    where,
    hint:
      lookup.nearest.length === 0
        ? 'vsi jobs list shows all jobs'
        : `did you mean ${lookup.nearest.map(({ name }) => `“${name}”`).join(', ')}?`,
  });
}

/**
 * The jobs that `--job` values mean. A pattern may match nothing; what is no pattern must be a job,
 * unless it looks like the id of one that is listed no more.
 *
 * @throws NOT_FOUND, USAGE as chooseJob
 */
export function chooseJobs(
  jobs: readonly Job[],
  wanted: readonly string[],
  where: string,
): readonly Pick<Job, 'id'>[] {
  return wanted.flatMap((reference) => {
    if (reference.includes('*')) {
      return jobs.filter(({ id, name }) => namesJob(reference, id, name));
    }
    return isUuid(reference)
      ? [{ id: reference.toLowerCase() }]
      : [chooseJob(jobs, reference, where)];
  });
}

/** Whether a text has the form of the ids that both products use. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
