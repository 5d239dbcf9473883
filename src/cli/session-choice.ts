import { isVsiError, VsiError } from '../model/errors.ts';
import { MIN_ID_PREFIX } from '../model/job-reference.ts';
import { newestFirst } from '../model/order.ts';
import type { Session } from '../model/session.ts';
import type { BackupServer, SessionQuery } from '../servers/backup-server.ts';
import type { Fleet } from '../servers/fleet.ts';
import { FLAGS } from './flags.ts';
import type { Invocation } from './invocation.ts';
import { chooseJob, isUuid, readPlacedJobs } from './job-choice.ts';

/** Among how many of a server's newest sessions the beginning of an id is looked up (contract section 1). */
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

/** A session and the server that has it. */
export interface PlacedSession {
  readonly server: BackupServer;
  readonly session: Session;
}

/**
 * The session that a command's argument means: an id, the beginning of one of the newest 1,000 ids,
 * or `latest` with --job. It comes with its statistics.
 *
 * @throws NOT_FOUND, USAGE
 */
export async function chooseSession(
  { argument, flags }: Invocation,
  fleet: Fleet,
): Promise<PlacedSession> {
  const reference = (argument ?? '').toLowerCase();
  const jobs = flags.all(FLAGS.job);
  if (reference === 'latest') return latestSession(fleet, jobs);
  if (jobs.length > 0) {
    throw new VsiError('USAGE', '--job goes with latest only: an id says it all');
  }
  return sessionById(fleet, isUuid(reference) ? reference : await completeId(fleet, reference));
}

async function sessionById(fleet: Fleet, id: string): Promise<PlacedSession> {
  const answers = await fleet.gather(async (server) => {
    try {
      return await server.session(id);
    } catch (error) {
      if (isVsiError(error) && error.code === 'NOT_FOUND' && fleet.size > 1) return null;
      throw error;
    }
  });
  for (const { server, value } of answers) if (value !== null) return { server, session: value };
  throw new VsiError('NOT_FOUND', `no server has a session ${id}`);
}

async function latestSession(fleet: Fleet, wanted: readonly string[]): Promise<PlacedSession> {
  const [reference, ...others] = wanted;
  if (reference === undefined || others.length > 0) {
    throw new VsiError('USAGE', 'latest needs one --job', {
      hint: 'vsi session show latest --job <job>',
    });
  }
  const { server, job } = chooseJob(await readPlacedJobs(fleet), reference);
  for await (const page of server.sessions({ ...ALL_SESSIONS, jobId: job.id })) {
    const [newest] = page.filter(({ jobId }) => jobId === job.id).sort(newestFirst);
    if (newest !== undefined) return { server, session: await server.session(newest.id) };
  }
  throw new VsiError('NOT_FOUND', `the job “${job.name}” has no session`, { where: server.name });
}

/** The one id among the newest sessions that begins so. */
async function completeId(fleet: Fleet, prefix: string): Promise<string> {
  if (prefix.length < MIN_ID_PREFIX || !/^[0-9a-f-]+$/.test(prefix)) {
    throw new VsiError('NOT_FOUND', `“${prefix}” is no session id`, {
      hint: `give an id, at least its first ${MIN_ID_PREFIX} characters, or latest with --job`,
    });
  }
  const answers = await fleet.gather(newestIds);
  const matches = answers.flatMap(({ value }) => value).filter((id) => id.startsWith(prefix));
  const where = answers.map(({ server }) => server.name).join(', ');
  const [only, ...others] = matches;
  if (only === undefined) {
    throw new VsiError('NOT_FOUND', `no session whose id begins with “${prefix}”`, {
      where,
      hint: `only the newest ${PREFIX_DEPTH} are looked at: for an older one give the full id`,
    });
  }
  if (others.length === 0) return only;
  throw new VsiError('USAGE', `several session ids begin with “${prefix}”`, {
    where,
    hint: `one of ${matches.slice(0, 5).join(', ')}`,
  });
}

async function newestIds(server: BackupServer): Promise<readonly string[]> {
  const newest: string[] = [];
  for await (const page of server.sessions(ALL_SESSIONS)) {
    newest.push(...page.map(({ id }) => id.toLowerCase()));
    if (newest.length >= PREFIX_DEPTH) break;
  }
  return newest.slice(0, PREFIX_DEPTH);
}
