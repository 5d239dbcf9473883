import { VsiError } from '../model/errors.ts';
import { MIN_ID_PREFIX } from '../model/job-reference.ts';
import { newestFirst } from '../model/order.ts';
import type { Session } from '../model/session.ts';
import type { BackupServer, SessionQuery } from '../servers/backup-server.ts';
import { FLAGS } from './flags.ts';
import type { Invocation } from './invocation.ts';
import { chooseJob, isUuid, readJobs } from './job-choice.ts';

/** Among how many of the newest sessions the beginning of an id is looked up (contract section 1). */
const PREFIX_DEPTH = 1000;

/** All sessions of the product's own list. */
export const ALL_SESSIONS: SessionQuery = {
  jobId: null,
  statuses: null,
  kinds: null,
  statistics: false,
  since: null,
  until: null,
};

/**
 * The session that a command's argument means: an id, the beginning of one of the newest 1,000 ids,
 * or `latest` with --job.
 *
 * @throws NOT_FOUND, USAGE
 */
export async function chooseSession(
  { argument, flags }: Invocation,
  server: BackupServer,
): Promise<Session> {
  const reference = argument ?? '';
  const jobs = flags.all(FLAGS.job);
  if (reference.toLowerCase() === 'latest') return latestSession(server, jobs);
  if (jobs.length > 0) {
    throw new VsiError('USAGE', '--job goes with latest only: an id says it all');
  }
  if (isUuid(reference)) return server.session(reference.toLowerCase());
  return sessionByPrefix(server, reference.toLowerCase());
}

async function latestSession(server: BackupServer, wanted: readonly string[]): Promise<Session> {
  const [reference, ...others] = wanted;
  if (reference === undefined || others.length > 0) {
    throw new VsiError('USAGE', 'latest needs one --job', {
      hint: 'vsi session show latest --job <job>',
    });
  }
  const job = chooseJob(await readJobs(server), reference, server.name);
  for await (const page of server.sessions({ ...ALL_SESSIONS, jobId: job.id })) {
    const [newest] = page.filter(({ jobId }) => jobId === job.id).sort(newestFirst);
    if (newest !== undefined) return newest;
  }
  throw new VsiError('NOT_FOUND', `the job “${job.name}” has no session`, { where: server.name });
}

async function sessionByPrefix(server: BackupServer, prefix: string): Promise<Session> {
  if (prefix.length < MIN_ID_PREFIX || !/^[0-9a-f-]+$/.test(prefix)) {
    throw new VsiError('NOT_FOUND', `“${prefix}” is no session id`, {
      where: server.name,
      hint: `give an id, at least its first ${MIN_ID_PREFIX} characters, or latest with --job`,
    });
  }
  const newest = await newestSessions(server);
  const matches = newest.filter(({ id }) => id.toLowerCase().startsWith(prefix));
  const [only, ...others] = matches;
  if (only === undefined) {
    throw new VsiError('NOT_FOUND', `no session whose id begins with “${prefix}”`, {
      where: server.name,
      hint: `only the newest ${PREFIX_DEPTH} are looked at: for an older one give the full id`,
    });
  }
  if (others.length === 0) return only;
  throw new VsiError('USAGE', `several session ids begin with “${prefix}”`, {
    where: server.name,
    hint: `one of ${matches
      .slice(0, 5)
      .map(({ id }) => id)
      .join(', ')}`,
  });
}

async function newestSessions(server: BackupServer): Promise<readonly Session[]> {
  const newest: Session[] = [];
  for await (const page of server.sessions(ALL_SESSIONS)) {
    newest.push(...page);
    if (newest.length >= PREFIX_DEPTH) break;
  }
  return newest.slice(0, PREFIX_DEPTH);
}
