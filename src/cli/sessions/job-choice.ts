import { append } from '../../model/append.ts';
import { VsiError } from '../../model/errors.ts';
import { findJob } from '../../model/job-reference.ts';
import type { Job } from '../../model/job.ts';
import type { BackupServer } from '../../servers/backup-server.ts';
import type { Fleet } from '../../servers/fleet.ts';

/** A job and the server that has it. */
export interface PlacedJob {
  readonly server: BackupServer;
  readonly job: Job;
}

/** All jobs of a server. */
export async function readJobs(server: BackupServer): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  for await (const page of server.jobs()) append(jobs, page);
  return jobs;
}

/** All jobs of all servers. */
export async function readPlacedJobs(fleet: Fleet): Promise<readonly PlacedJob[]> {
  const answers = await fleet.gather(readJobs);
  return answers.flatMap(({ server, value }) => value.map((job) => ({ server, job })));
}

/** A job to be looked up, by the name that people mean. */
export function candidateOf(job: Job): {
  readonly id: string;
  readonly name: string;
  readonly job: Job;
} {
  return { id: job.id, name: job.knownAs ?? job.name, job };
}

/**
 * The one job that an argument means (contract section 1).
 *
 * @throws NOT_FOUND naming the nearest jobs, USAGE naming the candidates when several match
 */
export function chooseJob(placed: readonly PlacedJob[], reference: string): PlacedJob {
  const candidates = placed.map((entry) => ({ ...entry, ...candidateOf(entry.job) }));
  const lookup = findJob(candidates, reference);
  const servers = new Set(placed.map(({ server }) => server.name));
  const where = servers.size === 0 ? {} : { where: [...servers].join(', ') };
  if ('found' in lookup) return lookup.found;
  if ('ambiguous' in lookup) {
    const ids = lookup.ambiguous.map(({ id, job: { name }, server }) =>
      servers.size === 1 ? `${id} (${name})` : `${id} (${name} on ${server.name})`,
    );
    throw new VsiError('USAGE', `“${reference}” means several jobs`, {
      ...where,
      hint: `give an id: ${ids.join(', ')}`,
    });
  }
  throw new NoSuchJob('NOT_FOUND', `no job “${reference}”`, {
    ...where,
    hint:
      lookup.nearest.length === 0
        ? 'vsi jobs list shows all jobs'
        : `did you mean ${lookup.nearest.map(({ job }) => `“${job.name}”`).join(', ')}?`,
  });
}

/** No listed job is meant by an argument. */
class NoSuchJob extends VsiError {}

/** Whether a caught value says so. */
export function isNoSuchJob(value: unknown): boolean {
  return value instanceof NoSuchJob;
}

/** Whether a text has the form of the ids that both products use. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
