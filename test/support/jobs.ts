import { newJob, type Job } from '../../src/model/job.ts';

/** Job J, of which its server lists only that it is enabled. */
export function mailJob(known: Partial<Job> = {}): Job {
  return newJob({
    id: 'J',
    server: 's',
    product: 'vb365',
    name: 'Mail',
    kind: 'backup',
    enabled: true,
    listed: true,
    ...known,
  });
}
